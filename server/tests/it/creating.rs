//! Doors by which something is created (S2.46): closed to whoever lacks the right, however they come.

use crate::{
    uploads,
    web::{Answer, Web},
};
use axum::http::StatusCode;
use backend::{db_test, roles, test_crm::TestCrm};
use domain::{
    access::{Right, Rights},
    ids::RequestId,
    roles::RoleDraft,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Everything but to create: also to import, and to set up the company.
async fn signed_in_without_creating(web: &Web) -> String {
    let (anna, boris) = (web.crm.anna(), web.crm.boris());
    let off = [Right::CreateClients, Right::CreateDeals];
    let on: Vec<Right> = Right::ALL.iter().copied().filter(|right| !off.contains(right)).collect();
    let draft = RoleDraft { name: "Наблюдатель".into(), rights: Rights::of(&on), second_factor: false };
    let role = roles::create(&anna.cx, anna.request(), draft).await.expect("a role").id;
    anna.changes(boris.id(), |profile| profile.role = role).await.expect("given");
    web.sign_in("boris@example.uz").await
}

async fn asks(web: &Web, function: &str, mut body: Value, cookie: &str) -> Answer {
    body["request"] = json!(RequestId(Uuid::now_v7()));
    web.call(&format!("/api/{function}"), &body.to_string(), Some(cookie)).await
}

db_test! {
    async fn whoever_may_not_create_creates_nothing_by_any_function_file_or_address(crm: TestCrm) {
        let web = Web::of(crm, None);
        let cookie = signed_in_without_creating(&web).await;
        let before = web.crm.base.everything().await;
        let client = json!({ "new": { "kind": "person", "name": "Свой", "phones": [], "emails": [], "custom": {} } });
        let deal = json!({ "new": { "title": "Своя", "custom": {} } });
        let functions = [("load_demo_data", json!({})), ("create_client", client), ("create_deal", deal)];
        for (function, body) in functions.clone() {
            let refused = asks(&web, function, body, &cookie).await;
            assert_eq!(
                (refused.status, refused.body.as_str()),
                (StatusCode::FORBIDDEN, r#"{"app":"forbidden"}"#),
                "{function}"
            );
        }
        let refused = uploads::send(&web, Some(&cookie), "application/json", "ФИО\nИван\n").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
        for noun in ["client", "deal"] {
            let template = web.get(&app::routes::import_template(noun), Some(&cookie)).await;
            assert_eq!(template.status, StatusCode::FORBIDDEN, "{noun}");
        }
        assert_eq!(web.crm.base.everything().await, before);
        // Nothing but the right was missing.
        let director = web.sign_in("anna@example.uz").await;
        for (function, body) in functions {
            assert_eq!(asks(&web, function, body, &director).await.status, StatusCode::OK, "{function}");
        }
    }

    async fn pages_offer_to_create_only_what_the_role_allows(crm: TestCrm) {
        let web = Web::of(crm, None);
        let watcher = signed_in_without_creating(&web).await;
        let director = web.sign_in("anna@example.uz").await;
        let offers = ["Добавить клиента", "Загрузить демо-данные", "Быстрая сделка", "type=\"file\""];
        let mut offered = Vec::new();
        for path in ["/clients", "/deals", "/deals/list", "/settings/import", "/settings/company"] {
            let (page, full) = (web.get(path, Some(&watcher)).await, web.get(path, Some(&director)).await);
            assert_eq!((page.status, full.status), (StatusCode::OK, StatusCode::OK), "{path}");
            for offer in offers {
                assert!(!page.body.contains(offer), "{offer} on {path}");
                offered.extend(full.body.contains(offer).then_some(offer));
            }
        }
        // Each of them is somewhere for whoever may.
        assert!(offers.iter().all(|offer| offered.contains(offer)), "{offered:?}");
        // No address opens a form: what looks like one is the card of a record that is not there.
        for path in ["/clients/new", "/clients/create", "/deals/new", "/deals/create"] {
            let page = web.get(path, Some(&watcher)).await;
            assert!(page.body.contains("Карточку не показать"), "{path}: {}", page.body);
            assert!(!offers.iter().any(|offer| page.body.contains(offer)), "{path}");
        }
    }
}
