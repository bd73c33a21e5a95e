//! What is too large, too deep or no JSON at all: refused soon, in words and not by a fault of ours.

use super::{HOST, public};
use crate::{
    calls::{CALLS, one_of, records, sort},
    web::Web,
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What a program for people takes; one for developers is ten times slower at folding a long text.
const SOON: Duration = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 2 });

/// Posts a body as Anna; answers in time and never with a fault of ours.
async fn post(web: &Web, path: &str, (kind, body): (&str, Vec<u8>)) -> (StatusCode, String) {
    let request = Request::post(path)
        .header(header::HOST, HOST)
        .header(header::COOKIE, format!("__Host-voronka={}", web.crm.anna().cookie))
        .header(header::CONTENT_TYPE, kind);
    // Slowly enough for nobody to be stopped for the number of requests.
    web.crm.pass(TimeDelta::milliseconds(20));
    let begun = Instant::now();
    let answer = web.send(request.body(Body::from(body.clone())).unwrap()).await;
    let shown: String = String::from_utf8_lossy(&body).chars().take(200).collect();
    assert!(begun.elapsed() < SOON, "{path} took {:?} for {shown}", begun.elapsed());
    assert!(!answer.status.is_server_error(), "{path}: {} {} for {shown}", answer.status, answer.body);
    assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
    (answer.status, answer.body)
}

async fn ask(web: &Web, name: &str, body: &str) -> (StatusCode, String) {
    post(web, &format!("/api/{name}"), ("application/json", body.as_bytes().to_vec())).await
}

fn list(filter: &Value) -> String {
    json!({ "query": { "filter": filter, "sort": sort(), "page": { "after": null, "size": 50 } } }).to_string()
}

/// A filter within a filter within a filter.
fn nested(around: &str, inside: &str, depth: usize) -> String {
    let (open, close) = around.split_once('…').expect("a place");
    let filter = format!("{}{inside}{}", open.repeat(depth), close.repeat(depth));
    format!(
        r#"{{"query":{{"filter":{filter},"sort":{{"by":"updated_at","descending":true}},"page":{{"after":null,"size":50}}}}}}"#
    )
}

