//! Reports of browsers: one line of the log each, made of our own words, and nothing of what somebody wrote into them.

use super::{BASE, HOST, public};
use crate::web::{Answer, Lines, Web};
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};

const KIND: &str = "application/csp-report";

async fn report(web: &Web, kind: &str, body: &str) -> Answer {
    let request = Request::post(app::routes::REPORTS)
        .header(header::HOST, HOST)
        .header(header::CONTENT_TYPE, kind)
        .header("origin", BASE)
        .header("sec-fetch-site", "same-origin");
    web.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

fn violation(directive: &str, blocked: &str, page: &str) -> String {
    let kept = json!({ "effective-directive": directive, "violated-directive": "Тайное", "blocked-uri": blocked });
    let mut report = json!({ "document-uri": page, "script-sample": "Тайное", "original-policy": "Тайное" });
    report.as_object_mut().unwrap().extend(kept.as_object().unwrap().clone());
    json!({ "csp-report": report }).to_string()
}

#[tokio::test]
async fn a_report_is_one_line_of_known_words_whatever_stands_in_it() {
    let web = public().await;
    let before = web.crm.base.everything().await;
    let page = format!("{BASE}/clients?q=Тайное");
    let cases = [
        (["script-src-elem", "inline", page.as_str()], ["script-src-elem", "inline", "clients"]),
        (["script-src", "https://evil.test/Тайное.js", &page], ["script-src", "elsewhere", "clients"]),
        (["img-src", &format!("{BASE}/a/Тайное"), &format!("{BASE}/deals/Тайное")], ["img-src", "own", "deals"]),
        (["script-src", &format!("{BASE}.evil.test/Тайное"), BASE], ["script-src", "elsewhere", "other"]),
        (["Тайное", "Тайное", "Тайное"], ["other"; 3]),
        (["script-src\n{\"level\":\"FORGED\"}", "", "https://crm.example/login#Тайное"], ["other"; 3]),
        (["style-src 'self'", "data", BASE], ["style-src", "data", "other"]),
    ];
    for ([directive, blocked, page], wanted) in cases {
        let body = violation(directive, blocked, page);
        let lines = Lines::default();
        {
            let to = lines.clone();
            let _logging = tracing::subscriber::set_default(server::telemetry::json(move || to.clone()));
            let answer = report(&web, KIND, &body).await;
            assert_eq!((answer.status.as_u16(), answer.body.as_str()), (204, ""), "{body}");
        }
        let text = lines.text();
        let told: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let [line] = told.as_slice() else { panic!("{text}") };
        let said = ["directive", "source", "page"].map(|field| line["fields"][field].as_str().expect("a word"));
        assert_eq!(said, wanted, "{body}");
        let id = line["fields"]["id"].as_str().expect("an id");
        assert!(uuid::Uuid::parse_str(id).is_ok(), "{text}");
        assert!(!text.contains("Тайное") && !text.contains("evil"), "{text}");
    }
    assert!(web.crm.base.everything().await == before, "nothing is stored");
}

#[tokio::test]
async fn what_is_no_report_is_refused_and_so_are_too_large_and_too_many_ones() {
    let web = public().await;
    let whole = violation("script-src", "inline", BASE);
    for (kind, body, status) in [
        ("application/json", whole.as_str(), 415),
        ("text/plain", &whole, 415),
        ("", &whole, 415),
        (KIND, "", 422),
        (KIND, "[]", 422),
        (KIND, "{}", 422),
        ("application/reports+json", "[]", 415),
        (KIND, &format!("{{\"csp-report\":{{\"x\":\"{}\"}}}}", "x".repeat(16 * 1024)), 413),
    ] {
        assert_eq!(report(&web, kind, body).await.status.as_u16(), status, "{kind} {body:.60}");
    }
    let mut taken = 0;
    let refused = loop {
        let answer = report(&web, KIND, &whole).await;
        if answer.status != 204 {
            break answer;
        }
        taken += 1;
    };
    assert!((50..=60).contains(&taken), "{taken}");
    let wait: u32 = refused.header("retry-after").parse().expect("seconds");
    assert!(refused.status == 429 && wait <= 60, "{} {wait}", refused.status);
    let elsewhere = web.at_address("198.51.100.4:5000");
    assert_eq!(report(&elsewhere, KIND, &whole).await.status, 204);
}
