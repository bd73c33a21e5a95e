//! Texts that mean something to a database, put wherever a request carries a text: into filters, orders, cursors, names,
//! choices of columns, addresses. On both databases: no fault of ours, no waiting, and what is stored is stored literally.

use super::{BASE, HOST};
use crate::{
    calls::{page, sort},
    web::Web,
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use backend::{db_test, test_crm::TestCrm};
use chrono::TimeDelta;
use domain::fields::{FieldKind, Noun};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// In the manner of the public lists: ends of texts and numbers, comments, unions, waits, errors that tell, other encodings.
const PAYLOADS: &[&str] = &[
    "'",
    "\"",
    "`",
    "''",
    "\\'",
    "';--",
    "'--",
    "' #",
    "'/*",
    "*/",
    "')",
    "'))--",
    "\");--",
    "' or 1=1--",
    "' or '1'='1",
    "\" or \"1\"=\"1",
    "') or ('1'='1",
    "1 or 1=1",
    "1) or (1=1",
    "' and 1=0 union select null--",
    "' union select password_hash from users--",
    "' union all select null,null,null,null,null,null,null,null,null,null--",
    "1 union select sql from sqlite_master",
    "'; drop table clients;--",
    "1; delete from clients",
    "'; update users set rank='director'--",
    "'; vacuum;--",
    "'; commit;--",
    "' || pg_sleep(10)--",
    "'; select pg_sleep(10)--",
    "1 and (select count(*) from pg_sleep(10))>0",
    "' || (select randomblob(1000000000))--",
    "1 and 1=randomblob(999999999)",
    "' and hex(zeroblob(500000000))='0",
    "'; waitfor delay '0:0:10'--",
    "sleep(10)",
    "benchmark(99999999,md5(1))",
    "' and cast((select version()) as int)=1--",
    "' and extractvalue(1,1)--",
    "1/0",
    "cast('x' as integer)",
    "load_extension('x')",
    "' || lo_import('/etc/passwd')--",
    "copy users to program 'id'",
    "pg_read_file('/etc/passwd')",
    "attach database '/tmp/x' as y",
    "id; select 1",
    "id desc, (select 1)",
    "id desc nulls first",
    "(case when 1=1 then id else name end)",
    "updated_at desc limit 1--",
    "1,2,3",
    "name asc",
    "r.id",
    "r.workspace_id",
    "workspaces.id",
    "rowid",
    "sqlite_master",
    "pg_catalog.pg_user",
    "current_user",
    "null",
    "true",
    "*",
    "%",
    "_",
    "%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%",
    "\\",
    "\\%",
    "\\_",
    "[a-z]",
    "$1",
    "$2",
    "?",
    "?1",
    ":x",
    "@x",
    "#{x}",
    "${x}",
    "{{7*7}}",
    "%s%s%n",
    "%00",
    "\u{0}",
    "a\u{0}b",
    "'\u{0}'",
    "\u{1a}",
    "\u{feff}",
    "\u{ffff}",
    "\u{202e}'",
    "ʼ or 1=1",
    "’ or 1=1",
    "＇ or 1=1--",
    "\u{bf}' or 1=1",
    "%27 or 1=1",
    "%2527",
    "0x27",
    "char(39)",
    "chr(39)||chr(39)",
    "\r\n'",
    "\t'",
    "1e999",
    "-1",
    "9223372036854775808",
    "NaN",
    "[]",
    "{}",
    "{\"$gt\":\"\"}",
    "[$ne]",
    "' in (select 1)",
    "\" near \"",
    "NEAR(a b, 9999999)",
    "a* OR b*",
    "\"a\" NOT \"b\"",
    "name:a",
    "^a",
    "(",
    ")",
    "((((((((((",
    "AND",
    "OR NOT",
];

/// A payload that is run waits for ten seconds or computes for longer.
const SOON: Duration = Duration::from_secs(5);

/// A company on one of the databases, with the server around it.
struct Target {
    web: Web,
    cookie: String,
}

impl Target {
    fn new(crm: TestCrm) -> Self {
        let cookie = format!("__Host-voronka={}", crm.anna().cookie);
        Target { web: Web::of(crm, Some(BASE)), cookie }
    }

    async fn send(&self, request: axum::http::request::Builder, body: String) -> (StatusCode, String) {
        let request = request.header(header::HOST, HOST).header(header::COOKIE, &self.cookie);
        let request = request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.clone())).unwrap();
        // Slowly enough for nobody to be stopped for the number of requests.
        self.web.crm.pass(TimeDelta::milliseconds(100));
        let (what, begun) = (request.uri().to_string(), Instant::now());
        let answer = self.web.send(request).await;
        assert!(begun.elapsed() < SOON, "{what} {body}: {:?}", begun.elapsed());
        assert!(!answer.status.is_server_error(), "{what} {body}: {} {}", answer.status, answer.body);
        assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{what}");
        (answer.status, answer.body)
    }

    async fn call(&self, name: &str, body: Value) -> (StatusCode, String) {
        self.send(Request::post(format!("/api/{name}")), body.to_string()).await
    }

    async fn is_refused(&self, name: &str, body: Value) {
        let (status, said) = self.call(name, body.clone()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {body}: {said}");
    }
}

