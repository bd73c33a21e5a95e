//! Stories of the security log, on both databases.

use super::list;
use crate::{
    db_test, roles, security_log,
    sessions::{self, Origin, SignedIn},
    test_crm::{PASSWORD, TestCrm, origin},
};
use chrono::TimeDelta;
use domain::{
    access::{Right, Rights},
    error::AppError,
    filter::Page,
    roles::RoleDraft,
    security_log::{AccessKind, LogLine, LogPart, Logged},
};

async fn lines(crm: &TestCrm, part: LogPart) -> Vec<LogLine> {
    list(&crm.anna().cx, part, &Page::first()).await.expect("the log").rows
}

/// What happened at the doors, the newest first, without what the story began with.
async fn doors(crm: &TestCrm, part: LogPart) -> Vec<(AccessKind, domain::ids::UserId)> {
    let access = |line: LogLine| match line.what {
        Logged::Access(access) => Some((access.kind, access.user)),
        Logged::Change(_) => None,
    };
    lines(crm, part).await.into_iter().filter_map(access).collect()
}

async fn tries(crm: &TestCrm, email: &str, password: &str) -> Result<SignedIn, AppError> {
    sessions::sign_in(&crm.backend, email, password, &origin()).await
}

db_test! {
    async fn who_comes_goes_and_fails_is_told_with_address_and_device(crm: TestCrm) {
        let boris = crm.boris().id();
        let before = lines(&crm, LogPart::Everything).await.len();
        let from = Origin { address: "198.51.100.4".into(), device: "Firefox/142\r\nLinux".into() };
        let SignedIn::Session(cookie) = sessions::sign_in(&crm.backend, "boris@example.uz", PASSWORD, &from).await.expect("signed in") else {
            panic!("one company, one session");
        };
        tries(&crm, "boris@example.uz", "wrong").await.expect_err("a wrong password");
        tries(&crm, "nobody@example.uz", "wrong").await.expect_err("nobody's");
        sessions::sign_out(&crm.backend, &cookie, &from).await.expect("signed out");
        sessions::sign_out(&crm.backend, &cookie, &from).await.expect("out already");

        let told = lines(&crm, LogPart::Everything).await;
        assert_eq!(told.len(), before + 3);
        let kinds: Vec<_> = doors(&crm, LogPart::Everything).await.into_iter().take(3).collect();
        assert_eq!(kinds, [(AccessKind::SignedOut, boris), (AccessKind::WrongPassword, boris), (AccessKind::SignedIn, boris)]);
        let Logged::Access(access) = &told[0].what else { panic!("a sign-out") };
        assert_eq!((&*access.address, &*access.device), ("198.51.100.4", "Firefox/142Linux"));
        assert_eq!(doors(&crm, LogPart::Failures).await, [(AccessKind::WrongPassword, boris)]);
        assert_eq!(doors(&crm, LogPart::SignIns).await[0], (AccessKind::SignedOut, boris));
        assert_eq!(doors(&crm, LogPart::Refusals).await, []);
    }

    async fn a_flood_of_tries_is_blocked_told_and_does_not_flood_the_log(crm: TestCrm) {
        for _ in 0..60 {
            tries(&crm, "boris@example.uz", "wrong").await.expect_err("refused");
        }
        let kinds: Vec<_> = doors(&crm, LogPart::Failures).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == AccessKind::WrongPassword).count(), 10);
        assert_eq!(kinds.iter().filter(|kind| **kind == AccessKind::Blocked).count(), 30);
        crm.pass(TimeDelta::minutes(11));
        tries(&crm, "boris@example.uz", "wrong").await.expect_err("a wrong password");
        assert_eq!(doors(&crm, LogPart::Failures).await[0].0, AccessKind::WrongPassword);
    }

    async fn changes_of_rights_stand_in_the_log_and_of_clients_do_not(crm: TestCrm) {
        let anna = crm.anna();
        let draft = RoleDraft { name: "Стажёр".into(), rights: Rights::of(&[Right::ViewClients]), second_factor: false };
        let role = roles::create(&anna.cx, anna.request(), draft).await.expect("a role");
        let draft = RoleDraft { name: "Стажёр".into(), rights: Rights::of(&[Right::ViewClients, Right::Import]), second_factor: false };
        roles::save(&anna.cx, anna.request(), role.id, 1, draft).await.expect("saved");
        anna.suspends(crm.vera().id()).await.expect("suspended");
        anna.creates_client("Пётр").await;
        let changes = lines(&crm, LogPart::Changes).await;
        let told: Vec<_> = changes.iter().take(3).map(|line| match &line.what {
            Logged::Change(event) => (event.by, event.record),
            Logged::Access(_) => panic!("a change"),
        }).collect();
        let by = Some(anna.id());
        assert_eq!(told, [(by, crm.vera().id().0), (by, role.id.0), (by, role.id.0)]);
        assert_eq!(lines(&crm, LogPart::Everything).await[..3], changes[..3]);
    }

    async fn pages_show_every_line_once_in_order(crm: TestCrm) {
        let anna = crm.anna();
        for turn in 0..7 {
            sessions::start(&crm.backend, anna.cx.workspace(), anna.id(), &origin()).await.expect("a session");
            let draft = RoleDraft { name: format!("Роль {turn}"), rights: Rights::default(), second_factor: false };
            roles::create(&anna.cx, anna.request(), draft).await.expect("a role");
        }
        let all = lines(&crm, LogPart::Everything).await;
        let (mut walked, mut after) = (Vec::new(), None);
        loop {
            let page = list(&anna.cx, LogPart::Everything, &Page { after, size: 4 }).await.expect("a page");
            walked.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(walked, all);
        assert!(walked.windows(2).all(|pair| pair[0].id > pair[1].id));
    }

    async fn only_administrators_read_it_and_only_of_their_company(crm: TestCrm) {
        tries(&crm, "boris@example.uz", "wrong").await.expect_err("a wrong password");
        security_log::tell_refusal(&crm.boris().cx, "/api/save_role").await.expect("told");
        assert_eq!(list(&crm.boris().cx, LogPart::Everything, &Page::first()).await, Err(AppError::Forbidden));
        let foreign = list(&crm.other_company().cx, LogPart::Failures, &Page::first()).await.expect("their log");
        assert_eq!(foreign.rows, []);
        let told = lines(&crm, LogPart::Refusals).await;
        assert!(matches!(&told[0].what, Logged::Access(access) if access.asked == "/api/save_role" && access.user == crm.boris().id()));
    }
}
