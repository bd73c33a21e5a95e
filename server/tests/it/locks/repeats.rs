//! One request sent twice, as a browser does that heard no answer: every function that writes answers it the same way and
//! writes nothing more – no event, no letter, no notification, no line of the log.

use crate::{
    calls::functions,
    inside::{Own, clients, cookie},
    web::{Answer, Web},
};
use axum::http::StatusCode;
use backend::{
    db_test, fields, notifications, second_factor, sessions,
    test_crm::{TestActor, TestCrm, origin},
};
use domain::deals::DealPatch;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Functions that take no id of a request, because they only read.
const READ: &[&str] = &[
    "board_totals",
    "check_import",
    "check_import_issues",
    "client_feed",
    "count_clients",
    "count_field_values",
    "count_notifications",
    "deal_feed",
    "explain_access",
    "get_client",
    "get_company",
    "get_deal",
    "get_import",
    "get_second_factor",
    "get_staff",
    "get_viewer",
    "glimpse_import",
    "has_demo_data",
    "list_client_deals",
    "list_clients",
    "list_column",
    "list_deals",
    "list_deleted_fields",
    "list_fields",
    "list_import_issues",
    "list_imports",
    "list_notifications",
    "list_security_log",
    "list_sessions",
    "news_of_deals",
    "open_board",
    "open_funnel",
    "suggest_clients",
    "total_deals",
];

type Body = fn(&Calling) -> Value;

/// Every function that takes the id of a request, called so that it is answered and writes something.
fn writes() -> BTreeMap<&'static str, Body> {
    let writes: Vec<(&str, Body)> = vec![
        ("add_field_option", |of| json!({ "field": of.own.ids.choice, "seen": 1, "name": "Ещё" })),
        ("begin_second_factor", |_| json!({})),
        ("cancel_import", |of| json!({ "id": of.own.ids.import })),
        ("comment_client", |of| json!({ "id": of.own.ids.client, "text": "Позвонить" })),
        ("comment_deal", |of| json!({ "id": of.own.ids.deal, "text": "Позвонить" })),
        ("confirm_second_factor", |of| json!({ "code": of.code })),
        (
            "create_client",
            |of| json!({ "new": { "kind": "person", "name": "Его", "phones": [], "emails": [], "owner": of.colleague, "custom": {} } }),
        ),
        ("create_deal", |of| json!({ "new": { "title": "Его", "custom": {}, "owner": of.colleague } })),
        (
            "create_field",
            |of| json!({ "new": { "noun": "deal", "kind": "text", "name": of.named("Новое"), "options": [] } }),
        ),
        ("create_group", |of| json!({ "name": of.named("Новая") })),
        ("create_role", |of| json!({ "draft": { "name": of.named("Новая"), "rights": 0 } })),
        ("create_user", |of| json!({ "new": { "email": "new@example.uz", "profile": of.profile("Новый") } })),
        ("delete_field", |of| json!({ "id": of.own.ids.field, "seen": 1 })),
        ("delete_group", |of| json!({ "id": of.own.ids.group, "seen": 1 })),
        ("delete_role", |of| json!({ "id": of.own.ids.role, "seen": 1 })),
        ("dismiss_user", |of| json!({ "id": of.own.person, "seen": 1, "heir": of.own.ids.user })),
        ("edit_client", |of| json!({ "id": of.own.ids.client, "seen": 1, "patch": { "managers": [of.colleague] } })),
        ("edit_deal", |of| json!({ "id": of.own.ids.deal, "seen": 1, "patch": { "owner": of.colleague } })),
        ("end_sessions", |of| json!({ "which": { "one": of.session } })),
        ("load_demo_data", |_| json!({})),
        ("move_deal", |of| json!({ "id": of.own.ids.deal, "to": of.own.stages[1]["id"], "slot": null })),
        ("reactivate_user", |of| json!({ "id": of.own.person, "seen": 2 })),
        ("remove_demo_data", |_| json!({})),
        ("rename_field", |of| json!({ "id": of.own.ids.field, "seen": 1, "name": of.named("Иное") })),
        ("rename_group", |of| json!({ "id": of.own.ids.group, "seen": 1, "name": of.named("Иная") })),
        ("resend_invitation", |of| json!({ "id": of.own.person })),
        ("reset_preference", |_| json!({ "subject": "board" })),
        ("reset_second_factor", |of| json!({ "id": of.colleague })),
        ("restore_field", |of| json!({ "id": of.own.ids.field, "seen": 2 })),
        ("save_funnel", |of| {
            let mut stages = of.own.stages.clone();
            stages[0]["name"] = json!(of.named("Первый"));
            json!({ "seen": of.own.stages, "stages": stages })
        }),
        ("save_preference", |_| json!({ "chosen": { "board": { "density": "compact" } } })),
        ("save_preference_for_all", |_| json!({ "chosen": { "client_table": { "pinned": 1 } } })),
        (
            "save_role",
            |of| json!({ "id": of.own.ids.role, "seen": 1, "draft": { "name": of.named("Иная"), "rights": 0 } }),
        ),
        ("save_user", |of| json!({ "id": of.own.person, "seen": 1, "profile": of.profile("Иной") })),
        ("see_notifications", |of| json!({ "ids": of.told })),
        ("set_lang", |_| json!({ "lang": "en" })),
        ("set_limits", |_| json!({ "seen": 1, "limits": { "name_limit": 40, "text_limit": 200 } })),
        ("start_import", |of| json!({ "id": of.own.ids.import, "plan": clients(json!("skip"), None) })),
        ("suspend_user", |of| json!({ "id": of.own.person, "seen": 1 })),
        ("turn_off_second_factor", |of| json!({ "code": of.code })),
    ];
    writes.into_iter().collect()
}

