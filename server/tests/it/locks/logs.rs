//! What the logs of a whole story hold: who signed in and what was refused, and nothing that opens a door or names a person.

use crate::web::{Lines, Web, asking, form_of};
use axum::{
    body::Body,
    extract::connect_info::MockConnectInfo,
    http::{Method, StatusCode, header},
};
use backend::{
    Backend,
    letters::{
        self, Mail, Postman,
        testing::{BASE_URL, FROM, LetterBox, link_in, text_of},
    },
    second_factor, setup,
    test_crm::{PASSWORD, TestDb},
};
use serde_json::{Value, json};
use server::router::{Settings, router};
use std::net::SocketAddr;
use tower::ServiceExt;
use uuid::Uuid;

const WRONG: &str = "Неверный-пароль-77";
const NEW: &str = "Совсем-новый-2027";
const PHONE: &str = "901112233";
const MAIL: &str = "Pochta-Parol-31";
const EDGE: &str = "edge-of-a-part";

/// Secrets of a story by what they are.
#[derive(Default)]
struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    fn cookie(&mut self, cookie: &str) {
        let (_, token) = cookie.split_once('.').expect("a token");
        self.0.push(("a cookie", token.to_owned()));
    }

    fn add(&mut self, what: &'static str, secret: &str) {
        self.0.push((what, secret.to_owned()));
    }
}

/// Signs up, in and in by codes, rightly and wrongly, invites, activates, forgets, cannot send, imports, is refused and breaks
/// the database.
async fn story(web: &Web, lines: &Lines) -> Secrets {
    let mut secrets = Secrets::default();
    for (what, secret) in [
        ("a password", PASSWORD),
        ("a wrong password", WRONG),
        ("a new password", NEW),
        ("an address", "anna@example.uz"),
        ("an invited address", "oleg@example.uz"),
        ("a name", "Секретов"),
        ("a phone", PHONE),
        ("a comment", "Тайный разговор"),
        ("a search", "Тайный поиск"),
        ("the mail server's password", MAIL),
        ("a founder's address", "founder@example.uz"),
        ("a founder's password", "Основатель-2028"),
    ] {
        secrets.add(what, secret);
    }
    let post = LetterBox::new(&web.crm.backend);
    let anna = web.sign_in("anna@example.uz").await;
    secrets.cookie(&anna);
    let wrong = web.post_form("/login", &[("email", "anna@example.uz"), ("password", WRONG)], None).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);

    let director = web.crm.anna();
    director.creates_user(director.hires("Секретов", "oleg@example.uz").await).await.expect("invited");
    web.post_form("/forgot", &[("email", "boris@example.uz")], None).await;
    for letter in post.collect().await {
        let reset = letter.contains("boris@");
        let (page, door) = if reset { ("/reset?token=", "/reset") } else { ("/activate?token=", "/activate") };
        let token = link_in(&letter, &format!("{BASE_URL}{page}"));
        for line in text_of(&letter).lines().filter(|line| line.chars().count() > 20) {
            secrets.add("a letter", line);
        }
        web.get(&format!("{page}{token}"), None).await;
        let entered = web.post_form(door, &[("token", &token), ("password", NEW)], None).await;
        secrets.cookie(&entered.cookie().expect("in"));
        secrets.add("a link", &token);
    }

    let new =
        json!({ "kind": "person", "name": "Секретов Пётр", "phones": [], "emails": [], "owner": null, "custom": {} });
    let made = web
        .call("/api/create_client", &json!({ "request": Uuid::now_v7(), "new": new }).to_string(), Some(&anna))
        .await;
    let made: Value = serde_json::from_str(&made.body).expect("a client");
    let comment = json!({ "request": Uuid::now_v7(), "id": made["id"], "text": "Тайный разговор" });
    web.call("/api/comment_client", &comment.to_string(), Some(&anna)).await;
    web.call("/api/suggest_clients", &json!({ "text": "Тайный поиск" }).to_string(), Some(&anna)).await;
    web.call("/api/create_client", "{\"new\":\"Секретов\"}", Some(&anna)).await;
    import(web, &anna).await;
    refusals(web, &anna).await;
    companies(web, &mut secrets).await;
    letter_that_waits(web, lines).await;
    codes(web, &anna, &mut secrets).await;
    web.lose_database().await;
    assert_eq!(web.get("/clients", Some(&anna)).await.status, StatusCode::SERVICE_UNAVAILABLE);
    secrets
}

