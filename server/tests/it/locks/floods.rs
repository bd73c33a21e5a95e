//! More than hands can send: refused for a while with a word of how long, and only to whoever sends it.

use crate::{
    calls::{CALLS, call, records},
    inside::cookie,
    uploads,
    web::{Answer, Web},
};
use axum::http::StatusCode;
use backend::{db_test, test_crm::TestCrm};
use chrono::TimeDelta;
use serde_json::json;

const ELSEWHERE: &str = "198.51.100.4:5000";
const MANY: StatusCode = StatusCode::TOO_MANY_REQUESTS;

/// Everything by which a record or a line comes to be.
const CREATING: &[&str] = &[
    "add_field_option",
    "comment_client",
    "comment_deal",
    "create_client",
    "create_deal",
    "create_field",
    "create_group",
    "create_role",
    "create_user",
];

#[track_caller]
fn tells_when(answer: &Answer, seconds: std::ops::RangeInclusive<u32>) {
    let said = answer.header("retry-after").parse().expect("seconds");
    assert!(answer.status == MANY && seconds.contains(&said), "{} {said} {}", answer.status, answer.body);
}

/// A small change of one's own.
async fn changes(web: &Web, cookie: &str) -> Answer {
    call(web, "save_preference", json!({ "chosen": { "board": { "density": "compact" } } }), cookie).await
}

async fn signs_up(web: &Web, door: &str) -> Answer {
    let form = [
        ("token", "made-up"),
        ("company", "Новая"),
        ("currency", "UZS"),
        ("first_name", "Анна"),
        ("last_name", "Ким"),
        ("email", "new@example.uz"),
        ("password", "1234567"),
        ("zone", "Asia/Tashkent"),
    ];
    web.post_form(door, &form, None).await
}

db_test! {
    async fn a_thousand_changes_within_a_minute_are_made_and_no_more(crm: TestCrm) {
        let web = Web::of(crm, None);
        let (anna, boris) = (cookie(web.crm.anna()), cookie(web.crm.boris()));
        let ids = records(web.crm.anna()).await;
        let mut made = 0;
        while changes(&web, &anna).await.status == StatusCode::OK {
            made += 1;
            // The clock goes on with each request: the minute in which the thousand comes may be the second one.
            assert!(made < 3_000, "nobody was stopped");
        }
        assert!(made >= 1_000, "{made}");
        let before = web.crm.base.everything().await;
        for (name, of) in CALLS.iter().filter(|(name, _)| CREATING.contains(name)) {
            let refused = call(&web, name, of.body(ids), &anna).await;
            tells_when(&refused, 1..=60);
            assert!(refused.body.starts_with(r#"{"app":{"too_many":{"retry_after":"#), "{name}: {}", refused.body);
        }
        let refused = uploads::send(&web, Some(&anna), "application/json", "ФИО\nИван\n").await;
        tells_when(&refused, 1..=60);
        assert_eq!(web.crm.base.everything().await, before);
        // Reading goes on, and so do colleagues, other companies, and the same person elsewhere.
        assert_eq!(call(&web, "get_client", json!({ "id": ids.client }), &anna).await.status, StatusCode::OK);
        assert_eq!(changes(&web, &boris).await.status, StatusCode::OK);
        assert_eq!(changes(&web, &cookie(web.crm.other_company())).await.status, StatusCode::OK);
        assert_eq!(changes(&web.at_address(ELSEWHERE), &anna).await.status, StatusCode::OK);
        web.crm.pass(TimeDelta::seconds(60));
        assert_eq!(changes(&web, &anna).await.status, StatusCode::OK);
    }

    async fn two_hundred_files_within_a_minute_are_sent_and_no_more(crm: TestCrm) {
        let web = Web::of(crm, None);
        let anna = cookie(web.crm.anna());
        let files = [app::routes::SECURITY_LOG_FILE.to_owned(), app::routes::import_template("client")];
        let mut sent = 0;
        let refused = loop {
            let answer = web.get(&files[sent % 2], Some(&anna)).await;
            if answer.status != StatusCode::OK {
                break answer;
            }
            sent += 1;
            assert!(sent < 600, "nobody was stopped");
        };
        assert!(sent >= 200, "{sent}");
        tells_when(&refused, 1..=60);
        assert!(refused.body.contains("Слишком много попыток подряд. Попробуйте снова через 1 минуту."), "{}", refused.body);
        for file in &files {
            assert_eq!(web.get(file, Some(&anna)).await.status, MANY, "{file}");
            assert_eq!(web.get(file, Some(&cookie(web.crm.other_company()))).await.status, StatusCode::OK, "{file}");
            assert_eq!(web.at_address(ELSEWHERE).get(file, Some(&anna)).await.status, StatusCode::OK, "{file}");
        }
        assert_eq!(web.get("/clients", Some(&anna)).await.status, StatusCode::OK);
        web.crm.pass(TimeDelta::seconds(60));
        assert_eq!(web.get(&files[0], Some(&anna)).await.status, StatusCode::OK);
    }

    async fn one_address_tries_to_found_twenty_companies_on_all_servers_together(crm: TestCrm) {
        let web = Web::of(crm, None);
        let elsewhere = web.another_server(None);
        for number in 0..20 {
            let (server, door) = ([&web, &elsewhere][number % 2], ["/signup", "/setup"][number / 2 % 2]);
            assert_eq!(signs_up(server, door).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
        }
        for door in ["/signup", "/setup"] {
            for server in [&web, &elsewhere] {
                let refused = signs_up(server, door).await;
                tells_when(&refused, 1..=600);
                assert!(refused.body.contains("Слишком много попыток подряд"), "{}", refused.body);
            }
            let other = signs_up(&web.at_address(ELSEWHERE), door).await;
            assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        web.crm.pass(TimeDelta::seconds(600));
        assert_eq!(signs_up(&web, "/signup").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}
