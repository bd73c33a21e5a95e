//! Server functions: the list is the program's own, so that a new one cannot escape.

use crate::web::Web;
use axum::http::StatusCode;
use std::collections::BTreeSet;

fn functions() -> Vec<String> {
    server_fn::axum::server_fn_paths()
        .map(|(path, method)| {
            assert_eq!(method, axum::http::Method::POST, "{path}: a GET could change something");
            path.to_owned()
        })
        .collect()
}

#[tokio::test]
async fn every_server_function_refuses_an_anonymous_caller() {
    let web = Web::new().await;
    let functions = functions();
    assert!(functions.len() >= 3, "{functions:?}");
    for path in functions {
        // Arguments are read before the body runs: what cannot be read is refused as well, with nothing told.
        let answer = web.call(&path, "{}", None).await;
        let refused = [StatusCode::UNAUTHORIZED, StatusCode::UNPROCESSABLE_ENTITY].contains(&answer.status);
        assert!(refused, "{path}: {} {}", answer.status, answer.body);
    }
}

#[test]
fn names_of_server_functions_are_unique_and_without_a_hash() {
    let functions = functions();
    let names: BTreeSet<&String> = functions.iter().collect();
    assert_eq!(names.len(), functions.len());
    assert!(functions.iter().all(|path| !path.chars().any(|sign| sign.is_ascii_digit())), "{functions:?}");
}

#[tokio::test]
async fn who_is_signed_in_is_answered_and_not_cached() {
    let web = Web::new().await;
    let cookie = web.sign_in("anna@example.uz").await;
    let answer = web.call("/api/get_viewer", "{}", Some(&cookie)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(answer.body.contains("anna@example.uz"));
    assert!(!answer.body.contains("argon2"), "no hash ever leaves the server");
    assert_eq!(answer.header("cache-control"), "no-store");
}
