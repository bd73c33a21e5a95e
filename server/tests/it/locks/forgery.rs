//! Requests that another site's page sends with the person's cookie: refused before anything is read (R14). No state is
//! changed by a GET.

use super::{BASE, HOST, public, routes::WRITES};
use crate::{
    calls::functions,
    web::{Answer, Web},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};

type Headers = &'static [(&'static str, &'static str)];

/// What browsers, and whoever imitates one badly, send along with a request that is not our page's.
const FOREIGN: [Headers; 18] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", BASE)],
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.test")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "same-site"), ("origin", BASE)],
    &[("sec-fetch-site", "same-site"), ("origin", "https://other.crm.example")],
    &[("sec-fetch-site", "same-origin"), ("origin", "https://evil.test")],
    &[("sec-fetch-site", "none"), ("origin", "null")],
    &[("sec-fetch-site", "somewhere")],
    &[("sec-fetch-site", "")],
    &[("origin", "https://evil.test")],
    &[("origin", "null")],
    &[("origin", "")],
    &[("origin", "http://crm.example")],
    &[("origin", "https://crm.example:8443")],
    &[("origin", "https://crm.example.evil.test")],
    &[("origin", "https://crm.example@evil.test")],
    &[("origin", "https://evil.test"), ("referer", "https://crm.example/clients"), ("x-forwarded-host", "evil.test")],
];

const FORM: &str = "application/x-www-form-urlencoded";
/// What a page can send without asking first, and what it cannot.
const KINDS: [(&str, &str); 4] = [
    (FORM, "request=01890000-0000-7000-8000-000000000000&email=anna%40example.uz"),
    ("text/plain", r#"{"request":"01890000-0000-7000-8000-000000000000","name":"Чужая"}"#),
    ("application/json", r#"{"request":"01890000-0000-7000-8000-000000000000","name":"Чужая"}"#),
    ("multipart/form-data; boundary=edge", "--edge--"),
];

/// Everything that may change something, by its path.
fn writes() -> Vec<String> {
    let functions = functions().into_iter().map(|name| format!("/api/{name}"));
    WRITES.into_iter().map(str::to_owned).chain(functions).collect()
}

async fn send(web: &Web, method: Method, path: &str, (headers, kind): (Headers, (&str, &str)), cookie: &str) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, HOST)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, kind.0);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    web.send(request.body(Body::from(kind.1.to_owned())).unwrap()).await
}

async fn signed_in(web: &Web) -> String {
    format!("__Host-voronka={}", web.crm.anna().cookie)
}

#[tokio::test]
async fn no_route_and_no_function_takes_what_another_site_sends() {
    let web = public().await;
    let cookie = signed_in(&web).await;
    let (before, writes) = (web.crm.base.everything().await, writes());
    let mut wrong = Vec::new();
    for path in &writes {
        for headers in FOREIGN {
            for kind in KINDS {
                let answer = send(&web, Method::POST, path, (headers, kind), &cookie).await;
                if answer.status != StatusCode::FORBIDDEN || !answer.body.is_empty() {
                    wrong.push(format!("{path} {headers:?} {}: {} {}", kind.0, answer.status, answer.body));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(web.crm.base.everything().await, before);
}

#[tokio::test]
async fn our_own_page_is_heard_so_that_the_refusals_mean_something() {
    let web = public().await;
    let cookie = signed_in(&web).await;
    let before = web.crm.base.everything().await;
    let body = r#"{"request":"01890000-0000-7000-8000-000000000000","name":"Своя"}"#;
    let own: Headers = &[("sec-fetch-site", "same-origin"), ("origin", BASE)];
    let answer = send(&web, Method::POST, "/api/create_group", (own, ("application/json", body)), &cookie).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_ne!(web.crm.base.everything().await, before);
}

#[tokio::test]
async fn a_function_reads_json_and_nothing_that_a_form_could_send() {
    let web = public().await;
    let cookie = signed_in(&web).await;
    let before = web.crm.base.everything().await;
    let body = r#"{"request":"01890000-0000-7000-8000-000000000000","name":"Чужая"}"#;
    for name in functions() {
        for kind in
            [FORM, "text/plain", "text/plain; x=application/json", "multipart/form-data; boundary=edge", "", "?"]
        {
            let path = format!("/api/{name}");
            let answer = send(&web, Method::POST, &path, (&[], (kind, body)), &cookie).await;
            assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{path} as {kind:?}: {}", answer.body);
        }
    }
    assert_eq!(web.crm.base.everything().await, before);
}

#[tokio::test]
async fn nothing_changes_by_any_other_method_than_post() {
    let web = public().await;
    let cookie = signed_in(&web).await;
    let before = web.crm.base.everything().await;
    let others =
        [Method::GET, Method::HEAD, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS, Method::TRACE];
    for path in writes() {
        for method in &others {
            let asked = format!("{path}?{}", KINDS[0].1);
            let answer =
                send(&web, method.clone(), &asked, (&[("sec-fetch-site", "same-origin")], KINDS[2]), &cookie).await;
            // Doors have a page of their own at the same address; a function has nothing but its POST.
            let page = !path.starts_with("/api/") && (*method == Method::GET || *method == Method::HEAD);
            let refused = [StatusCode::METHOD_NOT_ALLOWED, StatusCode::NOT_FOUND].contains(&answer.status);
            let shown = page && [StatusCode::OK, StatusCode::GONE, StatusCode::SEE_OTHER].contains(&answer.status);
            assert!(refused || shown, "{method} {path}: {}", answer.status);
        }
    }
    assert_eq!(web.crm.base.everything().await, before);
}
