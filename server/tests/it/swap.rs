//! The swap: every server function is called with somebody else's ids. What one may not see is what does not exist: the
//! answer is the same, byte for byte, as to ids that nobody has, and nothing changes.

use crate::web::{Answer, Web};
use backend::test_crm::{TestActor, actor::titled};
use domain::{
    deals::NewDeal,
    fields::{FieldKind, Noun},
    ids::RequestId,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// One record of each kind.
#[derive(Clone, Copy)]
struct Ids {
    client: Uuid,
    deal: Uuid,
    stage: Uuid,
    field: Uuid,
    import: Uuid,
    user: Uuid,
    group: Uuid,
    role: Uuid,
    session: Uuid,
}

/// What a function is called with.
#[derive(Clone, Copy)]
enum Call {
    /// A client or a deal by its id; answered so.
    Record(u16, fn(Ids) -> Value),
    /// Something of the company's settings by its id; answered so.
    Setting(u16, fn(Ids) -> Value),
    /// It names no record: it answers from the company of the session, or changes that.
    Own,
}

use Call::{Own, Record, Setting};

/// Every server function. A new one fails the build until it stands here.
const CALLS: &[(&str, Call)] = &[
    ("add_field_option", Setting(404, |ids| json!({ "field": ids.field, "name": "Чужой" }))),
    ("board_totals", Setting(200, |ids| json!({ "filter": one_of("owner", "users", ids.user) }))),
    ("cancel_import", Setting(404, |ids| json!({ "id": ids.import }))),
    ("check_import", Setting(404, |ids| json!({ "id": ids.import, "plan": plan() }))),
    ("client_feed", Record(404, |ids| json!({ "id": ids.client, "page": page() }))),
    ("comment_client", Record(404, |ids| json!({ "id": ids.client, "text": "Чужой" }))),
    ("comment_deal", Record(404, |ids| json!({ "id": ids.deal, "text": "Чужой" }))),
    (
        "count_clients",
        Setting(
            200,
            |ids| json!({ "query": { "filter": one_of("owner", "users", ids.user), "sort": sort(), "page": page() } }),
        ),
    ),
    (
        "create_client",
        Setting(
            422,
            |ids| json!({ "new": { "kind": "person", "name": "Свой", "phones": [], "emails": [], "owner": ids.user, "custom": {} } }),
        ),
    ),
    (
        "create_client",
        Setting(
            422,
            |ids| json!({ "new": { "kind": "person", "name": "Свой", "phones": [], "emails": [], "custom": { ids.field.to_string(): { "text": "да" } } } }),
        ),
    ),
    ("create_deal", Record(404, |ids| deal(json!({ "client": ids.client })))),
    ("create_deal", Setting(404, |ids| deal(json!({ "stage": ids.stage })))),
    ("create_deal", Setting(422, |ids| deal(json!({ "owner": ids.user })))),
    ("create_field", Own),
    ("create_group", Own),
    ("create_role", Own),
    ("create_user", Setting(422, |ids| json!({ "new": { "email": "new@example.uz", "profile": profile(ids) } }))),
    ("deal_feed", Record(404, |ids| json!({ "id": ids.deal, "page": page() }))),
    ("delete_group", Setting(404, |ids| json!({ "id": ids.group }))),
    ("delete_role", Setting(404, |ids| json!({ "id": ids.role }))),
    ("dismiss_user", Setting(404, |ids| json!({ "id": ids.user, "heir": ids.user }))),
    ("edit_client", Record(404, |ids| json!({ "id": ids.client, "seen": 1, "patch": { "name": "Чужой" } }))),
    ("edit_deal", Record(404, |ids| json!({ "id": ids.deal, "seen": 1, "patch": { "title": "Чужая" } }))),
    ("end_sessions", Setting(200, |ids| json!({ "which": { "one": ids.session } }))),
    ("get_client", Record(404, |ids| json!({ "id": ids.client }))),
    ("get_company", Own),
    ("get_deal", Record(404, |ids| json!({ "id": ids.deal }))),
    ("get_import", Setting(404, |ids| json!({ "id": ids.import }))),
    ("get_staff", Own),
    ("get_viewer", Own),
    ("glimpse_import", Setting(404, |ids| json!({ "id": ids.import, "sheet": null }))),
    ("has_demo_data", Own),
    ("list_client_deals", Record(404, |ids| json!({ "client": ids.client, "page": page() }))),
    (
        "list_clients",
        Setting(
            200,
            |ids| json!({ "query": { "filter": one_of("owner", "users", ids.user), "sort": sort(), "page": page() } }),
        ),
    ),
    ("list_column", Setting(200, |ids| json!({ "stage": ids.stage, "page": page() }))),
    (
        "list_deals",
        Setting(
            200,
            |ids| json!({ "query": { "filter": one_of("stage", "stages", ids.stage), "sort": sort(), "page": page() } }),
        ),
    ),
    ("list_fields", Own),
    ("list_imports", Own),
    ("list_sessions", Own),
    ("load_demo_data", Own),
    ("move_deal", Record(404, |ids| json!({ "id": ids.deal, "to": ids.stage, "slot": null }))),
    ("news_of_deals", Record(200, |ids| json!({ "ids": [ids.deal] }))),
    ("open_board", Setting(200, |ids| json!({ "filter": one_of("owner", "users", ids.user) }))),
    ("open_funnel", Own),
    ("reactivate_user", Setting(404, |ids| json!({ "id": ids.user }))),
    ("remove_demo_data", Own),
    ("rename_field", Setting(404, |ids| json!({ "id": ids.field, "seen": 1, "name": "Чужое" }))),
    ("rename_group", Setting(404, |ids| json!({ "id": ids.group, "seen": 1, "name": "Чужая" }))),
    ("resend_invitation", Setting(404, |ids| json!({ "id": ids.user }))),
    ("reset_preference", Own),
    (
        "save_funnel",
        Setting(
            409,
            |ids| json!({ "seen": [], "stages": [{ "id": ids.stage, "group": "in_work", "name": "Чужой", "colour": "p1" }] }),
        ),
    ),
    ("save_preference", Own),
    ("save_preference_for_all", Own),
    ("save_role", Setting(404, |ids| json!({ "id": ids.role, "seen": 1, "draft": { "name": "Чужая", "rights": 0 } }))),
    ("save_user", Setting(404, |ids| json!({ "id": ids.user, "seen": 1, "profile": profile(ids) }))),
    ("set_limits", Own),
    ("start_import", Setting(404, |ids| json!({ "id": ids.import, "plan": plan() }))),
    ("suggest_clients", Own),
    ("suspend_user", Setting(404, |ids| json!({ "id": ids.user }))),
    (
        "total_deals",
        Setting(
            200,
            |ids| json!({ "query": { "filter": one_of("stage", "stages", ids.stage), "sort": sort(), "page": page() } }),
        ),
    ),
];

fn page() -> Value {
    json!({ "after": null, "size": 50 })
}

fn sort() -> Value {
    json!({ "by": "updated_at", "descending": true })
}

fn one_of(field: &str, kind: &str, id: Uuid) -> Value {
    json!({ "is": { "field": field, "operator": "one_of", "value": { kind: [id] } } })
}

fn plan() -> Value {
    json!({ "noun": "client", "sheet": null, "columns": [] })
}

fn deal(with: Value) -> Value {
    let mut new = json!({ "title": "Своя", "custom": {} });
    if let (Some(new), Value::Object(with)) = (new.as_object_mut(), with) {
        new.extend(with);
    }
    json!({ "new": new })
}

fn profile(ids: Ids) -> Value {
    json!({
        "first_name": "Имя", "last_name": "Фамилия", "role": ids.role, "group": ids.group, "rank": "manager",
        "superior": ids.user, "access": "forbid",
    })
}

/// Ids that nobody has.
fn unknown() -> Ids {
    let new = Uuid::now_v7;
    Ids {
        client: new(),
        deal: new(),
        stage: new(),
        field: new(),
        import: new(),
        user: new(),
        group: new(),
        role: new(),
        session: new(),
    }
}

/// A record of each kind, of this person and their company.
async fn records(of: &TestActor) -> Ids {
    let client = of.creates_client("Скрытый Клиент").await.id;
    let deal = of.deals(NewDeal { client: Some(client), budget: Some(777_000), ..titled("Скрытая сделка") }).await;
    let field = of.adds_field(Noun::Client, FieldKind::Text, "Скрытое поле", &[]).await.id;
    let file = "ФИО\nСкрытый\n".as_bytes().to_vec();
    let import =
        backend::import::upload(&of.cx, of.request(), Noun::Client, "скрытый.csv".into(), file).await.expect("a file");
    let group = backend::groups::create(&of.cx, of.request(), "Скрытая группа".into()).await.expect("a group").id;
    let session = backend::sessions::list(&of.cx).await.expect("sessions")[0].id;
    Ids {
        client: client.0,
        deal: deal.id.0,
        stage: deal.stage.0,
        field: field.0,
        import: import.0,
        user: of.id().0,
        group: group.0,
        role: of.cx.actor().role.0,
        session: session.0,
    }
}

/// Calls a function as a request of its own.
async fn call(web: &Web, name: &str, mut body: Value, cookie: &str) -> Answer {
    body["request"] = json!(RequestId(Uuid::now_v7()));
    web.call(&format!("/api/{name}"), &body.to_string(), Some(cookie)).await
}

/// What differs between the answers to ids that are hidden and to ids that are not there, or from what is expected.
async fn differences(
    web: &Web,
    (name, status, body): (&str, u16, fn(Ids) -> Value),
    hidden: Ids,
    cookie: &str,
) -> Option<String> {
    let before = web.crm.base.facts().await;
    let nobody = unknown();
    let (one, other) = (call(web, name, body(hidden), cookie).await, call(web, name, body(nobody), cookie).await);
    // What is wrong with a custom field is said under the id that was sent.
    let said = |answer: &Answer, sent: Ids| answer.body.replace(&sent.field.to_string(), "field");
    let alike = (one.status, said(&one, hidden)) == (other.status, said(&other, nobody)) && !one.body.contains("крыт");
    let unchanged = web.crm.base.facts().await == before;
    let fine = alike && unchanged && one.status.as_u16() == status;
    (!fine).then(|| {
        format!("{name}: {} {} / {} {}, unchanged: {unchanged}", one.status, one.body, other.status, other.body)
    })
}

#[test]
fn every_server_function_is_swapped() {
    let listed: BTreeSet<&str> = CALLS.iter().map(|(name, _)| *name).collect();
    let functions: BTreeSet<&str> =
        server_fn::axum::server_fn_paths().map(|(path, _)| path.trim_start_matches("/api/")).collect();
    assert_eq!(listed, functions);
}

#[tokio::test]
async fn another_company_is_as_if_it_were_not_there() {
    let web = Web::new().await;
    let hidden = records(web.crm.anna()).await;
    let stranger = web.sign_in("other@example.uz").await;
    let mut wrong = Vec::new();
    for (name, call_with) in CALLS {
        match call_with {
            Record(status, body) | Setting(status, body) => {
                wrong.extend(differences(&web, (name, *status, *body), hidden, &stranger).await);
            }
            Own => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_colleagues_records_are_as_if_they_were_not_there() {
    let web = Web::new().await;
    let hidden = records(web.crm.anna()).await;
    let manager = web.sign_in("boris@example.uz").await;
    let mut wrong = Vec::new();
    for (name, call_with) in CALLS {
        if let Record(status, body) = call_with {
            wrong.extend(differences(&web, (name, *status, *body), hidden, &manager).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn pages_of_hidden_records_are_those_of_unknown_ones() {
    let web = Web::new().await;
    let (hidden, nobody) = (records(web.crm.anna()).await, unknown());
    let stranger = web.sign_in("other@example.uz").await;
    for path in [
        |ids: Ids| format!("/clients/{}", ids.client),
        |ids: Ids| format!("/deals/{}", ids.deal),
        |ids: Ids| format!("/deals/list/{}", ids.deal),
        |ids: Ids| format!("/settings/import/{}", ids.import),
        |ids: Ids| format!("/settings/users/{}", ids.user),
    ] {
        let (one, other) =
            (web.get(&path(hidden), Some(&stranger)).await, web.get(&path(nobody), Some(&stranger)).await);
        assert_eq!(one.status, other.status, "{}", path(hidden));
        assert!(!one.body.contains("крыт"), "{}", path(hidden));
    }
}
