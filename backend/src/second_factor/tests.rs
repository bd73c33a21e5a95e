//! Stories of the second factor, on both databases.

use super::{begin, code_now, confirm, get, of, reset, reset_by_email, store, turn_off};
use crate::{
    db_test, roles, security_log,
    sessions::{self, SignedIn},
    test_crm::{PASSWORD, TestActor, TestCrm, origin},
};
use chrono::TimeDelta;
use domain::{
    error::{AppError, Problem},
    filter::Page,
    roles::{RoleDraft, RoleKind},
    security_log::{AccessKind, LogPart, Logged},
};

fn wrong() -> AppError {
    AppError::invalid("code", Problem::WrongCode)
}

/// Turns it on; gives the secret and the recovery codes. The code that did it is used up.
async fn turns_on(crm: &TestCrm, who: &TestActor) -> (String, Vec<String>) {
    let secret = begin(&who.cx, who.request()).await.expect("a secret").secret;
    let codes = confirm(&who.cx, who.request(), &code_now(&crm.backend, &secret)).await.expect("confirmed");
    crm.pass(TimeDelta::seconds(60));
    (secret, codes)
}

async fn signs_in(crm: &TestCrm) -> String {
    let answer = sessions::sign_in(&crm.backend, "boris@example.uz", PASSWORD, &origin()).await.expect("the password");
    let SignedIn::Session(cookie) = answer else { panic!("one company") };
    cookie
}

async fn is_in(crm: &TestCrm, cookie: &str) -> bool {
    sessions::cx(&crm.backend, cookie).await.expect("looked up").is_some()
}

async fn enters(crm: &TestCrm, cookie: &str, code: &str) -> Result<String, AppError> {
    sessions::enter_code(&crm.backend, cookie, code, &origin()).await
}