/// What one function is called with.
struct Calling {
    own: Own,
    colleague: Uuid,
    session: Uuid,
    code: String,
    told: Vec<Uuid>,
}

impl Calling {
    /// Brings about what the function ends, takes back or turns off.
    async fn new(web: &Web, name: &str, number: usize) -> Self {
        let (anna, boris) = (web.crm.anna(), web.crm.boris());
        let own = Own::new(anna, web, number).await;
        let session = another_session(web).await;
        let (mut code, mut told) = (String::new(), Vec::new());
        match name {
            "reactivate_user" => {
                anna.suspends(own.person).await.expect("suspended");
            }
            "restore_field" => {
                let field = domain::ids::FieldId(own.ids.field);
                fields::delete(&anna.cx, anna.request(), field, 1).await.expect("deleted");
            }
            "reset_preference" => {
                let chosen = json!({ "chosen": { "board": { "density": "compact" } } });
                assert_eq!(call(web, "save_preference", (Uuid::now_v7(), chosen)).await.status, StatusCode::OK);
            }
            "confirm_second_factor" => code = first_code(anna).await,
            "reset_second_factor" => drop(turned_on(boris).await),
            "turn_off_second_factor" => code = turned_on(anna).await,
            "see_notifications" => {
                let deal = boris.creates_deal("Для директора", None).await.id;
                boris.without(&[]).edits_deal(deal, DealPatch::Owner(anna.id())).await;
                let list = notifications::list(&anna.cx, None).await.expect("the list");
                told = list.all.iter().map(|one| one.id.0).collect();
            }
            _ => {}
        }
        Calling { own, colleague: boris.id().0, session, code, told }
    }

    fn named(&self, what: &str) -> String {
        format!("{what} {}", self.own.number)
    }

    fn profile(&self, name: &str) -> Value {
        json!({
            "first_name": name, "last_name": "Фамилия", "role": self.own.ids.role, "group": null, "rank": "manager", "superior": null,
            "access": "forbid",
        })
    }
}

/// The id of another session of Anna's.
async fn another_session(web: &Web) -> Uuid {
    let anna = web.crm.anna();
    let cookie = sessions::start(&web.crm.backend, anna.cx.workspace(), anna.id(), &origin()).await;
    let cx = sessions::cx(&web.crm.backend, &cookie.expect("a session")).await.expect("looked up");
    let list = sessions::list(&cx.expect("signed in")).await.expect("sessions");
    list.iter().find(|session| session.current).expect("the one that asks").id.0
}

/// Turns somebody's second factor on; gives a code of theirs.
async fn turned_on(who: &TestActor) -> String {
    let code = first_code(who).await;
    second_factor::confirm(&who.cx, who.request(), &code).await.expect("codes").remove(0)
}

/// A new secret that waits; gives the code that confirms it.
async fn first_code(who: &TestActor) -> String {
    let secret = second_factor::begin(&who.cx, who.request()).await.expect("a secret").secret;
    second_factor::code_now(who.cx.backend(), &secret)
}

async fn call(web: &Web, name: &str, (request, mut body): (Uuid, Value)) -> Answer {
    body["request"] = json!(request);
    web.call(&format!("/api/{name}"), &body.to_string(), Some(&cookie(web.crm.anna()))).await
}

