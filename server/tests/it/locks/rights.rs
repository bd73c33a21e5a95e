//! Each right taken away, each function that needs it called directly, without a page: refused, and not one byte changed.

use super::{BASE, HOST};
use crate::{
    calls::{CALLS, Ids, functions, records},
    web::{Answer, Web},
};
use Right::*;
use axum::{
    body::Body,
    http::{Request, header},
};
use backend::{
    db_test, roles,
    sessions::{self, Origin},
    test_crm::{TestActor, TestCrm},
};
use domain::{
    access::{Right, Rights},
    ids::UserId,
    roles::{Role, RoleDraft},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Functions that are refused (403) without the right.
const NEEDED: &[(Right, &[&str])] = &[
    (CreateClients, &["create_client"]),
    (ViewClients, &["list_clients", "count_clients", "suggest_clients"]),
    (EditClients, &["edit_client"]),
    (CreateDeals, &["create_deal"]),
    (ViewDeals, &["open_board", "list_column", "board_totals", "news_of_deals", "list_deals", "total_deals"]),
    (EditDeals, &["edit_deal", "move_deal"]),
    (
        Import,
        &[
            "list_imports",
            "get_import",
            "list_import_issues",
            "glimpse_import",
            "check_import",
            "check_import_issues",
            "start_import",
            "cancel_import",
        ],
    ),
    (SetUpFunnel, &["open_funnel", "save_funnel"]),
    (
        SetUpFields,
        &[
            "create_field",
            "rename_field",
            "add_field_option",
            "count_field_values",
            "delete_field",
            "restore_field",
            "list_deleted_fields",
        ],
    ),
    (
        SetUpUsers,
        &[
            "get_staff",
            "create_user",
            "save_user",
            "suspend_user",
            "reactivate_user",
            "dismiss_user",
            "resend_invitation",
            "create_group",
            "rename_group",
            "delete_group",
            "create_role",
            "save_role",
            "delete_role",
            "list_security_log",
            "reset_second_factor",
            "explain_access",
        ],
    ),
    (SetUpCompany, &["set_limits", "save_preference_for_all", "load_demo_data", "remove_demo_data"]),
];

/// Functions whose record does not exist (404) without the right: it is not seen.
const SEEN_BY: &[(Right, &[&str])] = &[
    (ViewClients, &["get_client", "client_feed", "comment_client", "edit_client", "list_client_deals"]),
    (ViewDeals, &["get_deal", "deal_feed", "comment_deal", "edit_deal", "move_deal"]),
];

/// One change of a record that needs a right of its own.
type Special = (Right, &'static str, fn(Ids, UserId) -> Value);
const SPECIAL: &[Special] = &[
    (
        EditPhone,
        "edit_client",
        |ids, _| json!({ "id": ids.client, "seen": 1, "patch": { "phones": [phone("901234567")] } }),
    ),
    (ChangeOwner, "edit_client", |ids, other| json!({ "id": ids.client, "seen": 1, "patch": { "owner": other } })),
    (ChangeOwner, "edit_deal", |ids, other| json!({ "id": ids.deal, "seen": 1, "patch": { "owner": other } })),
    (
        ChangeOwner,
        "create_client",
        |_, other| json!({ "new": { "kind": "person", "name": "Чужой", "phones": [], "emails": [], "owner": other, "custom": {} } }),
    ),
    (ChangeOwner, "create_deal", |_, other| json!({ "new": { "title": "Чужая", "custom": {}, "owner": other } })),
];

/// Functions that everybody who is signed in may call: what they show and change is one's own or everybody's.
const FREE: &[&str] = &[
    "begin_second_factor",
    "confirm_second_factor",
    "count_notifications",
    "end_sessions",
    "get_company",
    "get_second_factor",
    "get_viewer",
    "has_demo_data",
    "list_fields",
    "list_notifications",
    "list_sessions",
    "reset_preference",
    "save_preference",
    "see_notifications",
    "set_lang",
    "turn_off_second_factor",
];

/// Free ones that are answered by the state they meet, and refused for it: a code that nobody asked for.
const OF_STATE: &[&str] = &["confirm_second_factor", "turn_off_second_factor"];

fn phone(digits: &str) -> Value {
    json!(backend::test_crm::actor::parsed(digits))
}

/// A person with a role of their own, whose rights are given and taken.
pub struct Probe {
    web: Web,
    role: Role,
    pub ids: Ids,
}

impl Probe {
    pub async fn new(crm: TestCrm) -> Self {
        let web = Web::of(crm, Some(BASE));
        let anna = web.crm.anna();
        let draft = RoleDraft { name: "Проба".into(), rights: Rights::all(), second_factor: false };
        let role = roles::create(&anna.cx, anna.request(), draft).await.expect("a role");
        let boris = web.crm.boris().id();
        anna.changes(boris, |profile| profile.role = role.id).await.expect("the role is given");
        let mut probe = Probe { web, role, ids: crate::calls::unknown() };
        let able = probe.person().await;
        probe.ids = records(&able).await;
        probe
    }

    /// Their session as of now.
    pub async fn person(&self) -> TestActor {
        let (backend, boris) = (&self.web.crm.backend, &self.web.crm.boris().cx);
        let origin = Origin { address: "192.0.2.1".into(), device: "test".into() };
        let cookie = sessions::start(backend, boris.workspace(), boris.user(), &origin).await.expect("a session");
        let cx = sessions::cx(backend, &cookie).await.expect("looked up").expect("signed in");
        TestActor { cx, cookie }
    }

    /// The same person with these rights alone; gives their cookie.
    pub async fn may_only(&mut self, rights: Rights) -> String {
        let anna = self.web.crm.anna();
        let draft = RoleDraft { name: self.role.name.clone(), rights, second_factor: false };
        let saved = roles::save(&anna.cx, anna.request(), self.role.id, self.role.version, draft).await;
        self.role = saved.expect("the role is changed");
        self.person().await.cookie
    }

    /// A page as they are shown it.
    pub async fn open(&self, path: &str, cookie: &str) -> Answer {
        let request =
            Request::get(path).header(header::HOST, HOST).header(header::COOKIE, format!("__Host-voronka={cookie}"));
        self.web.send(request.body(Body::empty()).unwrap()).await
    }

    async fn call(&self, name: &str, mut body: Value, cookie: &str) -> (u16, String) {
        body["request"] = json!(Uuid::now_v7());
        let request = Request::post(format!("/api/{name}"))
            .header(header::HOST, HOST)
            .header(header::COOKIE, format!("__Host-voronka={cookie}"))
            .header(header::CONTENT_TYPE, "application/json");
        let answer = self.web.send(request.body(Body::from(body.to_string())).unwrap()).await;
        (answer.status.as_u16(), answer.body)
    }

    /// What is answered otherwise than refused so, or changes anything.
    async fn misses(&self, (name, body, wanted): (&str, Value, u16), cookie: &str) -> Option<String> {
        let before = self.web.crm.base.everything().await;
        let (status, said) = self.call(name, body, cookie).await;
        let unchanged = self.web.crm.base.everything().await == before;
        (status != wanted || !unchanged).then(|| format!("{name}: {status} {said}, unchanged: {unchanged}"))
    }
}

fn bodies(name: &str, ids: Ids) -> Vec<Value> {
    CALLS.iter().filter(|(known, _)| *known == name).map(|(_, of)| of.body(ids)).collect()
}

fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_right_and_every_function_stands_in_a_table() {
    let tables = || NEEDED.iter().chain(SEEN_BY);
    let used: BTreeSet<Right> =
        tables().map(|(right, _)| *right).chain(SPECIAL.iter().map(|special| special.0)).collect();
    // What the page of a role says of a switch is true: it decides something, or it has no effect yet.
    assert_eq!(used, Right::ALL.iter().copied().filter(|right| right.is_used()).collect());
    let named: BTreeSet<&str> =
        tables().flat_map(|(_, names)| names.iter().copied()).chain(FREE.iter().copied()).collect();
    assert_eq!(named, functions());
}

db_test! {
    async fn without_its_right_a_function_is_refused_and_nothing_is_changed(crm: TestCrm) {
        let mut probe = Probe::new(crm).await;
        let (mut wrong, vera) = (Vec::new(), probe.web.crm.vera().id());
        for right in Right::ALL.iter().copied().filter(|right| right.is_used()) {
            let cookie = probe.may_only(Rights::all().without(right)).await;
            let (mut calls, ids) = (Vec::new(), probe.ids);
            let tabled = |table: &'static [(Right, &[&'static str])]| {
                table.iter().filter(move |row| row.0 == right).flat_map(|row| row.1.iter().copied())
            };
            for name in tabled(NEEDED) {
                calls.extend(bodies(name, ids).into_iter().map(|body| (name, body, 403)));
            }
            for name in tabled(SEEN_BY) {
                calls.extend(bodies(name, ids).into_iter().map(|body| (name, body, 404)));
            }
            for (_, name, body) in SPECIAL.iter().filter(|special| special.0 == right) {
                calls.push((name, body(ids, vera), 403));
            }
            for call in calls {
                wrong.extend(probe.misses(call, &cookie).await.map(|miss| format!("{right:?} {miss}")));
            }
        }
        none(wrong);
    }

    async fn without_any_right_only_what_is_free_is_answered(crm: TestCrm) {
        let mut probe = Probe::new(crm).await;
        let cookie = probe.may_only(Rights::of(&[])).await;
        let mut wrong = Vec::new();
        for (name, of) in CALLS {
            let before = probe.web.crm.base.everything().await;
            let (status, said) = probe.call(name, of.body(probe.ids), &cookie).await;
            let free = FREE.contains(name);
            let kept = free || probe.web.crm.base.everything().await == before;
            let answered = status == 200 || OF_STATE.contains(name) && matches!(status, 409 | 422);
            if free != answered || !kept || status >= 500 {
                wrong.push(format!("{name}: {status} {said}"));
            }
        }
        none(wrong);
    }

    async fn with_all_rights_the_same_calls_are_not_refused_for_want_of_one(crm: TestCrm) {
        let probe = Probe::new(crm).await;
        let cookie = probe.person().await.cookie;
        let (mut wrong, vera) = (Vec::new(), probe.web.crm.vera().id());
        for (_, name, body) in SPECIAL {
            let person = probe.person().await;
            let client = person.creates_client("Новый").await.id;
            let fresh = Ids { client: client.0, deal: person.creates_deal("Новая", None).await.id.0, ..probe.ids };
            let (status, said) = probe.call(name, body(fresh, vera), &cookie).await;
            if status != 200 {
                wrong.push(format!("{name}: {status} {said}"));
            }
        }
        // Nobody takes their own role, seat or session away here: the calls after that would be refused for it.
        let (nobody, user) = (Uuid::nil(), vera.0);
        let ids = Ids { role: nobody, session: nobody, user, ..probe.ids };
        for (name, of) in CALLS {
            let (status, said) = probe.call(name, of.body(ids), &cookie).await;
            if status == 403 || status == 401 || status >= 500 {
                wrong.push(format!("{name}: {status} {said}"));
            }
        }
        none(wrong);
    }
}
