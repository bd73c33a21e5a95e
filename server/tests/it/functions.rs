//! Server functions: the list is the program's own, so that a new one cannot escape.

use crate::{
    calls::{CALLS, records},
    web::{Web, asking},
};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use backend::{db_test, test_crm::TestCrm};
use std::collections::BTreeSet;

fn functions() -> Vec<String> {
    server_fn::axum::server_fn_paths()
        .map(|(path, method)| {
            assert_eq!(method, axum::http::Method::POST, "{path}: a GET could change something");
            path.to_owned()
        })
        .collect()
}

db_test! {
    // No door among them, so there is no exception. Each is sent what it takes, with records that are there: were the arguments
    // unreadable, they would be refused before anybody asks who calls.
    async fn every_server_function_refuses_an_anonymous_caller(crm: TestCrm) {
        let web = Web::of(crm, None);
        let ids = records(web.crm.anna()).await;
        let gone = web.sign_in("anna@example.uz").await;
        web.post_form("/logout", &[], Some(&gone)).await;
        let before = web.crm.base.everything().await;
        let mut wrong = Vec::new();
        for (name, of) in CALLS {
            for cookie in [None, Some(gone.as_str())] {
                let mut body = of.body(ids);
                body["request"] = serde_json::json!(uuid::Uuid::now_v7());
                let answer = web.call(&format!("/api/{name}"), &body.to_string(), cookie).await;
                let refused = answer.status == StatusCode::UNAUTHORIZED && answer.body == r#"{"app":"not_signed_in"}"#;
                if !refused || web.crm.base.everything().await != before {
                    wrong.push(format!("{name}: {} {}", answer.status, answer.body));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn names_of_server_functions_are_unique_and_without_a_hash() {
    let functions = functions();
    let names: BTreeSet<&String> = functions.iter().collect();
    assert_eq!(names.len(), functions.len());
    assert!(functions.iter().all(|path| !path.chars().any(|sign| sign.is_ascii_digit())), "{functions:?}");
}

db_test! {
    async fn who_is_signed_in_is_answered_and_not_cached(crm: TestCrm) {
        let web = Web::of(crm, None);
        let cookie = web.sign_in("anna@example.uz").await;
        let answer = web.call("/api/get_viewer", "{}", Some(&cookie)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(answer.body.contains("anna@example.uz"));
        assert!(!answer.body.contains("argon2"), "no hash ever leaves the server");
        assert_eq!(answer.header("cache-control"), "no-store");
    }

    async fn no_name_leaves_the_data_that_a_page_carries(crm: TestCrm) {
        let web = Web::of(crm, None);
        let cookie = web.sign_in("anna@example.uz").await;
        let name = "</script><b>&\"";
        let new = serde_json::json!({ "noun": "client", "kind": "text", "name": name, "options": [] });
        let body = serde_json::json!({ "request": uuid::Uuid::now_v7(), "new": new });
        let answer = web.call("/api/create_field", &body.to_string(), Some(&cookie)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let page = web.get("/settings/company", Some(&cookie)).await.body;
        let (_, after) = page.split_once("id=\"viewer\">").expect("the page carries its viewer");
        let (carried, _) = after.split_once("</script>").expect("and ends it");
        let viewer: serde_json::Value = serde_json::from_str(carried).expect("as JSON");
        assert_eq!(viewer["client_fields"][0]["name"], name);
    }

    async fn without_a_database_people_get_a_page_and_scripts_get_an_error_they_understand(crm: TestCrm) {
        let web = Web::of(crm, None);
        let cookie = web.sign_in("anna@example.uz").await;
        web.lose_database().await;
        let page = web.get("/clients", Some(&cookie)).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.body);
        assert!(page.header("content-type").starts_with("text/html"));
        let words = &backend::words::catalogues()["ru"]["errors.unavailable"];
        assert!(page.body.contains(words.as_str()), "{}", page.body);
        let answer = web.call("/api/get_viewer", "{}", Some(&cookie)).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
        let error: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!(error, serde_json::json!({ "app": "unavailable" }));
        let ready = web.get("/readyz", None).await;
        assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    }

    async fn news_are_for_those_who_are_signed_in(crm: TestCrm) {
        let web = Web::of(crm, None);
        let answer = web.get("/live?since=0", None).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::UNAUTHORIZED, ""));
        let cookie = web.sign_in("anna@example.uz").await;
        assert_eq!(web.get("/live", Some(&cookie)).await.status, StatusCode::BAD_REQUEST);
        let signed_in = asking(Method::GET, "/live?since=0", Some(&cookie)).body(Body::empty()).unwrap();
        assert_eq!(web.status_of(signed_in).await, StatusCode::OK);
    }
}
