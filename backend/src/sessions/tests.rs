//! Stories of sign-in and sessions, on both databases.

mod late;

use crate::{
    db::Sql,
    db_test,
    sessions::{self, Origin, SignedIn},
    setup,
    test_crm::{PASSWORD, TestCrm, company, origin},
};
use chrono::TimeDelta;
use domain::{error::AppError, sessions::Ending};

db_test! {
    async fn the_right_password_opens_a_session_of_that_person(crm: TestCrm) {
        for (email, person) in [("boris@example.uz", crm.boris()), (" BORIS@Example.UZ ", crm.boris()), ("anna@example.uz", crm.anna())] {
            let SignedIn::Session(cookie) = sessions::sign_in(&crm.backend, email, PASSWORD, &origin()).await.expect("signed in") else {
                panic!("one company, one session");
            };
            let cx = sessions::cx(&crm.backend, &cookie).await.expect("looked up").expect("alive");
            assert_eq!(cx.actor(), person.cx.actor());
        }
    }

    async fn unknown_people_and_wrong_passwords_are_answered_alike(crm: TestCrm) {
        for (email, password) in [("boris@example.uz", "wrong"), ("nobody@example.uz", PASSWORD), ("", ""), ("не адрес", PASSWORD)] {
            let refused = sessions::sign_in(&crm.backend, email, password, &origin()).await;
            assert_eq!(refused, Err(AppError::NotSignedIn), "{email}");
        }
    }

    async fn the_eleventh_attempt_on_an_account_waits_even_with_the_right_password(crm: TestCrm) {
        for attempt in 0..10 {
            let from = Origin { address: format!("192.0.2.{attempt}"), ..origin() };
            let refused = sessions::sign_in(&crm.backend, "boris@example.uz", "wrong", &from).await;
            assert_eq!(refused, Err(AppError::NotSignedIn));
        }
        let right = sessions::sign_in(&crm.backend, "boris@example.uz", PASSWORD, &origin()).await;
        assert!(matches!(right, Err(AppError::TooMany { retry_after: 1..=600 })), "{right:?}");
        crm.pass(TimeDelta::minutes(10));
        assert!(sessions::sign_in(&crm.backend, "boris@example.uz", PASSWORD, &origin()).await.is_ok());
    }

    async fn an_address_that_tries_many_accounts_waits_too(crm: TestCrm) {
        let mut answers = Vec::new();
        for attempt in 0..101 {
            let email = format!("user{attempt}@example.uz");
            answers.push(sessions::enter(&crm.backend, &email, &origin()).await);
        }
        assert_eq!(answers[99], Err(AppError::NotSignedIn));
        assert!(matches!(answers[100], Err(AppError::TooMany { .. })));
    }

    async fn a_person_of_two_companies_chooses_one_and_each_link_works_once(crm: TestCrm) {
        setup::sign_up(&crm.backend, company("Вторая", "boris@example.uz"), &origin()).await.expect("signed up");
        let SignedIn::Choose(links) = sessions::sign_in(&crm.backend, "boris@example.uz", PASSWORD, &origin()).await.expect("signed in") else {
            panic!("two companies");
        };
        let mut names = Vec::new();
        for link in &links {
            names.extend(sessions::company_of_link(&crm.backend, link).await.expect("looked up"));
        }
        assert_eq!(names, ["Ромашка", "Вторая"]);
        let cookie = sessions::enter(&crm.backend, &links[0], &origin()).await.expect("entered");
        let cx = sessions::cx(&crm.backend, &cookie).await.expect("looked up").expect("alive");
        assert_eq!(cx.actor(), crm.boris().cx.actor());
        assert_eq!(sessions::enter(&crm.backend, &links[0], &origin()).await, Err(AppError::NotSignedIn));
        crm.pass(TimeDelta::minutes(11));
        assert_eq!(sessions::enter(&crm.backend, &links[1], &origin()).await, Err(AppError::NotSignedIn));
        assert_eq!(sessions::company_of_link(&crm.backend, &links[1]).await, Ok(None));
    }

    async fn a_session_ends_when_it_is_not_used_for_a_fortnight(crm: TestCrm) {
        for _ in 0..3 {
            crm.pass(TimeDelta::days(13));
            assert!(is_alive(&crm).await);
        }
        crm.pass(TimeDelta::days(14));
        assert!(!is_alive(&crm).await);
    }

    async fn a_session_ends_after_ninety_days_however_busy(crm: TestCrm) {
        for _ in 0..8 {
            crm.pass(TimeDelta::days(11));
            assert!(is_alive(&crm).await);
        }
        crm.pass(TimeDelta::days(3));
        assert!(!is_alive(&crm).await);
    }

    async fn a_cookie_is_worthless_after_sign_out_and_so_is_a_made_up_one(crm: TestCrm) {
        sessions::sign_out(&crm.backend, &crm.boris().cookie, &origin()).await.expect("signed out");
        assert!(!is_alive(&crm).await);
        let (workspace, _) = crm.anna().cookie.split_once('.').expect("a company");
        let (_, foreign) = crm.other_company().cookie.split_once('.').expect("a token");
        for made_up in [String::new(), ".".into(), "a.b".into(), format!("{workspace}."), format!("{workspace}.{foreign}")] {
            assert!(sessions::cx(&crm.backend, &made_up).await.expect("looked up").is_none(), "{made_up}");
            sessions::sign_out(&crm.backend, &made_up, &origin()).await.expect("nothing happens");
        }
        assert!(sessions::cx(&crm.backend, &crm.anna().cookie).await.expect("looked up").is_some());
    }

    async fn a_person_sees_their_sessions_and_ends_them(crm: TestCrm) {
        let browser = |device: &str| Origin { device: device.into(), ..origin() };
        let mut cookies = Vec::new();
        for device in ["Firefox/142.0 Linux", "Chrome/140 Windows", "Safari/604.1 iPhone"] {
            crm.pass(TimeDelta::minutes(1));
            let SignedIn::Session(cookie) = sessions::sign_in(&crm.backend, "boris@example.uz", PASSWORD, &browser(device)).await.expect("signed in") else {
                panic!("one company, one session");
            };
            cookies.push(cookie);
        }
        let anna = sessions::start(&crm.backend, crm.anna().cx.workspace(), crm.anna().cx.user(), &origin()).await.expect("another person's");
        let alive = async |cookie: &str| sessions::cx(&crm.backend, cookie).await.expect("looked up");
        let here = alive(&cookies[1]).await.expect("signed in");
        let list = sessions::list(&here).await.expect("the list");
        assert_eq!(list.iter().take(3).map(|one| &*one.device).collect::<Vec<_>>(), ["Safari/604.1 iPhone", "Chrome/140 Windows", "Firefox/142.0 Linux"]);
        assert_eq!(list.iter().map(|one| one.current).collect::<Vec<_>>(), [false, true, false, false]);

        // One ends, at once; once more changes nothing; whose it is not cannot end it.
        let of_anna = sessions::list(&alive(&anna).await.expect("signed in")).await.expect("the list")[0].id;
        for id in [list[2].id, list[2].id, of_anna] {
            sessions::end(&here, crm.boris().request(), Ending::One(id)).await.expect("as it should be");
        }
        assert!(alive(&cookies[0]).await.is_none());
        assert!(alive(&cookies[2]).await.is_some() && alive(&anna).await.is_some());

        sessions::end(&here, crm.boris().request(), Ending::Others).await.expect("ended");
        assert!(alive(&cookies[2]).await.is_none());
        assert!(alive(&cookies[1]).await.is_some() && alive(&anna).await.is_some());
        assert_eq!(sessions::list(&here).await.expect("the list").len(), 1);
        // What is over is not shown.
        crm.pass(TimeDelta::days(14));
        assert_eq!(sessions::list(&here).await.expect("the list"), []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_goes_on_while_the_database_takes_no_writes() {
    let crm = TestCrm::sqlite().await;
    crm.base.db().run_alone(Sql::new("pragma query_only = on")).await.expect("set");
    crm.pass(TimeDelta::minutes(11));
    assert!(!crm.backend.is_ready().await, "nothing can be written");
    assert!(is_alive(&crm).await);
}

async fn is_alive(crm: &TestCrm) -> bool {
    sessions::cx(&crm.backend, &crm.boris().cookie).await.expect("looked up").is_some()
}
