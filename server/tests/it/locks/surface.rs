//! What every answer shows of itself: the exact headers of every kind of route, nothing more and nothing less.

use super::{BASE, HOST, public, routes::READS};
use crate::{
    calls::functions,
    web::{Answer, Web, asking},
};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use server::router::PAGES;
use std::collections::BTreeMap;

type Table<'a> = &'a [(&'a str, &'a str)];

/// On every answer.
const ALWAYS: Table<'static> = &[
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ("referrer-policy", "same-origin"),
    ("strict-transport-security", "max-age=31536000"),
    ("x-content-type-options", "nosniff"),
];
const NOTHING_RUNS: (&str, &str) = ("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
const PAGE: Table<'static> = &[
    ("cache-control", "no-store"),
    (
        "content-security-policy",
        "default-src 'self'; script-src 'nonce-…' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-…'; \
         img-src 'self' blob: data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; \
         report-uri /reports",
    ),
    ("content-type", "text/html; charset=utf-8"),
];
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The headers of an answer but those of its length; what differs from answer to answer is left out of their values.
fn shown(answer: &Answer) -> BTreeMap<String, String> {
    let nonce =
        answer.header("content-security-policy").split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
    let plain = |value: &str| nonce.map_or(value.to_owned(), |nonce| value.replace(nonce, "…"));
    let told = answer.headers.iter().filter(|(name, _)| *name != header::CONTENT_LENGTH && *name != header::VARY);
    told.map(|(name, value)| (name.to_string(), plain(value.to_str().unwrap()))).collect()
}

fn expected(table: Table) -> BTreeMap<String, String> {
    ALWAYS.iter().chain(table).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What is wrong with an answer, if its status or a header is another one.
fn wrong(name: &str, answer: &Answer, (status, table): (u16, Table)) -> Option<String> {
    let (shown, expected) = (shown(answer), expected(table));
    let fits = answer.status.as_u16() == status && shown == expected;
    let lines = |from: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
        let own = from.iter().filter(|(name, value)| other.get(*name) != Some(value));
        own.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(" | ")
    };
    (!fits).then(|| {
        format!(
            "{name}: {}, not {status}; has {}; lacks {}",
            answer.status,
            lines(&shown, &expected),
            lines(&expected, &shown)
        )
    })
}

async fn ask(web: &Web, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    web.send(request.body(Body::empty()).unwrap()).await
}

fn cookie(web: &Web) -> String {
    format!("__Host-voronka={}", web.crm.anna().cookie)
}