/// All that is stored, and how long the security log is.
async fn stored(web: &Web) -> (Vec<String>, i64) {
    (web.crm.base.everything().await, web.crm.base.size("security_log").await)
}

/// What is wrong when a function is asked the same twice, and its request then for something else.
async fn told_twice(web: &Web, name: &str, body: Value) -> Option<String> {
    let (request, before) = (Uuid::now_v7(), stored(web).await);
    let first = call(web, name, (request, body.clone())).await;
    let after = stored(web).await;
    let again = call(web, name, (request, body)).await;
    let repeated = stored(web).await;
    let other = call(web, "create_group", (request, json!({ "name": "Совсем другая" }))).await;
    let alike = (first.status, &first.body) == (again.status, &again.body) && first.status == StatusCode::OK;
    let rows =
        |of: &(Vec<String>, i64)| of.0.iter().filter(|row| !row.starts_with("requests ")).cloned().collect::<Vec<_>>();
    let wrote = (rows(&after), after.1) != (rows(&before), before.1);
    let kept = repeated == after && stored(web).await == after && other.status == StatusCode::CONFLICT;
    (!alike || !wrote || !kept).then(|| {
        let said = [&first, &again, &other].map(|answer| format!("{} {}", answer.status, answer.body));
        format!("{name}: {said:#?}, wrote: {wrote}, kept: {kept}")
    })
}

db_test! {
    async fn a_request_that_is_sent_twice_is_answered_alike_and_writes_once(crm: TestCrm) {
        let mut wrong = Vec::new();
        let web = Web::of(crm, None);
        let apart = |name: &str| name.ends_with("_demo_data") || name == "confirm_second_factor";
        for (number, (name, body)) in writes().into_iter().filter(|(name, _)| !apart(name)).enumerate() {
            let calling = Calling::new(&web, name, number).await;
            wrong.extend(told_twice(&web, name, body(&calling)).await);
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn a_code_that_is_confirmed_twice_is_answered_alike_and_writes_once(crm: TestCrm) {
        // Whoever has confirmed it opens no other session without a code: a company of its own.
        let (web, name) = (Web::of(crm, None), "confirm_second_factor");
        let calling = Calling::new(&web, name, 0).await;
        assert_eq!(told_twice(&web, name, writes()[name](&calling)).await, None);
    }

    async fn demo_data_comes_and_goes_once_by_a_request_that_is_sent_twice(crm: TestCrm) {
        // A company of its own: demo data is for those that have no records yet.
        let web = Web::of(crm, None);
        for name in ["load_demo_data", "remove_demo_data"] {
            let wrong = told_twice(&web, name, json!({})).await;
            assert_eq!(wrong, None);
        }
    }

    async fn every_function_that_writes_takes_the_id_of_its_request(crm: TestCrm) {
        let writes = writes();
        let without: BTreeSet<&str> = READ.iter().copied().collect();
        let named: BTreeSet<&str> = without.iter().copied().chain(writes.keys().copied()).collect();
        assert_eq!(named, functions());
        assert!(without.is_disjoint(&writes.keys().copied().collect()), "a function stands in two lists");
        let web = Web::of(crm, None);
        let lacks = "missing field `request`";
        for name in functions() {
            let answer = web.call(&format!("/api/{name}"), "{}", Some(&cookie(web.crm.anna()))).await;
            assert_eq!(answer.body.contains(lacks), writes.contains_key(name), "{name}: {}", answer.body);
        }
    }

    async fn what_only_reads_writes_nothing(crm: TestCrm) {
        let web = Web::of(crm, None);
        let ids = crate::calls::records(web.crm.anna()).await;
        // To be looked at, a file is read to its end, and how long it is stays known.
        let kept = |rows: Vec<String>| rows.into_iter().filter(|row| !row.starts_with("imports ")).collect::<Vec<_>>();
        let before = kept(web.crm.base.everything().await);
        for (name, of) in crate::calls::CALLS.iter().filter(|(name, _)| READ.contains(name)) {
            let answer = crate::calls::call(&web, name, of.body(ids), &cookie(web.crm.anna())).await;
            let said = answer.status == StatusCode::OK || name.starts_with("check_import");
            assert!(said, "{name}: {} {}", answer.status, answer.body);
            assert!(kept(web.crm.base.everything().await) == before, "{name}");
        }
    }
}
