//! A role that asks for a code, over HTTP: without a second factor nothing opens but the page where it is set up.

use crate::web::{Web, asking};
use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use backend::{roles, second_factor};
use domain::roles::{RoleDraft, RoleKind};
use serde_json::Value;
use uuid::Uuid;

#[tokio::test]
async fn whoever_lacks_the_code_that_their_role_asks_for_reaches_its_page_alone() {
    let web = Web::new().await;
    let cookie = web.sign_in("boris@example.uz").await;
    let anna = web.crm.anna();
    let role = anna.role(RoleKind::Manager).await;
    let draft = RoleDraft { name: role.name.clone(), rights: role.rights, second_factor: true };
    roles::save(&anna.cx, anna.request(), role.id, role.version, draft).await.expect("saved");

    let page = async |path: &str| {
        let request = asking(Method::GET, path, Some(&cookie)).header(header::ACCEPT, "text/html");
        web.send(request.body(Body::empty()).unwrap()).await
    };
    for path in ["/clients", "/deals", "/settings/company", "/notifications"] {
        let answer = page(path).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/settings/sessions"), "{path}");
    }
    for function in ["list_clients", "open_board", "turn_off_second_factor", "get_viewer", "save_preference"] {
        let answer = web.call(&format!("/api/{function}"), "{}", Some(&cookie)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{function}");
    }
    assert_eq!(web.get("/live?since=0", Some(&cookie)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(page("/settings/sessions").await.status, StatusCode::OK);

    let chosen = format!(r#"{{"request":"{}","lang":"en"}}"#, Uuid::now_v7());
    assert_eq!(web.call("/api/set_lang", &chosen, Some(&cookie)).await.status, StatusCode::OK);
    assert!(page("/settings/sessions").await.body.contains("<html lang=\"en\""), "they can read what is asked of them");

    let request = Uuid::now_v7();
    let begun = web.call("/api/begin_second_factor", &format!(r#"{{"request":"{request}"}}"#), Some(&cookie)).await;
    let secret: Value = serde_json::from_str(&begun.body).expect("a secret");
    let code = second_factor::code_now(&web.crm.backend, secret["secret"].as_str().expect("letters"));
    let request = Uuid::now_v7();
    let codes = web
        .call("/api/confirm_second_factor", &format!(r#"{{"request":"{request}","code":"{code}"}}"#), Some(&cookie))
        .await;
    assert_eq!(codes.status, StatusCode::OK, "{}", codes.body);
    assert_eq!(page("/clients").await.status, StatusCode::OK);
}
