//! The import's upload: who may send a file, and what scripts and plain forms are answered.

use crate::web::{Answer, Web, asking};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use futures_util::stream::{self, StreamExt};
use std::{convert::Infallible, time::Duration};
use tokio::time::timeout;

const EDGE: &str = "edge-of-a-part";

/// Sends a file as a page of ours does.
pub async fn send(web: &Web, cookie: Option<&str>, accept: &str, file: &str) -> Answer {
    let body = format!("{}\r\n--{EDGE}--\r\n", beginning(file));
    web.send(form(cookie, accept, Body::from(body))).await
}

/// The form up to here in the file.
fn beginning(file: &str) -> String {
    let part = |head: &str, body: &str| format!("--{EDGE}\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}");
    let noun = part("name=\"noun\"", "client");
    format!("{noun}\r\n{}", part("name=\"file\"; filename=\"клиенты.csv\"", file))
}

fn form(cookie: Option<&str>, accept: &str, body: Body) -> Request<Body> {
    let request = asking(Method::POST, app::routes::UPLOAD, cookie)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}"))
        .header(header::ACCEPT, accept)
        .header("x-request-id", "0190b6a0-0000-7000-8000-000000000001")
        .header("sec-fetch-site", "same-origin");
    request.body(body).unwrap()
}

#[tokio::test]
async fn only_those_who_may_import_upload_a_file() {
    let web = Web::new().await;
    let file = "ФИО\nИван\n";
    assert_eq!(send(&web, None, "application/json", file).await.status, StatusCode::UNAUTHORIZED);
    let manager = web.sign_in("boris@example.uz").await;
    let refused = send(&web, Some(&manager), "application/json", file).await;
    assert_eq!((refused.status, refused.body.as_str()), (StatusCode::FORBIDDEN, "\"forbidden\""));
    let page = web.get("/settings/import", Some(&manager)).await;
    assert!(page.body.contains("Нет доступа"), "{}", page.body);
    assert!(!page.body.contains("type=\"file\""), "{}", page.body);
}

#[tokio::test]
async fn whoever_may_not_import_is_told_so_before_the_file_has_come() {
    let web = Web::new().await;
    let manager = web.sign_in("boris@example.uz").await;
    let first = stream::iter([Ok::<_, Infallible>(beginning("ФИО\nИван\n"))]);
    let endless = Body::from_stream(first.chain(stream::pending()));
    let asked = web.send(form(Some(&manager), "application/json", endless));
    let refused = timeout(Duration::from_secs(5), asked).await.expect("the body is not waited for");
    assert_eq!((refused.status, refused.body.as_str()), (StatusCode::FORBIDDEN, "\"forbidden\""));
}

#[tokio::test]
async fn scripts_get_the_import_and_a_repeated_request_is_the_same_import() {
    let web = Web::new().await;
    let director = web.sign_in("anna@example.uz").await;
    let first = send(&web, Some(&director), "application/json", "ФИО\nИван\n").await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.body);
    let again = send(&web, Some(&director), "application/json", "ФИО\nИван\n").await;
    assert_eq!(again.body, first.body);
    let other = send(&web, Some(&director), "application/json", "ФИО\nПётр\n").await;
    assert_eq!(other.status, StatusCode::CONFLICT, "{}", other.body);
}

#[tokio::test]
async fn a_plain_form_is_led_to_the_import_or_told_why_not() {
    let web = Web::new().await;
    let director = web.sign_in("anna@example.uz").await;
    let html = "text/html,application/xhtml+xml";
    let refused = send(&web, Some(&director), html, "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Файл пуст"), "{}", refused.body);
    let taken = send(&web, Some(&director), html, "ФИО\nИван\n").await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    assert!(taken.header("location").starts_with(app::routes::IMPORT));
}

#[tokio::test]
async fn a_file_beyond_the_limit_is_refused_in_words_without_being_kept() {
    let web = Web::new().await;
    let director = web.sign_in("anna@example.uz").await;
    let refused = send(&web, Some(&director), "application/json", &"x".repeat(27 * 1024 * 1024)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("import.read.too_large"), "{}", refused.body);
}

#[tokio::test]
async fn the_template_is_a_file_for_those_who_may_import() {
    let web = Web::new().await;
    let path = app::routes::import_template("client");
    let anonymous = web.get(&path, None).await;
    assert_eq!((anonymous.status, anonymous.header("location")), (StatusCode::SEE_OTHER, app::routes::LOGIN));
    let manager = web.sign_in("boris@example.uz").await;
    assert_eq!(web.get(&path, Some(&manager)).await.status, StatusCode::FORBIDDEN);
    let director = web.sign_in("anna@example.uz").await;
    let file = web.get(&path, Some(&director)).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.header("content-disposition").starts_with("attachment; filename*=UTF-8''%D0%A8"));
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert!(file.body.starts_with("PK"));
    let unknown = web.get(&app::routes::import_template("invoice"), Some(&director)).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
}
