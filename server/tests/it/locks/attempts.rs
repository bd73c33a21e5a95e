//! Tries are counted: by the address of the network whoever is named, and by the account wherever they come from. Neither
//! keeps the real person out for ever.

use crate::web::Web;
use axum::http::StatusCode;
use backend::{
    db_test,
    letters::testing::{BASE_URL, LetterBox, link_in},
    sessions::{self, Origin, SignedIn},
    test_crm::{PASSWORD, TestCrm},
};
use chrono::TimeDelta;

const NEW: &str = "Совсем-новый-2027";

async fn knocks(web: &Web, door: &str, form: &[(&str, &str)]) -> u16 {
    web.post_form(door, form, None).await.status.as_u16()
}

async fn signs_in(web: &Web, password: &str) -> u16 {
    knocks(web, "/login", &[("email", "boris@example.uz"), ("password", password)]).await
}

/// The link that a letter to Boris carries.
async fn link(web: &Web, post: &LetterBox) -> String {
    assert_eq!(knocks(web, "/forgot", &[("email", "boris@example.uz")]).await, 200);
    link_in(&post.collect().await[0], &format!("{BASE_URL}/reset?token="))
}

db_test! {
    async fn one_address_gets_in_nowhere_after_a_hundred_tries_whomever_it_names(crm: TestCrm) {
        let web = Web::of(crm, None);
        for number in 0..99 {
            assert_eq!(knocks(&web, "/enter", &[("token", &format!("made-up-{number}"))]).await, 401, "{number}");
        }
        // A password is a try as a link is.
        assert_eq!(knocks(&web, "/login", &[("email", "nobody@example.uz"), ("password", "не тот")]).await, 401);
        assert_eq!(knocks(&web, "/enter", &[("token", "made-up")]).await, 429);
        let before = web.crm.base.size("sessions").await;
        assert_eq!(signs_in(&web, PASSWORD).await, 429, "not even with the right password");
        assert_eq!(web.crm.base.size("sessions").await, before);
        // From elsewhere the same account is open.
        let elsewhere = Origin { address: "198.51.100.4".into(), device: "test".into() };
        let answer = sessions::sign_in(&web.crm.backend, "boris@example.uz", PASSWORD, &elsewhere).await;
        assert!(matches!(answer, Ok(SignedIn::Session(_))), "{answer:?}");
        // Servers count together.
        assert_eq!(signs_in(&web.another_server(None), PASSWORD).await, 429);
        web.crm.pass(TimeDelta::minutes(11));
        assert_eq!(signs_in(&web, PASSWORD).await, 303);
    }

    async fn one_address_asks_for_thirty_letters_and_one_account_gets_five(crm: TestCrm) {
        let web = Web::of(crm, None);
        for number in 0..30 {
            let email = format!("{number}@example.uz");
            assert_eq!(knocks(&web, "/forgot", &[("email", &email)]).await, 200, "{number}");
        }
        assert_eq!(knocks(&web, "/forgot", &[("email", "boris@example.uz")]).await, 429);
        assert_eq!(web.crm.base.size("password_requests").await, 30);
        web.crm.pass(TimeDelta::minutes(11));
        let statuses = async |email: &str| {
            let mut statuses = Vec::new();
            for _ in 0..6 {
                statuses.push(knocks(&web, "/forgot", &[("email", email)]).await);
            }
            statuses
        };
        for email in ["boris@example.uz", "nobody@example.uz"] {
            assert_eq!(statuses(email).await, [200, 200, 200, 200, 200, 429], "{email}");
        }
        assert_eq!(web.crm.base.size("password_requests").await, 40);
    }

    async fn one_address_tries_sixty_links_and_then_not_even_the_right_one(crm: TestCrm) {
        let web = Web::of(crm, None);
        let post = LetterBox::new(&web.crm.backend);
        let token = link(&web, &post).await;
        for number in 0..60 {
            let door = ["/reset", "/activate"][number % 2];
            let form = [("token", &*format!("made-up-{number}")), ("password", NEW)];
            assert_eq!(knocks(&web, door, &form).await, 410, "{number}");
        }
        assert_eq!(knocks(&web, "/reset", &[("token", &token), ("password", NEW)]).await, 429);
        assert_eq!(signs_in(&web, PASSWORD).await, 303, "the password is what it was");
        web.crm.pass(TimeDelta::minutes(11));
        assert_eq!(knocks(&web, "/reset", &[("token", &token), ("password", NEW)]).await, 303, "and the link still works");
    }

    async fn whose_account_others_have_blocked_gets_in_by_a_letter(crm: TestCrm) {
        let web = Web::of(crm, None);
        let post = LetterBox::new(&web.crm.backend);
        for _ in 0..10 {
            assert_eq!(signs_in(&web, "не тот пароль").await, 401);
        }
        assert_eq!(signs_in(&web, PASSWORD).await, 429, "blocked");
        let token = link(&web, &post).await;
        let answer = web.post_form("/reset", &[("token", &token), ("password", NEW)], None).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookie = answer.cookie().expect("a session");
        assert_eq!(web.get("/clients", Some(&cookie)).await.status, StatusCode::OK);
        web.crm.pass(TimeDelta::minutes(11));
        assert_eq!(signs_in(&web, PASSWORD).await, 401);
        assert_eq!(signs_in(&web, NEW).await, 303);
    }
}
