//! The session's cookie to the letter, and what is believed of headers that anybody can write.

use super::{BASE, HOST};
use crate::web::{Answer, Web};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use backend::{
    letters::testing::{BASE_URL, LetterBox, text_of},
    test_crm::{PASSWORD, TestCrm},
};

const FORGED: [(&str, &str); 7] = [
    ("x-forwarded-host", "evil.test"),
    ("x-forwarded-proto", "http"),
    ("x-forwarded-server", "evil.test"),
    ("x-original-url", "/settings/company"),
    ("x-rewrite-url", "/settings/company"),
    ("x-http-method-override", "PUT"),
    ("forwarded", "for=192.0.2.1;host=evil.test;proto=http"),
];

async fn post(web: &Web, host: &str, (path, form): (&str, String), headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::post(path)
        .header(header::HOST, host)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    web.send(request.body(Body::from(form)).unwrap()).await
}

fn right() -> (&'static str, String) {
    let password: String = PASSWORD.bytes().map(|byte| format!("%{byte:02X}")).collect();
    ("/login", format!("email=anna%40example.uz&password={password}"))
}

/// The cookie that an answer sets: its name, whether its value is `company.token`, and its attributes in order.
fn parts(answer: &Answer) -> (String, bool, Vec<String>) {
    let mut parts = answer.header("set-cookie").split("; ");
    let (name, value) = parts.next().and_then(|first| first.split_once('=')).unwrap_or_default();
    let opens = value.split_once('.').is_some_and(|(company, token)| company.len() == 36 && token.len() >= 43);
    let attributes = parts.map(str::to_owned).collect();
    (name.to_owned(), opens, attributes)
}

