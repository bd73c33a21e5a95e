//! Security headers of pages, answers and files.

use crate::web::{Web, asking};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};

#[tokio::test]
async fn pages_carry_a_policy_with_their_own_nonce_and_no_inline_styles() {
    let web = Web::new().await;
    let cookie = web.sign_in("anna@example.uz").await;
    for path in ["/login", "/forgot", "/clients", "/deals", "/settings/company"] {
        let (one, other) = (web.get(path, Some(&cookie)).await, web.get(path, Some(&cookie)).await);
        assert_eq!(one.status, StatusCode::OK, "{path}");
        let policy = one.header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("unsafe-eval'  "), "{path}: {policy}");
        assert_ne!(policy, other.header("content-security-policy"), "{path}: the nonce is used twice");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(!nonce.is_empty() && one.body.contains(nonce), "{path}");
        assert!(!one.body.contains(" style=\""), "{path}: the policy would refuse a style attribute");
        assert_eq!(one.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn every_answer_forbids_sniffing_framing_and_foreign_use() {
    let web = Web::new().await;
    for path in ["/login", "/healthz", "/readyz", "/nowhere", "/a/0/none.css", "/clients"] {
        let answer = web.get(path, None).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(!answer.headers.contains_key("access-control-allow-origin"), "{path}");
    }
}

#[tokio::test]
async fn words_of_every_language_are_served_for_ever() {
    let web = Web::new().await;
    for lang in ["ru", "en"] {
        for (file, start) in [(format!("{lang}.js"), "voronkaWords={"), (format!("{lang}-later.json"), "{")] {
            let path = app::assets::url(&format!("words/{file}"));
            let answer = web.get(&path, None).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(answer.header("cache-control").contains("immutable"));
            assert!(answer.body.starts_with(start), "{path}");
            // Each word comes once: every page pays for the first file.
            assert_eq!(answer.body.contains("\"settings."), start == "{", "{path}");
            assert_eq!(answer.body.contains("\"clients."), start != "{", "{path}");
        }
    }
}

#[tokio::test]
async fn a_forgotten_method_or_path_is_refused_plainly() {
    let web = Web::new().await;
    for (method, path, status) in [
        (Method::TRACE, "/login", StatusCode::METHOD_NOT_ALLOWED),
        (Method::PUT, "/login", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/.git/config", StatusCode::NOT_FOUND),
        (Method::GET, "/metrics", StatusCode::NOT_FOUND),
    ] {
        let request = asking(method.clone(), path, None).header("sec-fetch-site", "same-origin");
        let answer = web.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status, "{method} {path}");
    }
}
