//! What every server function is called with. The swap calls them with foreign ids; the locks with forged headers, with
//! fields that nobody asked for, and without the right.

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
pub struct Ids {
    pub client: Uuid,
    pub deal: Uuid,
    pub stage: Uuid,
    pub field: Uuid,
    pub choice: Uuid,
    pub option: Uuid,
    pub import: Uuid,
    pub user: Uuid,
    pub group: Uuid,
    pub role: Uuid,
    pub session: Uuid,
}

/// What a function is called with.
#[derive(Clone, Copy)]
pub enum Call {
    /// A client or a deal by its id; answered so.
    Record(u16, fn(Ids) -> Value),
    /// Something of the company's settings by its id; answered so.
    Setting(u16, fn(Ids) -> Value),
    /// It names no record: it answers from the company of the session, or changes that.
    Own(fn(Ids) -> Value),
}

impl Call {
    /// What it is called with.
    pub fn body(self, ids: Ids) -> Value {
        let (Record(_, body) | Setting(_, body) | Own(body)) = self;
        body(ids)
    }
}

use Call::{Own, Record, Setting};

/// Every server function. A new one fails the build until it stands here.
pub const CALLS: &[(&str, Call)] = &[
    ("add_field_option", Setting(404, |ids| json!({ "field": ids.field, "seen": 1, "name": "Чужой" }))),
    ("begin_second_factor", Own(|_| json!({}))),
    ("board_totals", Setting(200, |ids| json!({ "filter": one_of("owner", "users", ids.user) }))),
    ("cancel_import", Setting(404, |ids| json!({ "id": ids.import }))),
    ("check_import", Setting(404, |ids| json!({ "id": ids.import, "plan": plan() }))),
    ("check_import_issues", Setting(404, |ids| json!({ "id": ids.import, "plan": plan(), "after": 0 }))),
    ("client_feed", Record(404, |ids| json!({ "id": ids.client, "page": page() }))),
    ("comment_client", Record(404, |ids| json!({ "id": ids.client, "text": "Чужой" }))),
    ("comment_deal", Record(404, |ids| json!({ "id": ids.deal, "text": "Чужой" }))),
    ("confirm_second_factor", Own(|_| json!({ "code": "000000" }))),
    (
        "count_clients",
        Setting(
            200,
            |ids| json!({ "query": { "filter": one_of("owner", "users", ids.user), "sort": sort(), "page": page() } }),
        ),
    ),
    ("count_field_values", Setting(404, |ids| json!({ "id": ids.field }))),
    ("count_notifications", Own(|_| json!({}))),
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
    ("create_field", Own(|_| json!({ "new": { "noun": "client", "kind": "text", "name": "Поле", "options": [] } }))),
    ("create_group", Own(|_| json!({ "name": "Группа" }))),
    ("create_role", Own(|_| json!({ "draft": { "name": "Роль", "rights": 0 } }))),
    ("create_user", Setting(422, |ids| json!({ "new": { "email": "new@example.uz", "profile": profile(ids) } }))),
    ("deal_feed", Record(404, |ids| json!({ "id": ids.deal, "page": page() }))),
    ("delete_field", Setting(404, |ids| json!({ "id": ids.field, "seen": 1 }))),
    ("delete_group", Setting(404, |ids| json!({ "id": ids.group, "seen": 1 }))),
    ("delete_role", Setting(404, |ids| json!({ "id": ids.role, "seen": 1 }))),
    ("dismiss_user", Setting(404, |ids| json!({ "id": ids.user, "seen": 1, "heir": ids.user }))),
    ("edit_client", Record(404, |ids| json!({ "id": ids.client, "seen": 1, "patch": { "name": "Чужой" } }))),
    ("edit_deal", Record(404, |ids| json!({ "id": ids.deal, "seen": 1, "patch": { "title": "Чужая" } }))),
    ("end_sessions", Setting(200, |ids| json!({ "which": { "one": ids.session } }))),
    ("explain_access", Setting(404, |ids| json!({ "user": ids.user, "subject": { "client": ids.client } }))),
    ("explain_access", Setting(404, |ids| json!({ "user": ids.user, "subject": { "deal": ids.deal } }))),
    ("get_client", Record(404, |ids| json!({ "id": ids.client }))),
    ("get_company", Own(|_| json!({}))),
    ("get_deal", Record(404, |ids| json!({ "id": ids.deal }))),
    ("get_import", Setting(404, |ids| json!({ "id": ids.import }))),
    ("get_second_factor", Own(|_| json!({}))),
    ("get_staff", Own(|_| json!({}))),
    ("get_viewer", Own(|_| json!({}))),
    ("glimpse_import", Setting(404, |ids| json!({ "id": ids.import, "sheet": null }))),
    ("has_demo_data", Own(|_| json!({}))),
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
    ("list_deleted_fields", Own(|_| json!({ "noun": "client" }))),
    ("list_fields", Own(|_| json!({ "noun": "client" }))),
    ("list_import_issues", Setting(404, |ids| json!({ "id": ids.import, "after": 0 }))),
    ("list_imports", Own(|_| json!({}))),
    ("list_notifications", Own(|_| json!({ "after": null }))),
    ("list_security_log", Own(|_| json!({ "part": "everything", "page": page() }))),
    ("list_sessions", Own(|_| json!({}))),
    ("load_demo_data", Own(|_| json!({}))),
    ("move_deal", Record(404, |ids| json!({ "id": ids.deal, "to": ids.stage, "slot": null }))),
    ("news_of_deals", Record(200, |ids| json!({ "ids": [ids.deal] }))),
    ("open_board", Setting(200, |ids| json!({ "filter": one_of("owner", "users", ids.user) }))),
    ("open_funnel", Own(|_| json!({}))),
    ("reactivate_user", Setting(404, |ids| json!({ "id": ids.user, "seen": 1 }))),
    ("remove_demo_data", Own(|_| json!({}))),
    ("rename_field", Setting(404, |ids| json!({ "id": ids.field, "seen": 1, "name": "Чужое" }))),
    ("rename_group", Setting(404, |ids| json!({ "id": ids.group, "seen": 1, "name": "Чужая" }))),
    ("resend_invitation", Setting(404, |ids| json!({ "id": ids.user }))),
    ("reset_preference", Own(|_| json!({ "subject": "board" }))),
    ("reset_second_factor", Setting(404, |ids| json!({ "id": ids.user }))),
    ("restore_field", Setting(404, |ids| json!({ "id": ids.field, "seen": 2 }))),
    (
        "save_funnel",
        Setting(
            409,
            |ids| json!({ "seen": [], "stages": [{ "id": ids.stage, "group": "in_work", "name": "Чужой", "colour": "p1" }] }),
        ),
    ),
    ("save_preference", Own(|_| json!({ "chosen": { "board": { "density": "compact" } } }))),
    ("save_preference_for_all", Own(|_| json!({ "chosen": { "client_table": { "pinned": 1 } } }))),
    ("save_role", Setting(404, |ids| json!({ "id": ids.role, "seen": 1, "draft": { "name": "Чужая", "rights": 0 } }))),
    ("save_user", Setting(404, |ids| json!({ "id": ids.user, "seen": 1, "profile": profile(ids) }))),
    ("see_notifications", Setting(200, |ids| json!({ "ids": [ids.client] }))),
    ("set_lang", Own(|_| json!({ "lang": "ru" }))),
    ("set_limits", Own(|_| json!({ "seen": 1, "limits": { "name_limit": 40, "text_limit": 200 } }))),
    ("start_import", Setting(404, |ids| json!({ "id": ids.import, "plan": plan() }))),
    ("suggest_clients", Own(|_| json!({ "text": "Скрыто" }))),
    ("suspend_user", Setting(404, |ids| json!({ "id": ids.user, "seen": 1 }))),
    (
        "total_deals",
        Setting(
            200,
            |ids| json!({ "query": { "filter": one_of("stage", "stages", ids.stage), "sort": sort(), "page": page() } }),
        ),
    ),
    ("turn_off_second_factor", Own(|_| json!({ "code": "000000" }))),
];

