//! The security log over HTTP: what is refused is told, and the file is whole and harmless.

use crate::web::Web;
use axum::http::{StatusCode, header};
use domain::ids::RequestId;
use serde_json::json;
use uuid::Uuid;

async fn file(web: &Web, part: &str, cookie: &str) -> Vec<String> {
    let answer = web.get(&format!("/export/security-log?part={part}"), Some(cookie)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header(header::CONTENT_TYPE.as_str()), "text/csv; charset=utf-8");
    assert!(answer.header(header::CONTENT_DISPOSITION.as_str()).starts_with("attachment"));
    assert_eq!(answer.header(header::CACHE_CONTROL.as_str()), "no-store");
    answer.body.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_refused_request_stands_in_the_log_and_in_its_file() {
    let web = Web::new().await;
    let (manager, director) = (web.sign_in("boris@example.uz").await, web.sign_in("anna@example.uz").await);
    let body = json!({ "request": RequestId(Uuid::now_v7()), "draft": { "name": "Всё", "rights": -1 } });
    let refused = web.call("/api/create_role", &body.to_string(), Some(&manager)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let lines = file(&web, "refusals", &director).await;
    assert_eq!(lines[0], "Время;Кто;Что;Подробности;Устройство;Адрес сети");
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].ends_with(";Борис Волков;Отказано: нет права;/api/create_role;;192.0.2.7"), "{}", lines[1]);
    // Whoever may not read the log is refused, and that is told as well.
    let answer = web.get("/export/security-log?part=refusals", Some(&manager)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(file(&web, "refusals", &director).await.len(), 3);
    assert_eq!(web.get("/export/security-log", None).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn changes_of_rights_are_in_words_and_no_name_is_a_formula() {
    let web = Web::new().await;
    let director = web.sign_in("anna@example.uz").await;
    let draft = json!({ "name": "=1+1", "rights": 1 });
    let body = json!({ "request": RequestId(Uuid::now_v7()), "draft": draft });
    let role = web.call("/api/create_role", &body.to_string(), Some(&director)).await;
    assert_eq!(role.status, StatusCode::OK, "{}", role.body);
    let lines = file(&web, "changes", &director).await;
    assert!(lines[1].contains(";Анна Петрова;Создана роль: «=1+1»;включено: Создание клиентов;"), "{}", lines[1]);
    let profile = json!({
        "first_name": "=2+2", "last_name": "Кмд", "role": web.crm.boris().cx.actor().role, "group": null, "rank": "manager",
        "superior": web.crm.anna().id(), "access": "forbid",
    });
    let body =
        json!({ "request": RequestId(Uuid::now_v7()), "id": web.crm.vera().id(), "seen": 1, "profile": profile });
    let saved = web.call("/api/save_user", &body.to_string(), Some(&director)).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
    web.post_form("/login", &[("email", "vera@example.uz"), ("password", "wrong")], None).await;
    let lines = file(&web, "everything", &director).await;
    assert!(lines[1].contains(";'=2+2 Кмд;Неверный пароль;"), "{}", lines[1]);
    assert!(
        lines.iter().any(|line| line.contains("Имя: Вера → =2+2") && line.contains("Ответственный: Анна Петрова")),
        "{lines:?}"
    );
    // Ids are nobody's words.
    assert!(lines.iter().all(|line| !line.contains(&web.crm.anna().id().to_string())));
}

#[tokio::test]
async fn a_long_log_is_sent_to_its_end() {
    let web = Web::new().await;
    let director = web.sign_in("anna@example.uz").await;
    for _ in 0..450 {
        let of = web.crm.boris();
        backend::sessions::start(&web.crm.backend, of.cx.workspace(), of.id(), &backend::test_crm::origin())
            .await
            .expect("a session");
    }
    let lines = file(&web, "sign_ins", &director).await;
    assert_eq!(lines.iter().filter(|line| line.contains(";Борис Волков;Вход;")).count(), 451);
    assert_eq!(lines.iter().filter(|line| line.starts_with("Время;")).count(), 1);
}

#[tokio::test]
async fn a_language_is_named_as_whoever_speaks_it_names_it() {
    let web = Web::new().await;
    let (director, manager) = (web.sign_in("anna@example.uz").await, web.sign_in("boris@example.uz").await);
    let body = json!({ "request": RequestId(Uuid::now_v7()), "lang": "en" });
    let chosen = web.call("/api/set_lang", &body.to_string(), Some(&manager)).await;
    assert_eq!(chosen.status, StatusCode::OK, "{}", chosen.body);
    let lines = file(&web, "changes", &director).await;
    assert!(lines[1].contains(";Борис Волков;") && lines[1].contains("Язык: Русский → English"), "{}", lines[1]);
}
