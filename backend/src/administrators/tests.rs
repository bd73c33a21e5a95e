//! Stories of somebody who may set up users and not everything else - on both databases.

use crate::{
    db_test, roles, sessions,
    test_crm::{TestActor, TestCrm, origin},
};
use domain::{
    access::{Right, Rights},
    error::{AppError, ConflictKind},
    ids::UserId,
    roles::{RoleDraft, RoleKind},
};

fn draft(name: &str, rights: Rights) -> RoleDraft {
    RoleDraft { name: name.into(), rights, second_factor: false }
}

/// Boris, who may set up users and view clients.
async fn personnel(crm: &TestCrm) -> TestActor {
    let (anna, boris) = (crm.anna(), crm.boris().id());
    let rights = Rights::of(&[Right::SetUpUsers, Right::ViewClients]);
    let role = roles::create(&anna.cx, anna.request(), draft("Кадры", rights)).await.expect("created").id;
    anna.changes(boris, |profile| profile.role = role).await.expect("another role");
    let cookie = sessions::start(&crm.backend, anna.cx.workspace(), boris, &origin()).await.expect("a session");
    let cx = sessions::cx(&crm.backend, &cookie).await.expect("looked up").expect("signed in");
    TestActor { cx, cookie }
}

async fn gets(who: &TestActor, id: UserId, kind: RoleKind) -> Result<(), AppError> {
    let role = who.role(kind).await.id;
    who.changes(id, |profile| profile.role = role).await.map(drop)
}

db_test! {
    async fn nobody_gives_or_takes_rights_beyond_their_own(crm: TestCrm) {
        let his = personnel(&crm).await;
        let (cx, anna, vera) = (&his.cx, crm.anna().id(), crm.vera().id());
        let (own, administrator) = (his.role(RoleKind::Own).await, his.role(RoleKind::Administrator).await);
        let mut director = his.hires("Олег", "oleg@example.uz").await;
        director.profile.role = administrator.id;
        let facts = crm.base.facts().await;
        let more = own.rights.with(Right::ViewDeals);
        let less = administrator.rights.without(Right::SetUpUsers);
        let refused = [
            roles::create(cx, his.request(), draft("Кассир", more)).await.map(drop),
            roles::save(cx, his.request(), own.id, own.version, draft("Кадры", more)).await.map(drop),
            roles::save(cx, his.request(), administrator.id, administrator.version, draft("Администратор", less)).await.map(drop),
            his.creates_user(director).await.map(drop),
            gets(&his, his.id(), RoleKind::Administrator).await,
            gets(&his, vera, RoleKind::Own).await,
            his.suspends(anna).await.map(drop),
            his.dismisses(anna, his.id()).await.map(drop),
        ];
        assert!(refused.iter().all(|answer| *answer == Err(AppError::Forbidden)), "{refused:?}");
        assert_eq!(crm.base.facts().await, facts);
        // What is within his own rights he does.
        let role = roles::create(cx, his.request(), draft("Архив", Rights::of(&[Right::ViewClients]))).await.expect("a role");
        let mut new = his.hires("Олег", "oleg@example.uz").await;
        new.profile.role = role.id;
        let oleg = his.creates_user(new).await.expect("created").user.id;
        gets(&his, oleg, RoleKind::Own).await.expect("another role");
        his.suspends(oleg).await.expect("suspended");
        his.changes(vera, |profile| profile.first_name = "Вероника".into()).await.expect("renamed");
    }

    async fn a_right_to_set_up_users_that_was_lost_meanwhile_does_not_count(crm: TestCrm) {
        let (anna, his) = (crm.anna(), personnel(&crm).await);
        gets(anna, his.id(), RoleKind::Manager).await.expect("another role");
        assert!(his.cx.require(Right::SetUpUsers).is_ok(), "his request began before");
        let facts = crm.base.facts().await;
        let role = roles::create(&his.cx, his.request(), draft("Архив", Rights::default())).await;
        assert_eq!(role.map(drop), Err(AppError::Forbidden));
        assert_eq!(his.suspends(crm.vera().id()).await.map(drop), Err(AppError::Forbidden));
        assert_eq!(crm.base.facts().await, facts);
    }

    async fn no_right_is_taken_from_the_administrators_role_and_all_else_of_it_can_be_changed(crm: TestCrm) {
        let anna = crm.anna();
        let role = anna.role(RoleKind::Administrator).await;
        assert_eq!(role.rights, Rights::all());
        let save = async |draft| roles::save(&anna.cx, anna.request(), role.id, role.version, draft).await;
        let facts = crm.base.facts().await;
        for right in Right::ALL {
            let refused = save(draft(&role.name, Rights::all().without(*right))).await;
            assert_eq!(refused.map(drop), Err(AppError::Conflict(ConflictKind::AdministratorsRights)), "{right:?}");
        }
        assert_eq!(crm.base.facts().await, facts);
        let saved = save(RoleDraft { second_factor: true, ..draft("Главный", Rights::all()) }).await.expect("saved");
        assert_eq!((saved.name.as_str(), saved.rights, saved.second_factor), ("Главный", Rights::all(), true));
    }

    async fn whoever_only_sets_up_users_is_no_administrator_who_could_be_left_alone(crm: TestCrm) {
        let last = Err(AppError::Conflict(ConflictKind::LastAdministrator));
        let (anna, his, vera) = (crm.anna(), personnel(&crm).await, crm.vera().id());
        let facts = crm.base.facts().await;
        assert_eq!(gets(anna, anna.id(), RoleKind::Manager).await, last);
        assert_eq!(anna.suspends(anna.id()).await.map(drop), last);
        assert_eq!(anna.dismisses(anna.id(), his.id()).await.map(drop), last);
        assert_eq!(crm.base.facts().await, facts);
        // Even a role with every right makes nobody an administrator: it can be taken apart again.
        let all = roles::create(&anna.cx, anna.request(), draft("Все права", Rights::all())).await.expect("created").id;
        anna.changes(vera, |profile| profile.role = all).await.expect("another role");
        assert_eq!(gets(anna, anna.id(), RoleKind::Manager).await, last);
        gets(anna, vera, RoleKind::Administrator).await.expect("a second administrator");
        assert_eq!(gets(anna, anna.id(), RoleKind::Manager).await, Ok(()));
    }
}
