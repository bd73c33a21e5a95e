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

#[test]
fn a_base_url_is_kept_as_browsers_write_it_and_nothing_beside_it_is_taken() {
    let local = "127.0.0.1:3000".parse().unwrap();
    let settings = |url| Settings::new(Some(url), local, false, true);
    for (given, base_url, host) in [
        ("https://CRM.Example.UZ", "https://crm.example.uz", "crm.example.uz"),
        ("HTTPS://crm.example.uz:443/", "https://crm.example.uz", "crm.example.uz"),
        ("http://crm.lan:80", "http://crm.lan", "crm.lan"),
        ("https://crm.example.uz:8443", "https://crm.example.uz:8443", "crm.example.uz:8443"),
        ("http://[::1]:3000", "http://[::1]:3000", "[::1]:3000"),
        ("https://воронка.рф", "https://xn--80adylean.xn--p1ai", "xn--80adylean.xn--p1ai"),
    ] {
        let settings = settings(given).unwrap();
        assert_eq!((settings.base_url.as_str(), settings.host.as_str()), (base_url, host), "{given}");
    }
    for given in [
        "https://crm.example.uz/crm",
        "https://crm.example.uz/?a=b",
        "https://crm.example.uz?",
        "https://crm.example.uz#a",
        "https://anna@crm.example.uz",
        "https://anna:secret@crm.example.uz",
    ] {
        let refused = settings(given).unwrap_err().to_string();
        assert!(refused.ends_with("such as https://crm.example.uz"), "{given}: {refused}");
    }
    for given in ["crm.example.uz", "ftp://crm.example.uz", "https://", ""] {
        assert!(settings(given).is_err(), "{given}");
    }
    assert_eq!(Settings::new(None, local, false, false).unwrap().base_url, "http://127.0.0.1:3000");
}

#[test]
fn whoever_listens_on_all_addresses_says_by_which_one_people_come() {
    for all in ["0.0.0.0:3000", "[::]:3000"] {
        let all = all.parse().unwrap();
        let refused = Settings::new(None, all, false, true).unwrap_err().to_string();
        assert!(refused.contains("--base-url"), "{refused}");
        assert_eq!(Settings::new(Some("http://crm.lan"), all, false, true).unwrap().host, "crm.lan");
    }
}
