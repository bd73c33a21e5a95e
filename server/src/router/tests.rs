//! What no route of the product does: it panics.
#![allow(clippy::unwrap_used)]

use super::*;
use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use backend::test_crm::TestCrm;
use tower::ServiceExt;

async fn breaks() -> StatusCode {
    panic!("пароль Воронка-2026");
}

#[tokio::test]
async fn a_panic_is_a_plain_500_with_every_security_header_and_nothing_of_its_cause() {
    let crm = TestCrm::sqlite().await;
    let local = "127.0.0.1:3000".parse().unwrap();
    let settings = Settings::new(Some("https://crm.example"), local, false, false).unwrap();
    let options = LeptosOptions::builder().output_name("voronka").build();
    let state = AppState(Arc::new(Shared { backend: crm.backend.clone(), settings, options }));
    let router = secured(Router::new().route("/", get(breaks)), &state).with_state(state);
    for _ in 0..2 {
        let answer = router.clone().oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let headers = answer.headers().clone();
        for (name, value) in [
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
            ("referrer-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(headers.get(name).map(|header| header.to_str().unwrap()), Some(value), "{name}");
        }
        let body = String::from_utf8(to_bytes(answer.into_body(), 1_000).await.unwrap().to_vec()).unwrap();
        let id = body.strip_prefix("500 ").expect("an id to look for in the log");
        assert!(uuid::Uuid::parse_str(id).is_ok(), "{body}");
    }
}