db_test! {
    async fn whoever_turned_it_on_gets_in_with_password_and_code_only(crm: TestCrm) {
        let boris = crm.boris();
        let (secret, codes) = turns_on(&crm, boris).await;
        assert!(is_in(&crm, &boris.cookie).await, "the session that turned it on goes on");
        assert_eq!(codes.len(), 10);
        let state = get(&boris.cx).await.expect("the state");
        assert!(state.on && !state.required && state.codes_left == 10);

        let half = signs_in(&crm).await;
        assert!(!is_in(&crm, &half).await, "the password alone opens nothing");
        assert_eq!(enters(&crm, &half, "000000").await, Err(wrong()));
        let code = code_now(&crm.backend, &secret);
        let cookie = enters(&crm, &half, &code).await.expect("in");
        assert!(is_in(&crm, &cookie).await && cookie != half);
        // Neither the half session nor the code works again.
        assert_eq!(enters(&crm, &half, &code).await, Err(AppError::NotSignedIn));
        let half = signs_in(&crm).await;
        assert_eq!(enters(&crm, &half, &code).await, Err(wrong()));

        // A recovery code works once, as people type it.
        let typed = codes[0].to_lowercase().replace('-', " ");
        enters(&crm, &half, &typed).await.expect("in");
        let half = signs_in(&crm).await;
        assert_eq!(enters(&crm, &half, &codes[0]).await, Err(wrong()));
        assert_eq!(get(&boris.cx).await.expect("the state").codes_left, 9);
        // What waits for its code ends soon.
        crm.pass(TimeDelta::minutes(11));
        assert_eq!(enters(&crm, &half, &code_now(&crm.backend, &secret)).await, Err(AppError::NotSignedIn));
        let failures = security_log::list(&crm.anna().cx, LogPart::Failures, &Page::first()).await.expect("the log").rows;
        assert!(failures.iter().all(|line| matches!(&line.what, Logged::Access(access) if access.kind == AccessKind::WrongCode)));
        assert_eq!(failures.len(), 3);
    }

    async fn codes_are_not_guessed(crm: TestCrm) {
        let (secret, _) = turns_on(&crm, crm.boris()).await;
        let half = signs_in(&crm).await;
        for turn in 0..10 {
            let refused = enters(&crm, &half, &format!("{turn:06}")).await;
            assert!(matches!(refused, Err(AppError::Invalid(_)) | Err(AppError::TooMany { .. })), "{refused:?}");
        }
        let refused = enters(&crm, &half, &code_now(&crm.backend, &secret)).await;
        assert!(matches!(refused, Err(AppError::TooMany { .. })), "{refused:?}");
    }

    async fn it_is_confirmed_by_the_app_and_ends_other_sessions(crm: TestCrm) {
        let boris = crm.boris();
        let other = signs_in(&crm).await;
        assert_eq!(confirm(&boris.cx, boris.request(), "123456").await, Err(AppError::Conflict(domain::error::ConflictKind::OtherStatus)));
        let first = begin(&boris.cx, boris.request()).await.expect("a secret");
        assert!(first.picture.len() > 20 && first.picture.iter().all(|row| row.len() == first.picture.len()));
        let second = begin(&boris.cx, boris.request()).await.expect("another one").secret;
        assert_eq!(confirm(&boris.cx, boris.request(), &code_now(&crm.backend, &first.secret)).await, Err(wrong()));
        assert!(is_in(&crm, &other).await, "nothing is on yet");
        confirm(&boris.cx, boris.request(), &code_now(&crm.backend, &second)).await.expect("confirmed");
        assert!(!is_in(&crm, &other).await);
        assert!(begin(&boris.cx, boris.request()).await.is_err(), "whoever sits at an open session cannot replace the app");
    }

    async fn only_the_secret_whose_code_was_right_is_confirmed_and_only_once(crm: TestCrm) {
        let boris = crm.boris();
        begin(&boris.cx, boris.request()).await.expect("a secret");
        let mut tx = boris.cx.begin_own().await.expect("a transaction");
        let secret = store::find_unconfirmed(&mut tx, of(&boris.cx)).await.expect("looked up").expect("one waits");
        assert_eq!(store::set_confirmed(&mut tx, b"another", 1).await, Ok(false));
        assert_eq!(store::set_confirmed(&mut tx, &secret, 1).await, Ok(true));
        assert_eq!(store::set_confirmed(&mut tx, &secret, 2).await, Ok(false));
    }

    async fn a_repeated_confirmation_tells_the_same_codes_as_long_as_they_count(crm: TestCrm) {
        let boris = crm.boris();
        let (begun, confirmed) = (boris.request(), boris.request());
        let first = begin(&boris.cx, begun).await.expect("a secret");
        assert_eq!(begin(&boris.cx, begun).await, Ok(first.clone()));
        let code = code_now(&crm.backend, &first.secret);
        let codes = confirm(&boris.cx, confirmed, &code).await.expect("confirmed");
        assert_eq!(confirm(&boris.cx, confirmed, &code).await, Ok(codes.clone()));
        // Nothing that is kept tells them.
        let rows = crm.base.everything().await.join("\n");
        assert!(codes.iter().all(|code| !rows.contains(code.as_str())));
        let other = AppError::Conflict(domain::error::ConflictKind::OtherStatus);
        assert_eq!(begin(&boris.cx, begun).await, Err(other.clone()), "nothing waits any more");
        reset(&crm.anna().cx, crm.anna().request(), boris.id()).await.expect("reset");
        assert_eq!(confirm(&boris.cx, confirmed, &code).await, Err(other.clone()));
        let (_, again) = turns_on(&crm, boris).await;
        assert!(codes.iter().all(|code| !again.contains(code)));
        assert_eq!(confirm(&boris.cx, confirmed, &code).await, Err(other));
    }

    async fn it_is_turned_off_by_a_code_or_by_an_administrator(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let (secret, codes) = turns_on(&crm, boris).await;
        assert_eq!(turn_off(&boris.cx, boris.request(), "000000").await, Err(wrong()));
        turn_off(&boris.cx, boris.request(), &code_now(&crm.backend, &secret)).await.expect("off");
        assert!(!get(&boris.cx).await.expect("the state").on);
        assert!(is_in(&crm, &signs_in(&crm).await).await);

        let (_, again) = turns_on(&crm, boris).await;
        assert!(codes.iter().all(|code| !again.contains(code)));
        assert_eq!(reset(&crm.vera().cx, crm.vera().request(), boris.id()).await, Err(AppError::Forbidden));
        assert_eq!(reset(&anna.cx, anna.request(), boris.id()).await, Ok(true));
        assert_eq!(reset(&anna.cx, anna.request(), boris.id()).await, Ok(false));
        assert!(!is_in(&crm, &boris.cookie).await, "whoever had taken the session is out");
        assert!(is_in(&crm, &signs_in(&crm).await).await);
    }

    async fn whoever_runs_the_server_lets_the_only_administrator_in_again(crm: TestCrm) {
        let anna = crm.anna();
        turns_on(&crm, anna).await;
        assert_eq!(reset_by_email(&crm.backend, "other@example.uz").await, Ok(Vec::new()));
        assert!(get(&anna.cx).await.expect("the state").on);
        let reset = reset_by_email(&crm.backend, " Anna@Example.uz ").await;
        assert_eq!(reset, Ok(vec!["Ромашка".to_owned()]));
        assert!(!get(&anna.cx).await.expect("the state").on);
        assert!(!is_in(&crm, &anna.cookie).await, "whoever had taken the session is out");
        let log = security_log::list(&anna.cx, LogPart::Changes, &Page::first()).await.expect("the log").rows;
        let Logged::Change(change) = &log[0].what else { panic!("{:?}", log[0]) };
        assert_eq!((change.by, change.record, change.changes.len()), (None, anna.id().0, 1));
        assert_eq!(reset_by_email(&crm.backend, "anna@example.uz").await, Ok(Vec::new()));
    }

    async fn a_role_that_asks_for_it_leaves_no_way_around(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let role = anna.role(RoleKind::Manager).await;
        let draft = RoleDraft { name: role.name.clone(), rights: role.rights, second_factor: true };
        roles::save(&anna.cx, anna.request(), role.id, role.version, draft).await.expect("saved");
        let lacks = async || sessions::cx(&crm.backend, &boris.cookie).await.expect("looked up").expect("alive").lacks_factor();
        assert!(lacks().await);
        assert!(!sessions::cx(&crm.backend, &anna.cookie).await.expect("looked up").expect("alive").lacks_factor());
        let (secret, _) = turns_on(&crm, boris).await;
        assert!(!lacks().await);
        assert!(get(&boris.cx).await.expect("the state").required);
        let refused = turn_off(&boris.cx, boris.request(), &code_now(&crm.backend, &secret)).await;
        assert_eq!(refused, Err(AppError::Conflict(domain::error::ConflictKind::OtherStatus)));
    }
}
