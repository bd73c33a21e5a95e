//! Where one is sent after the sign-in: to pages of ours only, however the address is spelt.

use crate::web::{Web, asking};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use backend::{sessions::Origin, test_crm::PASSWORD};

/// Another site's name as browsers accept it behind what looks like a path, and schemes that run.
const ELSEWHERE: &[&str] = &[
    "//evil.test",
    "///evil.test",
    "////evil.test",
    "//evil.test/clients",
    "//evil.test:80",
    "//evil%2etest",
    "//user@evil.test",
    "//crm.example@evil.test",
    "//127.0.0.1:3000@evil.test",
    "//[::1]",
    "//0x7f000001",
    "//2130706433",
    "//xn--e1afmkfd.test",
    "//еvil.test",
    "//ｅvil.test",
    "//evil。test",
    "/\\evil.test",
    "/\\/evil.test",
    "/\\\\evil.test",
    "\\/evil.test",
    "\\\\evil.test",
    "\\evil.test",
    "\\/\\/evil.test",
    "/clients\\..\\..\\evil",
    "//\\evil.test",
    "http://evil.test",
    "https://evil.test",
    "HTTPS://EVIL.TEST",
    "https:evil.test",
    "https:/evil.test",
    "https:///evil.test",
    "http:\\\\evil.test",
    "ftp://evil.test",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "javascript://%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "blob:https://evil.test/1",
    "mailto:a@evil.test",
    "intent://evil.test",
    "//evil.test\\@crm.example",
    "/\t/evil.test",
    "/\n/evil.test",
    "/\r/evil.test",
    "\t//evil.test",
    "\n//evil.test",
    " //evil.test",
    "\u{a0}//evil.test",
    "\u{feff}//evil.test",
    "\u{200b}//evil.test",
    "/\u{2028}/evil.test",
    "/\u{0}/evil.test",
    "\u{0}//evil.test",
    "/clients\r\nLocation: https://evil.test",
    "/clients\r\nSet-Cookie: a=b",
    "/clients\n\n<script>",
    "/ /evil.test",
    "/clients x",
    "evil.test",
    "clients",
    "./clients",
    "../clients",
    "?next=//evil.test",
    "#//evil.test",
    "@evil.test",
    ":80",
    ".evil.test",
    "",
    "://evil.test",
    "/x://evil.test",
    "/redirect?to=https://evil.test",
    "/клиенты",
    "/clients?q=иван",
    "〱//evil.test",
    "/〱/evil.test",
    "／／evil.test",
    "/／evil.test",
    "⁄⁄evil.test",
    "%2f%2fevil.test",
    "%5cevil.test",
    "%09//evil.test",
];

/// Strange, but a path of ours to every browser: no host can come after its first sign.
const OURS: &[&str] = &[
    "/clients",
    "/deals/1?x=1",
    "/",
    "/%2fevil.test",
    "/%2f%2fevil.test",
    "/%5cevil.test",
    "/.//evil.test",
    "/..//evil.test",
    "/@evil.test",
    "/;@evil.test",
    "/:80",
    "/clients?next=//evil.test",
    "/clients#//evil.test",
    "/%0d%0aLocation:evil",
    "/javascript:alert(1)",
];

/// Signs in by a link-free form with this `next` and gives where the answer leads.
async fn leads(web: &Web, next: &str) -> String {
    let form = [("email", "anna@example.uz"), ("password", PASSWORD), ("next", next)];
    // Attempts of one account and one address are counted; here they are none of the matter.
    web.crm.pass(chrono::TimeDelta::minutes(2));
    let answer = web.post_form("/login", &form, None).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{next:?} {}", answer.body);
    answer.header("location").to_owned()
}

#[tokio::test]
async fn no_spelling_of_another_site_is_gone_to_after_the_sign_in() {
    let web = Web::new().await;
    for next in ELSEWHERE {
        assert_eq!(leads(&web, next).await, "/clients", "{next:?}");
    }
    for next in OURS {
        assert_eq!(leads(&web, next).await, *next, "{next:?}");
    }
}

#[tokio::test]
async fn no_page_sends_a_stranger_anywhere_but_to_the_sign_in() {
    let web = Web::new().await;
    for path in [
        "//evil.test",
        "///evil.test/",
        "/clients//evil.test",
        "/clients?next=//evil.test",
        "/deals/%2f%2fevil.test",
        "/clients/",
        "/.//evil",
    ] {
        let answer = web.send(asking(Method::GET, path, None).body(Body::empty()).unwrap()).await;
        let location = answer.header("location");
        assert!(location.is_empty() || location.starts_with("/login?next=/"), "{path}: {} {location}", answer.status);
    }
    let origin = Origin { address: "192.0.2.9".into(), device: String::new() };
    let cx = &web.crm.anna().cx;
    let cookie = backend::sessions::start(&web.crm.backend, cx.workspace(), cx.user(), &origin).await.unwrap();
    // Whoever is signed in is not sent on by the sign-in page's address either.
    let answer = web.get("/login?next=//evil.test", Some(&format!("__Host-voronka={cookie}"))).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::OK, ""));
}
