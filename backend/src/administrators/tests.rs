//! Stories of somebody who may set up users and not everything else - on both databases.

use crate::{
    db_test, roles, sessions,
    test_crm::{TestActor, TestCrm, origin},
    users::staff,
};
use domain::{
    access::{Right, Rights},
    error::AppError,
    ids::UserId,
    roles::{RoleDraft, RoleKind},
};

fn draft(name: &str, rights: Rights) -> RoleDraft {
    RoleDraft { name: name.into(), rights }
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
            staff::suspend(cx, his.request(), anna).await.map(drop),
            staff::dismiss(cx, his.request(), anna, his.id()).await.map(drop),
        ];
        assert!(refused.iter().all(|answer| *answer == Err(AppError::Forbidden)), "{refused:?}");
        assert_eq!(crm.base.facts().await, facts);
        // What is within his own rights he does.
        let role = roles::create(cx, his.request(), draft("Архив", Rights::of(&[Right::ViewClients]))).await.expect("a role");
        let mut new = his.hires("Олег", "oleg@example.uz").await;
        new.profile.role = role.id;
        let oleg = his.creates_user(new).await.expect("created").user.id;
        gets(&his, oleg, RoleKind::Own).await.expect("another role");
        staff::suspend(cx, his.request(), oleg).await.expect("suspended");
        his.changes(vera, |profile| profile.first_name = "Вероника".into()).await.expect("renamed");
    }

    async fn a_right_to_set_up_users_that_was_lost_meanwhile_does_not_count(crm: TestCrm) {
        let (anna, his) = (crm.anna(), personnel(&crm).await);
        gets(anna, his.id(), RoleKind::Manager).await.expect("another role");
        assert!(his.cx.require(Right::SetUpUsers).is_ok(), "his request began before");
        let facts = crm.base.facts().await;
        let role = roles::create(&his.cx, his.request(), draft("Архив", Rights::default())).await;
        assert_eq!(role.map(drop), Err(AppError::Forbidden));
        assert_eq!(staff::suspend(&his.cx, his.request(), crm.vera().id()).await.map(drop), Err(AppError::Forbidden));
        assert_eq!(crm.base.facts().await, facts);
    }

    async fn administrators_switch_on_again_what_they_switched_off_for_themselves(crm: TestCrm) {
        let anna = crm.anna();
        for rights in [Rights::all().without(Right::SetUpCompany), Rights::all()] {
            let role = anna.role(RoleKind::Administrator).await;
            let saved = roles::save(&anna.cx, anna.request(), role.id, role.version, draft(&role.name, rights)).await;
            assert_eq!(saved.map(|role| role.rights), Ok(rights));
        }
    }
}
