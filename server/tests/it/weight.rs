//! What a page weighs before it is compressed: so much that a table of a page's length stays small.

use crate::web::Web;
use uuid::Uuid;

const ROW: usize = 1_000;

/// Kinds and values as companies have them.
const FIELDS: [(&str, &str, &str); 8] = [
    ("Город", "text", r#"{"text":"Ташкент"}"#),
    ("Отрасль", "text", r#"{"text":"Мебель"}"#),
    ("Источник", "text", r#"{"text":"Сайт"}"#),
    ("Адрес доставки", "text", r#"{"text":"ул. Навои, 5"}"#),
    ("Сотрудников", "number", r#"{"number":250000000}"#),
    ("Оборот", "number", r#"{"number":125000000000000}"#),
    ("Договор с", "date", r#"{"date":"2026-02-01"}"#),
    ("Договор до", "date", r#"{"date":"2027-01-31"}"#),
];

#[tokio::test]
async fn a_row_with_eight_custom_fields_is_at_most_a_kilobyte() {
    let web = Web::new().await;
    let cookie = web.sign_in("anna@example.uz").await;
    let mut custom = Vec::new();
    for (number, (name, kind, value)) in (1_000..).zip(FIELDS) {
        let request = Uuid::from_u128(number);
        let json = format!(
            r#"{{"request":"{request}","new":{{"noun":"client","kind":"{kind}","name":"{name}","options":[]}}}}"#
        );
        let field = web.call("/api/create_field", &json, Some(&cookie)).await;
        let field: serde_json::Value = serde_json::from_str(&field.body).expect("a field");
        custom.push(format!("{}:{value}", field["id"]));
    }
    let json = format!(
        r#"{{"request":"{}","new":{{"kind":"person","name":"Каримова Анна","phones":[],"emails":["karimova@mail.uz"],"owner":null,"custom":{{{}}}}}}}"#,
        Uuid::from_u128(2_000),
        custom.join(",")
    );
    let made = web.call("/api/create_client", &json, Some(&cookie)).await;
    assert!(made.status.is_success(), "{}", made.body);
    let page = web.get("/clients", Some(&cookie)).await;
    let row = page.body.split("<tr").find(|row| row.contains("Каримова")).expect("the row");
    let row = row.split("</tr>").next().expect("its end");
    assert!(["Ташкент", "ул. Навои", "250", "31.01.2027"].iter().all(|value| row.contains(value)), "{row}");
    let bytes = row.len() + "<tr</tr>".len();
    assert!(bytes <= ROW, "{bytes} bytes: {row}");
}