#[tokio::test]
async fn the_cookie_has_exactly_these_attributes_wherever_the_server_is_reached() {
    for (base, host, name, secure) in [
        (Some(BASE), HOST, "__Host-voronka", true),
        (None, "127.0.0.1:3000", "__Host-voronka", true),
        (Some("http://localhost:3000"), "localhost:3000", "__Host-voronka", true),
        (Some("http://crm.lan"), "crm.lan", "voronka", false),
    ] {
        let web = Web::of(TestCrm::sqlite().await, base);
        let answer = post(&web, host, right(), &FORGED).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/clients"), "{base:?}");
        let mut attributes = vec!["HttpOnly", "SameSite=Lax"];
        attributes.extend(secure.then_some("Secure"));
        attributes.extend(["Path=/", "Max-Age=7776000"]);
        let wanted = (name.to_owned(), true, attributes.into_iter().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(parts(&answer), wanted, "{base:?}");
    }
}

#[tokio::test]
async fn administrators_and_nobody_else_are_told_that_others_can_read_along() {
    let words = &backend::words::catalogues()["ru"]["nav.plain_http"];
    for (base, host, open) in [
        (Some(BASE), HOST, false),
        (None, "127.0.0.1:3000", false),
        (Some("http://localhost:3000"), "localhost:3000", false),
        (Some("http://crm.lan"), "crm.lan", true),
    ] {
        let web = Web::of(TestCrm::sqlite().await, base);
        for (who, told) in [(web.crm.anna(), open), (web.crm.boris(), false)] {
            let cookie = format!("{}voronka={}", if open { "" } else { "__Host-" }, who.cookie);
            for path in ["/clients", "/deals", "/settings/sessions"] {
                let request = Request::get(path).header(header::HOST, host).header(header::COOKIE, &cookie);
                let page = web.send(request.body(Body::empty()).unwrap()).await;
                assert_eq!((page.status, page.body.contains(words)), (StatusCode::OK, told), "{base:?} {path}");
            }
        }
    }
}

#[tokio::test]
async fn signing_out_clears_the_cookie_and_what_the_browser_keeps() {
    let web = Web::of(TestCrm::sqlite().await, Some(BASE));
    let signed_in = post(&web, HOST, right(), &[]).await.cookie().expect("a session");
    let out = post(&web, HOST, ("/logout", String::new()), &[("cookie", &signed_in)]).await;
    assert_eq!((out.status, out.header("location")), (StatusCode::SEE_OTHER, "/login"));
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    let gone = out.header("set-cookie");
    let starts = gone.starts_with("__Host-voronka=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0; Expires=");
    assert!(starts, "{gone}");
}

#[tokio::test]
async fn under_another_name_the_server_does_not_answer() {
    let web = Web::of(TestCrm::sqlite().await, Some(BASE));
    for host in [
        "evil.test",
        "crm.example.evil.test",
        "crm.example:8443",
        "crm.example@evil.test",
        "127.0.0.1",
        "",
        "CRM.EXAMPLE.",
    ] {
        for path in ["/login", "/clients", "/setup?token=x", "/reset?token=x"] {
            let answer = web.send(Request::get(path).header(header::HOST, host).body(Body::empty()).unwrap()).await;
            assert_eq!((answer.status, answer.body.as_str()), (StatusCode::MISDIRECTED_REQUEST, ""), "{host} {path}");
        }
        let answer = post(&web, host, ("/forgot", "email=boris%40example.uz".into()), &[]).await;
        assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    assert_eq!(web.crm.base.size("password_requests").await, 0);
}

#[tokio::test]
async fn links_in_letters_begin_with_the_configured_address_whatever_the_request_says() {
    let web = Web::of(TestCrm::sqlite().await, Some(BASE));
    let asked = post(&web, HOST, ("/forgot", "email=boris%40example.uz".into()), &FORGED).await;
    assert_eq!(asked.status, StatusCode::OK);
    let letters = LetterBox::new(&web.crm.backend).collect().await;
    let text = text_of(&letters[0]);
    let links: Vec<&str> = text.split("://").skip(1).collect();
    assert!(!links.is_empty() && text.contains(&format!("{BASE_URL}/reset?token=")), "{text}");
    assert_eq!(text.matches("://").count(), text.matches(BASE_URL).count(), "{text}");
    assert!(!letters[0].contains("evil"), "{}", letters[0]);
}

#[tokio::test]
async fn an_address_that_a_request_names_itself_does_not_open_a_door_that_is_closed() {
    let web = Web::of(TestCrm::sqlite().await, Some(BASE));
    for attempt in 0..101 {
        let address = format!("198.51.100.{attempt}");
        let names = ["x-forwarded-for", "x-real-ip", "true-client-ip", "cf-connecting-ip", "forwarded"];
        let headers = names.map(|name| (name, address.as_str()));
        let answer = post(&web, HOST, ("/enter", "token=made-up".into()), &headers).await;
        let wanted = if attempt < 100 { StatusCode::UNAUTHORIZED } else { StatusCode::TOO_MANY_REQUESTS };
        assert_eq!(answer.status, wanted, "attempt {attempt}");
    }
}

#[tokio::test]
async fn behind_a_proxy_that_is_named_a_stranger_uses_up_nobody_elses_tries() {
    let web = Web::of(TestCrm::sqlite().await, Some(BASE)).behind("10.0.0.2:5000");
    let tries = async |told: &str| {
        post(&web, HOST, ("/enter", "token=made-up".into()), &[("x-forwarded-for", told)]).await.status
    };
    for attempt in 0..100 {
        // What the stranger writes himself stands further left.
        let told = format!("198.51.100.{attempt}, 2001:db8:1:2::{attempt:x}");
        assert_eq!(tries(&told).await, StatusCode::UNAUTHORIZED, "attempt {attempt}");
    }
    assert_eq!(tries("2001:db8:1:2:ffff::1").await, StatusCode::TOO_MANY_REQUESTS, "one network");
    for other in ["2001:db8:1:3::1", "198.51.100.1", "198.51.100.2"] {
        assert_eq!(tries(other).await, StatusCode::UNAUTHORIZED, "{other}");
    }
    let answer = post(&web, HOST, right(), &[("x-forwarded-for", "198.51.100.1")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}