fn listed(filter: Value, sort: Value, page: Value) -> Value {
    json!({ "query": { "filter": filter, "sort": sort, "page": page } })
}

fn is(field: Value, operator: &str, value: Value) -> Value {
    json!({ "is": { "field": field, "operator": operator, "value": value } })
}

const LISTS: [&str; 4] = ["list_clients", "count_clients", "list_deals", "total_deals"];

db_test! {
    async fn what_a_request_compares_with_is_a_value_and_nothing_else(crm: TestCrm) {
        let field = crm.anna().adds_field(Noun::Client, FieldKind::Text, "Город", &[]).await.id.0;
        crm.anna().creates_client("Единственный").await;
        let before = crm.base.everything().await;
        let target = Target::new(crm);
        for payload in PAYLOADS {
            for function in ["list_clients", "list_deals"] {
                target.call(function, listed(json!({ "search": payload }), sort(), page())).await;
                for operator in ["equals", "starts_with"] {
                    for name in ["name", "phone", "email", "currency", "number"] {
                        let filter = is(json!(name), operator, json!({ "text": payload }));
                        target.call(function, listed(filter, sort(), page())).await;
                    }
                    let filter = is(json!({ "custom": field }), operator, json!({ "text": payload }));
                    target.call(function, listed(filter, sort(), page())).await;
                }
            }
            let (_, found) = target.call("suggest_clients", json!({ "text": payload })).await;
            assert!(!found.contains("argon2"), "{payload}: {found}");
        }
        assert!(target.web.crm.base.everything().await == before);
    }

    async fn names_of_fields_operators_orders_and_kinds_are_those_of_a_list(crm: TestCrm) {
        let target = Target::new(crm);
        for payload in PAYLOADS {
            for function in LISTS {
                target.is_refused(function, listed(is(json!(payload), "equals", json!({ "text": "а" })), sort(), page())).await;
                target.is_refused(function, listed(is(json!("name"), payload, json!({ "text": "а" })), sort(), page())).await;
                target.is_refused(function, listed(is(json!("name"), "equals", json!({ *payload: "а" })), sort(), page())).await;
                target.is_refused(function, listed(is(json!({ "custom": payload }), "equals", json!({ "text": "а" })), sort(), page())).await;
                target.is_refused(function, listed(is(json!("owner"), "one_of", json!({ "users": [payload] })), sort(), page())).await;
                target.is_refused(function, listed(json!({ *payload: [] }), sort(), page())).await;
                target.is_refused(function, listed(json!("all"), json!({ "by": payload, "descending": true }), page())).await;
                target.is_refused(function, listed(json!("all"), json!({ "by": { "custom": payload }, "descending": true }), page())).await;
                target.is_refused(function, listed(json!("all"), json!({ "by": "name", "descending": payload }), page())).await;
                target.is_refused(function, listed(json!("all"), sort(), json!({ "after": null, "size": payload }))).await;
            }
            for name in ["get_client", "get_deal", "get_import"] {
                target.is_refused(name, json!({ "id": payload })).await;
            }
            target.is_refused("list_fields", json!({ "noun": payload })).await;
            target.is_refused("reset_preference", json!({ "request": Uuid::now_v7(), "subject": payload })).await;
            for choice in [
                json!({ *payload: {} }),
                json!({ "client_table": { "columns": [payload] } }),
                json!({ "client_table": { "columns": [{ "custom": payload }] } }),
                json!({ "deal_table": { "widths": [[payload, 100]] } }),
                json!({ "deal_table": { "sort": { "by": payload, "descending": true } } }),
                json!({ "board": { "fields": [payload] } }),
            ] {
                target.is_refused("save_preference", json!({ "request": Uuid::now_v7(), "chosen": choice })).await;
            }
        }
    }

    async fn cursors_that_the_server_did_not_make_move_nothing(crm: TestCrm) {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let client = crm.anna().creates_client("Единственный").await.id;
        let deal = crm.anna().creates_deal("Единственная", Some(client)).await;
        let target = Target::new(crm);
        for payload in PAYLOADS {
            let forged = URL_SAFE_NO_PAD.encode(json!([0, { "text": payload }, Uuid::nil()]).to_string());
            for after in [*payload, &forged] {
                let page = json!({ "after": after, "size": 50 });
                for function in ["list_clients", "list_deals"] {
                    for by in ["name", "updated_at", "owner", "number"] {
                        let order = json!({ "by": by, "descending": false });
                        target.call(function, listed(json!("all"), order, page.clone())).await;
                    }
                }
                target.call("list_column", json!({ "stage": deal.stage, "page": page })).await;
                target.call("client_feed", json!({ "id": client, "page": page })).await;
                target.call("deal_feed", json!({ "id": deal.id, "page": page })).await;
                target.call("list_client_deals", json!({ "client": client, "page": page })).await;
                target.call("list_security_log", json!({ "part": "everything", "page": page })).await;
            }
        }
    }

    async fn what_is_stored_is_stored_literally(crm: TestCrm) {
        let field = crm.anna().adds_field(Noun::Client, FieldKind::Text, "Город", &[]).await.id.0;
        let target = Target::new(crm);
        let mut wrong = Vec::new();
        for payload in PAYLOADS {
            let name: String = format!("я {payload}").chars().take(30).collect();
            let new = json!({ "kind": "person", "name": name, "phones": [], "emails": [], "owner": null, "custom": { field.to_string(): { "text": payload } } });
            let (status, made) = target.call("create_client", json!({ "request": Uuid::now_v7(), "new": new })).await;
            if status != StatusCode::OK {
                continue;
            }
            let made: Value = serde_json::from_str(&made).expect("JSON");
            // Spaces and signs that cannot be seen have one rule of their own; the rest comes back as it was sent.
            let plain = |text: &str| text.chars().filter(|sign| !sign.is_whitespace() && !sign.is_control() && !"\u{feff}\u{202e}\u{ffff}".contains(*sign)).collect::<String>();
            let kept = made["name"].as_str().unwrap_or_default();
            if plain(kept) != plain(&name) {
                wrong.push(format!("{payload}: {made}"));
            }
            let id = made["id"].clone();
            for (function, body) in [
                ("comment_client", json!({ "request": Uuid::now_v7(), "id": id, "text": payload })),
                ("create_group", json!({ "request": Uuid::now_v7(), "name": payload })),
                ("create_role", json!({ "request": Uuid::now_v7(), "draft": { "name": payload, "rights": 0 } })),
                ("create_field", json!({ "request": Uuid::now_v7(), "new": { "noun": "deal", "kind": "text", "name": payload, "options": [] } })),
                ("create_deal", json!({ "request": Uuid::now_v7(), "new": { "title": payload, "custom": {} } })),
                ("glimpse_import", json!({ "id": Uuid::nil(), "sheet": payload })),
            ] {
                target.call(function, body).await;
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let (_, people) = target.call("get_staff", json!({})).await;
        assert!(people.contains("'; drop table clients;--") && people.contains("boris@example.uz"), "{people}");
    }

    async fn addresses_of_pages_and_forms_of_doors_are_read_as_texts(crm: TestCrm) {
        let target = Target::new(crm);
        let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        for (turn, payload) in PAYLOADS.iter().enumerate() {
            let text = encoded(payload);
            // Pages take their time to be drawn; the lists below them get every payload elsewhere.
            let page = match turn % 4 {
                0 => format!("/clients?q={text}&sort={text}&filter={text}&owner={text}"),
                1 => format!("/deals/list?q={text}&sort={text}&stage={text}&budget={text}&after={text}"),
                2 => format!("/deals?q={text}&owner={text}&{text}={text}"),
                _ => format!("/clients/{text}"),
            };
            for path in [
                page,
                format!("/template/{text}"),
                format!("/reset?token={text}"),
                format!("/setup?token={text}"),
                format!("/enter?token={text}"),
                format!("/export/security-log?part={text}"),
            ] {
                target.send(Request::get(&path), String::new()).await;
            }
        }
        // Whoever asks for a new password is written down, whatever they typed: the rest stays as it is.
        let before = target.web.crm.base.facts().await;
        for payload in PAYLOADS {
            let text = encoded(payload);
            for (path, form) in [
                ("/enter", format!("token={text}")),
                ("/reset", format!("token={text}&password={text}")),
                ("/forgot", format!("email={text}")),
            ] {
                target.web.crm.pass(TimeDelta::minutes(11));
                let request = Request::post(path).header(header::HOST, HOST).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                let answer = target.web.send(request.body(Body::from(form.clone())).unwrap()).await;
                assert!(!answer.status.is_server_error(), "{path} {form}: {}", answer.status);
            }
        }
        assert_eq!(target.web.crm.base.facts().await, before);
    }
}
