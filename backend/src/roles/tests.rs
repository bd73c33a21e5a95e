//! Stories of roles: any number, each right a switch, true at once.

use crate::{
    clients, db_test, roles, sessions,
    test_crm::{
        TestCrm,
        actor::{parsed, with_phone},
    },
};
use domain::{
    access::{Right, Rights},
    clients::ClientPatch,
    error::{AppError, ConflictKind},
    fields::Noun,
    roles::{RoleDraft, RoleKind},
};

fn named(name: &str) -> RoleDraft {
    RoleDraft { name: name.into(), ..RoleDraft::empty() }
}

db_test! {
    async fn a_company_has_three_roles_and_adds_as_many_as_it_likes(crm: TestCrm) {
        let anna = crm.anna();
        let names = async || anna.staff().await.roles.into_iter().map(|role| role.name).collect::<Vec<_>>();
        assert_eq!(names().await, ["Администратор", "Руководитель", "Менеджер"]);
        for number in 0..5 {
            roles::create(&anna.cx, anna.request(), named(&format!("Кассир {number}"))).await.expect("created");
        }
        assert_eq!(names().await.len(), 8);
        let taken = roles::create(&anna.cx, anna.request(), named("МЕНЕДЖЕР")).await;
        assert_eq!(taken.map(drop), Err(AppError::Conflict(ConflictKind::NameTaken)));
    }

    async fn whoever_is_created_with_a_shipped_role_may_do_all_that_is_not_left_to_administrators(crm: TestCrm) {
        let other = crm.other_company();
        assert_eq!(other.role(RoleKind::Administrator).await.rights, Rights::all());
        for kind in [RoleKind::Supervisor, RoleKind::Manager] {
            assert_eq!(other.role(kind).await.rights, RoleDraft::empty().rights, "{kind:?}");
        }
    }

    async fn every_switch_can_be_set_and_is_true_at_the_next_request(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let rights = async || sessions::cx(&crm.backend, &boris.cookie).await.expect("looked up").expect("signed in").actor().rights;
        for right in Right::ALL {
            for on in [true, false] {
                let role = anna.role(RoleKind::Manager).await;
                let bit = Rights::of(&[*right]).0;
                let rights_of = Rights(if on { role.rights.0 | bit } else { role.rights.0 & !bit });
                let draft = RoleDraft { name: role.name.clone(), rights: rights_of, second_factor: false };
                roles::save(&anna.cx, anna.request(), role.id, role.version, draft).await.expect("saved");
                assert_eq!(rights().await.has(*right), on, "{right:?}");
            }
        }
    }

    async fn a_number_is_edited_by_a_right_of_its_own(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let client = boris.creates(with_phone("Пётр", "901234567")).await;
        let role = anna.role(RoleKind::Manager).await;
        let draft = RoleDraft { name: role.name.clone(), rights: Rights(role.rights.0 & !Rights::of(&[Right::EditPhone]).0), second_factor: false };
        roles::save(&anna.cx, anna.request(), role.id, role.version, draft).await.expect("saved");
        let cx = sessions::cx(&crm.backend, &boris.cookie).await.expect("looked up").expect("signed in");
        let phones = ClientPatch::Phones(vec![parsed("935554433")]);
        let refused = clients::edit(&cx, boris.request(), client.id, client.version, phones).await;
        assert_eq!(refused.map(drop), Err(AppError::Forbidden));
        let name = ClientPatch::Name("Павел".into());
        assert!(clients::edit(&cx, boris.request(), client.id, client.version, name).await.is_ok());
    }

    async fn a_role_that_somebody_has_stays_and_so_do_the_shipped_ones(crm: TestCrm) {
        let anna = crm.anna();
        let own = roles::create(&anna.cx, anna.request(), named("Кассир")).await.expect("created").id;
        anna.changes(crm.boris().id(), |profile| profile.role = own).await.expect("changed");
        let delete = async |id| roles::delete(&anna.cx, anna.request(), id, 1).await;
        assert_eq!(delete(own).await, Err(AppError::Conflict(ConflictKind::RoleInUse)));
        let supervisor = anna.role(RoleKind::Supervisor).await.id;
        assert_eq!(delete(supervisor).await, Err(AppError::NotFound(Noun::Role)));
        anna.changes(crm.boris().id(), |profile| profile.role = supervisor).await.expect("changed");
        assert_eq!(delete(own).await, Ok(()));
        assert_eq!(crm.other_company().staff().await.roles.len(), 3);
    }

    async fn a_role_that_was_changed_meanwhile_is_not_overwritten(crm: TestCrm) {
        let anna = crm.anna();
        let role = anna.role(RoleKind::Manager).await;
        roles::save(&anna.cx, anna.request(), role.id, role.version, named("Продавец")).await.expect("saved");
        let late = roles::save(&anna.cx, anna.request(), role.id, role.version, named("Торговец")).await;
        assert_eq!(late.map(drop), Err(AppError::Conflict(ConflictKind::Stale)));
        let own = roles::create(&anna.cx, anna.request(), named("Кассир")).await.expect("created");
        roles::save(&anna.cx, anna.request(), own.id, own.version, named("Старший кассир")).await.expect("saved");
        let late = roles::delete(&anna.cx, anna.request(), own.id, own.version).await;
        assert_eq!(late, Err(AppError::Conflict(ConflictKind::Stale)));
    }
}