/// Founds the first company of a server by its link, and another one of this server at the open door.
async fn companies(web: &Web, secrets: &mut Secrets) {
    let founder = [
        ("company", "Тайная"),
        ("currency", "UZS"),
        ("first_name", "Секретов"),
        ("last_name", "Секретов"),
        ("email", "founder@example.uz"),
        ("password", "Основатель-2028"),
        ("zone", "Asia/Tashkent"),
    ];
    let signed_up = web.post_form("/signup", &founder, None).await;
    secrets.cookie(&signed_up.cookie().expect("in"));

    let base = TestDb::sqlite().await;
    let backend = Backend::new(base.db());
    let token = setup::new_link(&backend).await.expect("a link").expect("no company yet");
    let settings = Settings::new(None, "127.0.0.1:3000".parse().unwrap(), false, true).unwrap();
    let fresh = router(backend, settings).layer(MockConnectInfo("192.0.2.7:5000".parse::<SocketAddr>().unwrap()));
    let form: Vec<(&str, &str)> = founder.into_iter().chain([("token", token.as_str())]).collect();
    let made = fresh.oneshot(form_of("/setup", &form, None)).await.unwrap();
    assert_eq!(made.status(), StatusCode::SEE_OTHER);
    secrets.add("a set-up link", &token);
}

/// Tries to send a letter by a server that is not there.
async fn letter_that_waits(web: &Web, lines: &Lines) {
    let mail = Mail::Smtp(format!("smtp://voronka:{MAIL}@127.0.0.1:1"));
    let postman = Postman::new(mail, FROM, BASE_URL.into()).expect("a postman");
    web.post_form("/forgot", &[("email", "vera@example.uz")], None).await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let told = async {
        while !lines.text().contains("a letter waits") {
            tokio::task::yield_now().await;
        }
        stop.send(true).expect("the worker listens");
    };
    tokio::join!(letters::work(&web.crm.backend, &postman, stopped), told);
    // Nor does a wrong address say more than that it is wrong.
    let wrong = Postman::new(Mail::Smtp(format!("smtp://voronka:{MAIL}@127.0.0.1:x")), FROM, BASE_URL.into());
    let said = format!("{:#}", wrong.err().expect("no port"));
    assert!(!said.contains(MAIL), "{said}");
}

/// Turns the second factor on, and signs in by it: once wrongly, then with a code of the app, then with a recovery code.
async fn codes(web: &Web, cookie: &str, secrets: &mut Secrets) {
    let begun =
        web.call("/api/begin_second_factor", &json!({ "request": Uuid::now_v7() }).to_string(), Some(cookie)).await;
    let begun: Value = serde_json::from_str(&begun.body).expect("a secret");
    let secret = begun["secret"].as_str().expect("letters").to_owned();
    let code = second_factor::code_now(&web.crm.backend, &secret);
    let typed = json!({ "request": Uuid::now_v7(), "code": code }).to_string();
    let confirmed = web.call("/api/confirm_second_factor", &typed, Some(cookie)).await;
    let recovery: Vec<String> = serde_json::from_str(&confirmed.body).expect("recovery codes");
    web.crm.pass(chrono::TimeDelta::minutes(2));
    let later = second_factor::code_now(&web.crm.backend, &secret);
    for typed in [&later, &recovery[0]] {
        let waiting = web.sign_in("anna@example.uz").await;
        let wrong = web.post_form(app::routes::CODE, &[("code", "000000")], Some(&waiting)).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let entered = web.post_form(app::routes::CODE, &[("code", typed)], Some(&waiting)).await;
        secrets.cookie(&waiting);
        secrets.cookie(&entered.cookie().expect("in"));
    }
    secrets.add("a secret of an app", &secret);
    secrets.add("a secret of an app", &secret.replace(' ', ""));
    for code in [&code, &later].into_iter().chain(&recovery) {
        secrets.add("a code", code);
    }
}