#[track_caller]
fn none(wrong: impl IntoIterator<Item = Option<String>>) {
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_page_behind_the_sign_in_has_exactly_these_headers() {
    let web = public().await;
    let cookie = cookie(&web);
    assert!(PAGES.len() > 15, "{}", PAGES.len());
    let (nobody, accept) = (uuid::Uuid::nil().to_string(), ("accept", "text/html"));
    let mut found = Vec::new();
    for page in PAGES.iter() {
        let path = page.path().replace("{id}", &nobody);
        let inside = ask(&web, Method::GET, &path, &[("cookie", &cookie), accept]).await;
        let leads = [PAGE, &[("location", "/clients")]].concat();
        let (status, table) = if path == "/" { (302, leads.as_slice()) } else { (inside.status.as_u16(), PAGE) };
        found.push(wrong(&path, &inside, (status, table)));
        let outside = ask(&web, Method::GET, &path, &[accept]).await;
        let login = if path == "/" { "/login".to_owned() } else { format!("/login?next={path}") };
        found.push(wrong(&path, &outside, (303, &[NOTHING_RUNS, ("location", &login)])));
    }
    none(found);
}

#[tokio::test]
async fn every_door_has_exactly_these_headers() {
    let web = public().await;
    let mut found = Vec::new();
    for path in READS {
        let answer = ask(&web, Method::GET, path, &[]).await;
        let (status, table): (u16, Table) = match path {
            "/activate" | "/reset" | "/setup" => (410, PAGE),
            app::routes::CODE | "/template/client" | app::routes::SECURITY_LOG_FILE => {
                (303, &[NOTHING_RUNS, ("location", "/login")])
            }
            app::routes::LIVE => (400, &[NOTHING_RUNS, ("content-type", "text/plain; charset=utf-8")]),
            "/readyz" => (200, &[NOTHING_RUNS, ("content-type", "text/plain; charset=utf-8")]),
            _ => (200, PAGE),
        };
        found.push(wrong(path, &answer, (status, table)));
    }
    let answer = ask(&web, Method::GET, "/healthz", &[]).await;
    found.push(wrong("/healthz", &answer, (200, &[NOTHING_RUNS, ("content-type", "text/plain; charset=utf-8")])));
    let answer = ask(&web, Method::GET, "/nowhere", &[]).await;
    found.push(wrong("/nowhere", &answer, (404, PAGE)));
    none(found);
}

#[tokio::test]
async fn every_function_has_exactly_these_headers_whether_it_answers_or_refuses() {
    let web = public().await;
    let cookie = cookie(&web);
    let json = [NOTHING_RUNS, ("cache-control", "no-store"), ("content-type", "application/json")];
    let mut found = Vec::new();
    for name in functions() {
        let path = format!("/api/{name}");
        let refused = [&json[..], &[("serverfnerror", &path)]].concat();
        let answer = ask(&web, Method::POST, &path, &[("content-type", "application/json")]).await;
        found.push(wrong(&path, &answer, (422, &refused)));
    }
    for name in ["get_viewer", "list_sessions", "has_demo_data", "open_funnel", "get_staff"] {
        let request = Request::post(format!("/api/{name}"))
            .header(header::HOST, HOST)
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/json");
        let answer = web.send(request.body(Body::from("{}")).unwrap()).await;
        found.push(wrong(name, &answer, (200, &json)));
    }
    none(found);
}

#[tokio::test]
async fn every_file_has_exactly_these_headers_and_is_kept_for_ever() {
    let web = public().await;
    let mut found = Vec::new();
    let javascript: Table =
        &[NOTHING_RUNS, ("cache-control", FOR_EVER), ("content-type", "text/javascript; charset=utf-8")];
    let json: Table = &[NOTHING_RUNS, ("cache-control", FOR_EVER), ("content-type", "application/json")];
    for (file, table) in [("words/ru.js", javascript), ("words/en.js", javascript), ("words/ru-later.json", json)] {
        let answer = ask(&web, Method::GET, &app::assets::url(file), &[]).await;
        found.push(wrong(file, &answer, (200, table)));
    }
    for path in ["/a/0/favicon.svg", &app::assets::url("../Cargo.toml"), &app::assets::url("nothing.js")] {
        let answer = ask(&web, Method::GET, path, &[]).await;
        found.push(wrong(path, &answer, (404, &[NOTHING_RUNS])));
    }
    none(found);
}

#[tokio::test]
async fn refusals_are_as_closed_as_answers() {
    let web = public().await;
    let cookie = cookie(&web);
    let foreign = ask(&web, Method::POST, "/logout", &[("cookie", &cookie), ("origin", "https://evil.test")]).await;
    let host = Request::get("/login").header(header::HOST, "evil.test").body(Body::empty()).unwrap();
    let host = web.send(host).await;
    let method = ask(&web, Method::PUT, "/login", &[("origin", BASE)]).await;
    let kind = ask(&web, Method::POST, "/api/get_viewer", &[("origin", BASE)]).await;
    let large = Request::post("/login")
        .header(header::HOST, HOST)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(vec![b'x'; 3 * 1024 * 1024]))
        .unwrap();
    let large = web.send(large).await;
    none([
        wrong("403", &foreign, (403, &[NOTHING_RUNS])),
        wrong("421", &host, (421, &[NOTHING_RUNS])),
        wrong("405", &method, (405, &[NOTHING_RUNS, ("allow", "GET,HEAD,POST")])),
        wrong("413", &large, (413, &[NOTHING_RUNS, ("content-type", "text/plain; charset=utf-8")])),
        wrong("415", &kind, (415, &[NOTHING_RUNS])),
    ]);
}

#[tokio::test]
async fn no_other_site_is_ever_allowed_to_read_or_to_send() {
    let web = public().await;
    for path in
        ["/login", "/clients", "/api/create_client", app::routes::UPLOAD, "/healthz", &app::assets::url("words/ru.js")]
    {
        let asked = [
            ("origin", "https://evil.test"),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type"),
        ];
        for method in [Method::OPTIONS, Method::GET] {
            let answer = ask(&web, method.clone(), path, &asked).await;
            let allowed = answer.headers.keys().find(|name| name.as_str().starts_with("access-control-"));
            assert_eq!(allowed, None, "{method} {path}");
        }
    }
    // On this machine the server is reached over plain http, and promises nothing about https.
    let here = Web::new().await;
    let answer = here.send(asking(Method::GET, "/login", None).body(Body::empty()).unwrap()).await;
    assert_eq!(answer.header("strict-transport-security"), "");
}