pub fn page() -> Value {
    json!({ "after": null, "size": 50 })
}

pub fn sort() -> Value {
    json!({ "by": "updated_at", "descending": true })
}

pub fn one_of(field: &str, kind: &str, id: Uuid) -> Value {
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
pub fn unknown() -> Ids {
    let new = Uuid::now_v7;
    Ids {
        client: new(),
        deal: new(),
        stage: new(),
        field: new(),
        choice: new(),
        option: new(),
        import: new(),
        user: new(),
        group: new(),
        role: new(),
        session: new(),
    }
}

/// A record of each kind, of this person and their company, which nobody else is to see.
pub async fn records(of: &TestActor) -> Ids {
    made(of, |what| format!("Скрыто: {what}")).await
}

/// A record of each kind, of this person and their company, named so.
pub async fn made(of: &TestActor, named: impl Fn(&str) -> String) -> Ids {
    let client = of.creates_client(&named("клиент")).await.id;
    let deal = of.deals(NewDeal { client: Some(client), budget: Some(777_000), ..titled(&named("сделка")) }).await;
    let field = of.adds_field(Noun::Client, FieldKind::Text, &named("поле"), &[]).await.id;
    let choice = of.adds_field(Noun::Client, FieldKind::Choice, &named("выбор"), &[&named("вариант")]).await;
    let file = format!("ФИО\n{}\n", named("строка"));
    Ids {
        client: client.0,
        deal: deal.id.0,
        stage: deal.stage.0,
        field: field.0,
        choice: choice.id.0,
        option: choice.options[0].id.0,
        import: sent(of, Noun::Client, (&named("файл.csv"), &file)).await,
        user: of.id().0,
        group: backend::groups::create(&of.cx, of.request(), named("группа")).await.expect("a group").id.0,
        role: of.cx.actor().role.0,
        session: backend::sessions::list(&of.cx).await.expect("sessions")[0].id.0,
    }
}

/// A file of this person's that waits for its import.
pub async fn sent(of: &TestActor, noun: Noun, (name, file): (&str, &str)) -> Uuid {
    let file = file.as_bytes().to_vec();
    backend::import::upload(&of.cx, of.request(), noun, name.to_owned(), file).await.expect("a file").0
}

/// Calls a function as a request of its own.
pub async fn call(web: &Web, name: &str, mut body: Value, cookie: &str) -> Answer {
    body["request"] = json!(RequestId(Uuid::now_v7()));
    web.call(&format!("/api/{name}"), &body.to_string(), Some(cookie)).await
}

/// The names of all server functions, as the program itself lists them.
pub fn functions() -> BTreeSet<&'static str> {
    server_fn::axum::server_fn_paths().map(|(path, _)| path.trim_start_matches("/api/")).collect()
}