async fn import(web: &Web, cookie: &str) {
    let file = format!("ФИО;Телефон\nСекретов Иван;+998{PHONE}\nСекретов Пётр;не номер\n");
    let part = |head: &str, body: &str| format!("--{EDGE}\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let noun = part("name=\"noun\"", "client");
    let body = format!("{noun}{}--{EDGE}--\r\n", part("name=\"file\"; filename=\"Секретов.csv\"", &file));
    let request = asking(Method::POST, app::routes::UPLOAD, Some(cookie))
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}"))
        .header(header::ACCEPT, "application/json");
    let sent = web.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    let id = serde_json::from_str::<Value>(&sent.body).expect("JSON")["id"].clone();
    let column =
        |heading: &str, target: &str| json!({ "heading": heading, "target": target, "dates": null, "values": {} });
    let plan =
        json!({ "noun": "client", "sheet": null, "columns": [column("ФИО", "name"), column("Телефон", "phone")] });
    let body = json!({ "request": Uuid::now_v7(), "id": id, "plan": plan });
    let started = web.call("/api/start_import", &body.to_string(), Some(cookie)).await;
    assert_eq!(started.status, StatusCode::OK, "{}", started.body);
}

/// Another site's page, with line ends wherever a request can carry them.
async fn refusals(web: &Web, cookie: &str) {
    for path in ["/logout", "/login%0d%0a%7B%22level%22:%22FORGED%22%7D", "/api/create_client?x=%0aFORGED"] {
        let request = asking(Method::POST, path, Some(cookie))
            .header("origin", "https://evil.test")
            .header(header::USER_AGENT, "Mozilla/5.0\t{\"level\":\"FORGED\"}");
        web.send(request.body(Body::empty()).unwrap()).await;
    }
    for split in ["Mozilla\r\nFORGED", "Mozilla\nFORGED"] {
        let header = asking(Method::GET, "/login", None).header(header::USER_AGENT, split).body(Body::empty());
        assert!(header.is_err(), "no header has a line end");
    }
}

/// A line without its moment, whose fractions could be anybody's code.
fn untimed(mut line: Value) -> Value {
    let at = line.as_object_mut().and_then(|line| line.remove("timestamp"));
    assert!(at.is_some(), "{line}");
    line
}

#[tokio::test]
async fn the_logs_of_a_whole_story_hold_no_secret_and_no_personal_data() {
    let lines = Lines::default();
    let secrets = {
        let to = lines.clone();
        let _logging = tracing::subscriber::set_default(server::telemetry::json(move || to.clone()));
        let web = Web::new().await;
        // A line that another test reached first, just as this log began, would be taken for one that nobody reads.
        tracing::callsite::rebuild_interest_cache();
        story(&web, &lines).await
    };
    let told: Vec<Value> =
        lines.text().lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).map(untimed).collect();
    let text = told.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let messages: Vec<&str> = told.iter().filter_map(|line| line["fields"]["message"].as_str()).collect();
    for wanted in ["signed in", "sign-in refused", "request of another site refused", "a letter waits", "database"] {
        assert!(messages.contains(&wanted), "{wanted} in {messages:?}");
    }
    let found: Vec<_> = secrets.0.iter().filter(|(_, secret)| text.contains(secret.as_str())).collect();
    assert!(secrets.0.len() > 35 && found.is_empty(), "{found:?}\n{text}");
    assert!(told.iter().all(|line| line["level"] != "FORGED"), "{text}");
}