#[tokio::test]
async fn trees_of_any_size_and_depth_are_answered_or_refused() {
    let web = public().await;
    let user = web.crm.anna().id().0;
    let one = one_of("owner", "users", user);
    for function in ["list_clients", "count_clients", "list_deals", "total_deals"] {
        for join in ["and", "or"] {
            let many = |count: usize, of: &Value| list(&json!({ join: vec![of.clone(); count] }));
            assert_eq!(ask(&web, function, &many(64, &one)).await.0, StatusCode::OK, "{function}: 64 are allowed");
            for of in [
                &one,
                &json!("all"),
                &json!("nothing"),
                &json!({ "search": "иван" }),
                &json!({ "not": "all" }),
                &json!({ "and": [] }),
            ] {
                let (status, said) = ask(&web, function, &many(10_000, of)).await;
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{function} {join} {of}: {said}");
            }
        }
        for around in
            [r#"{"not":…}"#, r#"{"and":[…]}"#, r#"{"or":["all",…]}"#, r#"{"of_client":…}"#, r#"{"has_deal":…}"#]
        {
            for depth in [10, 16, 32, 33, 60, 120, 200, 100_000] {
                let (status, said) = ask(&web, function, &nested(around, r#""all""#, depth)).await;
                // Of clients there is no client, and of deals no deal.
                let known = !around.contains("client") && !around.contains("has_deal");
                let wanted = if depth > 10 { 422 } else { 200 };
                assert!(status.as_u16() == wanted || !known && depth == 10, "{function} {around} {depth}: {said}");
                let (status, said) = ask(&web, function, &nested(around, r#"{"search":"иван"}"#, depth)).await;
                assert!(
                    status == StatusCode::UNPROCESSABLE_ENTITY || depth == 10,
                    "{function} {around} {depth}: {said}"
                );
            }
        }
        for kind in ["users", "stages", "clients", "options"] {
            let ids: Vec<Uuid> = (0..40_000).map(Uuid::from_u128).collect();
            let field = if kind == "options" { json!({ "custom": user }) } else { json!(kind.trim_end_matches('s')) };
            let field = if kind == "users" { json!("owner") } else { field };
            let filter = json!({ "is": { "field": field, "operator": "one_of", "value": { kind: ids } } });
            ask(&web, function, &list(&filter)).await;
        }
    }
}

#[tokio::test]
async fn pages_are_never_longer_than_they_may_be() {
    let web = public().await;
    for number in 0..205 {
        web.crm.anna().creates_client(&format!("Клиент {number}")).await;
    }
    for (size, rows) in [(200, 200), (201, 200), (65_535, 200), (0, 1)] {
        let query = json!({ "query": { "filter": "all", "sort": sort(), "page": { "after": null, "size": size } } });
        let (status, body) = ask(&web, "list_clients", &query.to_string()).await;
        let found: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!((status, found["rows"].as_array().map(Vec::len)), (StatusCode::OK, Some(rows)), "{size}");
    }
    for size in ["-1", "65536", "1e3", "\"50\"", "null", "50.5"] {
        let query = list(&json!("all")).replace("\"size\":50", &format!("\"size\":{size}"));
        assert_eq!(ask(&web, "list_clients", &query).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{size}");
    }
}

#[tokio::test]
async fn endless_texts_are_refused_and_nothing_is_kept() {
    let web = public().await;
    let ids = records(web.crm.anna()).await;
    let before = web.crm.base.everything().await;
    let long = "я".repeat(100_000);
    for (name, of) in CALLS {
        let body = of.body(ids);
        for path in texts(&body, "") {
            let mut body = body.clone();
            body["request"] = json!(Uuid::now_v7());
            *body.pointer_mut(&path).expect("a place") = json!(long);
            let (status, said) = ask(&web, name, &body.to_string()).await;
            // A search of any length is a search; whatever is stored has a limit.
            let searches = *name == "suggest_clients";
            let said: String = said.chars().take(200).collect();
            assert!(status.is_client_error() || searches, "{name} {path}: {status} {said}");
        }
    }
    assert!(web.crm.base.everything().await == before);
    for (path, form) in [
        ("/login", format!("email=anna%40example.uz&password={}", "x".repeat(1 << 20))),
        ("/login", format!("email={}&password=x", "x".repeat(1 << 20))),
        ("/login", format!("email=a%40b.uz&password=x&next=/{}", "x".repeat(1 << 20))),
        ("/forgot", format!("email={}%40b.uz", "x".repeat(1 << 20))),
        ("/reset", format!("token={}&password=x", "x".repeat(1 << 20))),
        ("/activate", format!("token=x&password={}", "x".repeat(1 << 20))),
        ("/enter", format!("token={}", "x".repeat(1 << 20))),
        (
            "/setup",
            format!(
                "token=x&company=a&currency=UZS&first_name=a&last_name=a&email=a%40b.uz&password={}&zone=UTC",
                "x".repeat(1 << 20)
            ),
        ),
        (
            "/signup",
            format!(
                "company=a&currency=UZS&first_name=a&last_name=a&email=a%40b.uz&password={}&zone=UTC",
                "x".repeat(1 << 20)
            ),
        ),
        ("/login", "x=1&".repeat(500_000)),
    ] {
        let (status, _) = post(&web, path, ("application/x-www-form-urlencoded", form.into_bytes())).await;
        let refused = status.is_client_error() || (path == "/forgot" && status == StatusCode::OK);
        assert!(refused, "{path}: {status}");
    }
    assert_eq!(web.crm.base.size("workspaces").await, 2);
    assert_eq!(web.crm.base.size("letters").await, 0);
}

/// The paths of all texts within a value.
fn texts(value: &Value, at: &str) -> Vec<String> {
    match value {
        Value::String(_) => vec![at.to_owned()],
        Value::Object(map) => map.iter().flat_map(|(key, value)| texts(value, &format!("{at}/{key}"))).collect(),
        Value::Array(list) => {
            list.iter().enumerate().flat_map(|(at_, value)| texts(value, &format!("{at}/{at_}"))).collect()
        }
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn no_body_beyond_the_limit_is_read_and_no_lie_about_its_length_believed() {
    let web = public().await;
    for path in ["/api/create_client", "/api/get_viewer", "/api/save_funnel"] {
        let body = format!("{{\"x\":\"{}\"}}", "x".repeat(3 * 1024 * 1024));
        let (status, _) = post(&web, path, ("application/json", body.into_bytes())).await;
        assert!(
            [StatusCode::PAYLOAD_TOO_LARGE, StatusCode::UNPROCESSABLE_ENTITY].contains(&status),
            "{path}: {status}"
        );
    }
}

#[tokio::test]
async fn bodies_that_are_no_json_are_refused_by_every_function() {
    let web = public().await;
    let before = web.crm.base.everything().await;
    let deep = [("[", 100_000), ("{\"a\":", 100_000), ("[{\"\":", 50_000)].map(|(open, times)| open.repeat(times));
    let bodies: Vec<&[u8]> = GARBAGE.iter().copied().chain(deep.iter().map(|body| body.as_bytes())).collect();
    for (name, _) in CALLS {
        for body in &bodies {
            let (status, said) = post(&web, &format!("/api/{name}"), ("application/json", body.to_vec())).await;
            let shown: String = String::from_utf8_lossy(body).chars().take(60).collect();
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name} for {shown}: {said}");
            assert!(!said.contains("panicked") && !said.contains(".rs:"), "{said}");
        }
    }
    assert!(web.crm.base.everything().await == before);
}

/// In the manner of the `n_` files of JSONTestSuite: each is refused by every reader that keeps to the standard.
const GARBAGE: &[&[u8]] = &[
    b"",
    b" ",
    b"\0",
    b"{",
    b"}",
    b"[",
    b"]",
    b"{]",
    b"[}",
    b"{}}",
    b"{}x",
    b"[1,]",
    b"[,1]",
    b"[1,,2]",
    b"[1 true]",
    b"[\"a\"",
    b"[\"a",
    b"[1:2]",
    b"{\"a\":1,}",
    b"{,}",
    b"{\"a\"}",
    b"{\"a\":}",
    b"{\"a\" 1}",
    b"{:1}",
    b"{a:1}",
    b"{'a':1}",
    b"{1:1}",
    b"{\"a\":1 \"b\":2}",
    b"{\"a\":1,,\"b\":2}",
    b"{\"a\"::1}",
    b"{\"a\":1/**/}",
    b"/**/{}",
    b"{}//",
    b"{} #",
    b"<html>",
    b"&",
    b"nul",
    b"True",
    b"FALSE",
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"+1",
    b"-",
    b"01",
    b"-01",
    b"1.",
    b".1",
    b"1e",
    b"1e+",
    b"0x1",
    b"1_000",
    b"1 000",
    b"--1",
    b"\"",
    b"\"\\x\"",
    b"\"\\u12\"",
    b"\"\\uD800\\u\"",
    b"\"\\\"",
    b"'a'",
    b"\"\n\"",
    b"\"\t\"",
    b"\"\0\"",
    b"\xEF\xBB\xBF{}",
    b"\xFF\xFE{\0}\0",
    b"{\"\xFF\":1}",
    b"[\"\xE2\x82\"]",
    b"\xC0\xAF",
    b"\xED\xA0\x80",
    b"request=1",
    b"[[[[[[",
    b"{\"a\":{\"a\":{\"a\":",
    b"*",
    b"\x0C[]",
    b"[\x0B1]",
    b"\xE2\x81\xA0{}",
    b"\xC2\xA0{}",
    b"{\"a\":1}{\"b\":2}",
    b"[1]2",
    b"null,",
    b"\"a\"b",
];
