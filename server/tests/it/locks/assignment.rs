//! Fields that nobody asked for: an input with more than it should have changes nothing that only the server decides. Each
//! function gets them at its top, where they are passed over, and within each of its inputs, where they are refused.

use super::public;
use crate::{
    calls::{CALLS, Ids, records},
    web::Web,
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use chrono::TimeDelta;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What records have and inputs have not: beside every column of every table, what a guess would try.
const GUESSED: &[&str] =
    &["workspace", "is_admin", "admin", "sees", "scope", "user", "role", "group", "__proto__", "constructor"];

/// Columns that a function takes although it was called without: what is set by them is meant.
const TAKEN: &[(&str, &str)] = &[("create_deal", "budget"), ("create_deal", "currency")];

async fn columns(web: &Web) -> BTreeSet<String> {
    let mut columns = web.crm.base.columns().await;
    for known in ["workspace_id", "password_hash", "owner_id", "version", "deleted_at", "token_hash", "rights"] {
        assert!(columns.contains(known), "{known} in {columns:?}");
    }
    columns.extend(GUESSED.iter().map(|name| (*name).to_owned()));
    columns
}

/// What they are set to: of every type, and recognised wherever it is stored.
fn planted(web: &Web) -> [Value; 4] {
    let other = web.crm.other_company().cx.workspace().0;
    [json!(other), json!(web.crm.vera().id().0), json!(987_654_321), json!("1999-12-31T23:59:59Z")]
}

/// Rows that belong to somebody else, or hold what was planted.
async fn touched(web: &Web) -> Vec<String> {
    let hex = |id: Uuid| id.simple().to_string().to_uppercase();
    let (other, vera) = (hex(web.crm.other_company().cx.workspace().0), hex(web.crm.vera().id().0));
    let marks = [other.as_str(), vera.as_str(), "987654321", "1999-12-31", "946684799"];
    let rows = web.crm.base.everything().await;
    rows.into_iter().filter(|row| marks.iter().any(|mark| row.contains(mark))).collect()
}

fn with(object: &Map<String, Value>, (name, columns): (&str, &BTreeSet<String>), value: &Value) -> Value {
    let mut object = object.clone();
    for column in columns.iter().filter(|column| !TAKEN.contains(&(name, column.as_str()))) {
        object.entry(column).or_insert_with(|| value.clone());
    }
    Value::Object(object)
}

/// The paths of all objects within a value that are inputs of a closed shape: a map from ids to values is none.
fn inputs(value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (format!("{at}/{key}"), value)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(index, value)| (format!("{at}/{index}"), value)).collect(),
        _ => Vec::new(),
    };
    for (path, child) in children {
        if child.is_object() {
            found.push(path.clone());
        }
        found.extend(inputs(child, &path));
    }
    found
}

async fn send(web: &Web, name: &str, mut body: Value) -> (StatusCode, String) {
    // Slowly enough for nobody to be stopped for the number of requests.
    web.crm.pass(TimeDelta::milliseconds(100));
    body["request"] = json!(Uuid::now_v7());
    let request = Request::post(format!("/api/{name}"))
        .header(header::HOST, super::HOST)
        .header(header::COOKIE, format!("__Host-voronka={}", web.crm.anna().cookie))
        .header(header::CONTENT_TYPE, "application/json");
    let answer = web.send(request.body(Body::from(body.to_string())).unwrap()).await;
    assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{name}");
    (answer.status, answer.body)
}

async fn world() -> (Web, Ids) {
    let web = public().await;
    let mut ids = records(web.crm.anna()).await;
    // The session that asks has to outlive the function that ends one.
    ids.session = Uuid::nil();
    (web, ids)
}

#[tokio::test]
async fn what_was_planted_would_be_found() {
    let (web, ids) = world().await;
    let before = touched(&web).await;
    let new = json!({ "title": "987654321", "custom": {}, "owner": web.crm.vera().id().0, "client": ids.client });
    let (status, body) = send(&web, "create_deal", json!({ "new": new })).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_ne!(touched(&web).await, before);
}

#[tokio::test]
async fn columns_beside_the_arguments_are_passed_over() {
    let (web, ids) = world().await;
    let (before, columns) = (touched(&web).await, columns(&web).await);
    for value in planted(&web) {
        for (name, of) in CALLS {
            let Value::Object(body) = of.body(ids) else { panic!("{name} has arguments") };
            let (status, said) = send(&web, name, with(&body, (name, &columns), &value)).await;
            assert!(!status.is_server_error(), "{name} with {value}: {status} {said}");
            let after = touched(&web).await;
            assert!(
                after == before,
                "{name} with {value}: {:?}",
                after.iter().filter(|row| !before.contains(row)).collect::<Vec<_>>()
            );
        }
    }
}

#[tokio::test]
async fn columns_within_an_input_are_refused_or_passed_over_and_never_stored() {
    let (web, ids) = world().await;
    let (before, columns) = (touched(&web).await, columns(&web).await);
    for value in planted(&web) {
        for (name, of) in CALLS {
            let whole = of.body(ids);
            for path in inputs(&whole, "") {
                let mut body = whole.clone();
                let place = body.pointer_mut(&path).expect("a place");
                *place = place.as_object().map(|object| with(object, (name, &columns), &value)).expect("an object");
                let (status, said) = send(&web, name, body).await;
                assert!(!status.is_server_error(), "{name} {path} with {value}: {status} {said}");
                let after = touched(&web).await;
                assert!(after == before, "{name} {path} with {value}: {said}");
            }
        }
    }
}
