//! The swap within a call: the record is one's own, and an id inside is somebody else's. Neither does that lead anywhere: it is
//! refused, or passed over, as an id that nobody has. With one's own ids alone the same call is answered.

use crate::{
    calls::{Ids, call, made, one_of, page, records, sent, sort},
    swap::differences,
    web::Web,
};
use Hidden::{FromColleagues, FromStrangers};
use backend::{
    db_test, roles, sessions,
    test_crm::{TestActor, TestCrm, origin},
};
use domain::{
    access::Rights,
    deals::Slot,
    fields::Noun,
    ids::{DealId, UserId},
    roles::RoleDraft,
};
use serde_json::{Value, json};

/// Who must not learn of what is inside.
#[derive(Clone, Copy, PartialEq)]
enum Hidden {
    /// A colleague who does not see the record, and every stranger.
    FromColleagues,
    /// Another company: it belongs to the settings of this one.
    FromStrangers,
}

/// What somebody calls with: a record of each kind, and what cannot be told by ids alone.
pub struct Own {
    pub ids: Ids,
    /// An import of deals.
    deals: uuid::Uuid,
    /// Somebody who was invited.
    pub person: UserId,
    pub stages: Value,
    /// Tells names apart.
    pub number: usize,
}

impl Own {
    pub async fn new(of: &TestActor, web: &Web, number: usize) -> Self {
        let named = |what: &str| format!("{what} {number}");
        let made = made(of, named).await;
        let draft = RoleDraft { name: named("Роль"), rights: Rights::of(&[]), second_factor: false };
        let funnel = call(web, "open_funnel", json!({}), &cookie(of)).await;
        let funnel: Value = serde_json::from_str(&funnel.body).expect("a funnel");
        let hired = of.hires("Олег", &format!("own{number}@example.uz")).await;
        let ids = Ids {
            import: sent(of, Noun::Client, ("свой.csv", "ФИО;Город\nСвой;Ташкент\n")).await,
            role: roles::create(&of.cx, of.request(), draft).await.expect("a role").id.0,
            ..made
        };
        Own {
            ids,
            deals: sent(of, Noun::Deal, ("свой.csv", "Название;Город\nСвоя;Ташкент\n")).await,
            person: of.creates_user(hired).await.expect("invited").user.id,
            stages: funnel["stages"].clone(),
            number,
        }
    }

    /// The funnel as it is, but for its first stage, whose place another one takes.
    fn with_stage(&self, other: uuid::Uuid) -> Value {
        let mut stages = self.stages.clone();
        for stage in stages.as_array_mut().expect("stages") {
            if stage["id"] == json!(self.ids.stage) {
                stage["id"] = json!(other);
            }
        }
        json!({ "seen": self.stages, "stages": stages })
    }
}

/// The session of somebody as a browser sends it.
pub fn cookie(of: &TestActor) -> String {
    format!("__Host-voronka={}", of.cookie)
}

type Case = (&'static str, u16, Hidden, fn(&Own, Ids) -> Value);

const CASES: &[Case] = &[
    ("edit_deal", 404, FromColleagues, |own, ids| of_deal(own, json!({ "client": ids.client }))),
    ("edit_deal", 422, FromStrangers, |own, ids| of_deal(own, json!({ "owner": ids.user }))),
    ("edit_client", 422, FromStrangers, |own, ids| of_client(own, json!({ "owner": ids.user }))),
    ("edit_client", 422, FromStrangers, |own, ids| of_client(own, json!({ "managers": [ids.user] }))),
    ("edit_client", 422, FromStrangers, |own, ids| of_client(own, json!({ "managers": [own.ids.user, ids.user] }))),
    ("edit_client", 404, FromStrangers, |own, ids| of_client(own, json!({ "custom": [ids.field, { "text": "да" }] }))),
    ("edit_client", 422, FromStrangers, |own, ids| {
        of_client(own, json!({ "custom": [own.ids.choice, { "choice": ids.option }] }))
    }),
    ("create_client", 422, FromStrangers, |own, ids| {
        let custom = json!({ own.ids.choice.to_string(): { "choice": ids.option } });
        json!({ "new": { "kind": "person", "name": "Свой", "phones": [], "emails": [], "custom": custom } })
    }),
    (
        "create_deal",
        404,
        FromColleagues,
        |own, ids| json!({ "new": { "title": "Своя", "custom": {}, "stage": own.ids.stage, "client": ids.client } }),
    ),
    ("move_deal", 409, FromStrangers, |own, ids| json!({ "id": own.ids.deal, "to": ids.stage, "slot": null })),
    ("save_funnel", 409, FromStrangers, |own, ids| own.with_stage(ids.stage)),
    ("save_user", 422, FromStrangers, |own, ids| of_person(own, json!({ "role": ids.role }))),
    ("save_user", 422, FromStrangers, |own, ids| of_person(own, json!({ "group": ids.group }))),
    ("save_user", 422, FromStrangers, |own, ids| of_person(own, json!({ "superior": ids.user }))),
    ("create_user", 422, FromStrangers, |own, ids| new_person(own, json!({ "role": ids.role }))),
    ("create_user", 422, FromStrangers, |own, ids| new_person(own, json!({ "group": ids.group }))),
    ("create_user", 422, FromStrangers, |own, ids| new_person(own, json!({ "superior": ids.user }))),
    ("dismiss_user", 422, FromStrangers, |own, ids| json!({ "id": own.person, "seen": 1, "heir": ids.user })),
    (
        "explain_access",
        404,
        FromColleagues,
        |own, ids| json!({ "user": own.ids.user, "subject": { "client": ids.client } }),
    ),
    (
        "explain_access",
        404,
        FromColleagues,
        |own, ids| json!({ "user": own.ids.user, "subject": { "deal": ids.deal } }),
    ),
    (
        "explain_access",
        404,
        FromStrangers,
        |own, ids| json!({ "user": ids.user, "subject": { "client": own.ids.client } }),
    ),
    ("glimpse_import", 404, FromColleagues, |_, ids| json!({ "id": ids.import, "sheet": null })),
    ("list_import_issues", 404, FromColleagues, |_, ids| json!({ "id": ids.import, "after": 0 })),
    (
        "check_import_issues",
        404,
        FromColleagues,
        |_, ids| json!({ "id": ids.import, "plan": clients(json!("skip"), None), "after": 0 }),
    ),
    ("check_import", 404, FromColleagues, |_, ids| json!({ "id": ids.import, "plan": clients(json!("skip"), None) })),
    ("start_import", 404, FromColleagues, |_, ids| json!({ "id": ids.import, "plan": clients(json!("skip"), None) })),
    (
        "check_import",
        422,
        FromStrangers,
        |own, ids| json!({ "id": own.ids.import, "plan": clients(json!({ "field": ids.field }), None) }),
    ),
    (
        "start_import",
        422,
        FromStrangers,
        |own, ids| json!({ "id": own.ids.import, "plan": clients(json!({ "field": ids.field }), None) }),
    ),
    ("check_import", 422, FromStrangers, |own, ids| {
        let plan = clients(json!({ "field": own.ids.choice }), Some(json!({ "option": ids.option })));
        json!({ "id": own.ids.import, "plan": plan })
    }),
    (
        "check_import",
        422,
        FromStrangers,
        |own, ids| json!({ "id": own.ids.import, "plan": clients(json!("owner"), Some(json!({ "owner": ids.user }))) }),
    ),
    ("check_import", 422, FromStrangers, |own, ids| {
        let mut plan = clients(json!("owner"), None);
        plan["columns"][1]["others"] = json!({ "owner": ids.user });
        json!({ "id": own.ids.import, "plan": plan })
    }),
    (
        "start_import",
        422,
        FromStrangers,
        |own, ids| json!({ "id": own.deals, "plan": plan("deal", json!("stage"), Some(json!({ "stage": ids.stage }))) }),
    ),
    ("news_of_deals", 200, FromColleagues, |own, ids| json!({ "ids": [own.ids.deal, ids.deal] })),
    (
        "list_column",
        200,
        FromColleagues,
        |own, ids| json!({ "stage": own.ids.stage, "page": page(), "filter": { "these": [own.ids.deal, ids.deal] } }),
    ),
    ("board_totals", 200, FromColleagues, |_, ids| json!({ "filter": { "these": [ids.deal] } })),
    ("total_deals", 200, FromColleagues, |_, ids| listed(json!({ "of_client": { "these": [ids.client] } }))),
    ("list_deals", 200, FromColleagues, |_, ids| listed(one_of("client", "clients", ids.client))),
    ("list_clients", 200, FromColleagues, |own, ids| listed(json!({ "these": [own.ids.client, ids.client] }))),
    ("list_clients", 200, FromColleagues, |_, ids| listed(json!({ "has_deal": { "these": [ids.deal] } }))),
    ("count_clients", 200, FromColleagues, |_, ids| listed(json!({ "has_deal": { "these": [ids.deal] } }))),
    ("count_clients", 200, FromColleagues, |_, ids| listed(json!({ "managed_by": ids.user }))),
    ("list_clients", 200, FromColleagues, |_, ids| {
        listed(json!({ "seen_by": { "owners": [ids.user], "person": ids.user } }))
    }),
];

fn of_deal(own: &Own, patch: Value) -> Value {
    json!({ "id": own.ids.deal, "seen": 1, "patch": patch })
}

fn of_client(own: &Own, patch: Value) -> Value {
    json!({ "id": own.ids.client, "seen": 1, "patch": patch })
}

fn profile(own: &Own, with: Value) -> Value {
    let mut profile = json!({
        "first_name": "Имя", "last_name": "Фамилия", "role": own.ids.role, "group": null, "rank": "manager", "superior": null,
        "access": "forbid",
    });
    if let (Some(profile), Value::Object(with)) = (profile.as_object_mut(), with) {
        profile.extend(with);
    }
    profile
}

fn of_person(own: &Own, with: Value) -> Value {
    json!({ "id": own.person, "seen": 1, "profile": profile(own, with) })
}

fn new_person(own: &Own, with: Value) -> Value {
    json!({ "new": { "email": format!("new{}@example.uz", own.number), "profile": profile(own, with) } })
}

pub fn clients(second: Value, meaning: Option<Value>) -> Value {
    plan("client", second, meaning)
}

/// The first column names the record; the second one's only value has this meaning.
fn plan(noun: &str, second: Value, meaning: Option<Value>) -> Value {
    let (heading, first) = if noun == "client" { ("ФИО", "name") } else { ("Название", "title") };
    let values = meaning.map_or(json!({}), |meaning| json!({ "Ташкент": meaning }));
    json!({ "noun": noun, "sheet": null, "columns": [
        { "heading": heading, "target": first, "dates": null, "values": {} },
        { "heading": "Город", "target": second, "dates": null, "values": values },
    ] })
}

fn listed(filter: Value) -> Value {
    json!({ "query": { "filter": filter, "sort": sort(), "page": page() } })
}

/// Boris with every right: nothing but the sight is what he lacks.
async fn able(web: &Web) -> TestActor {
    let (anna, boris) = (web.crm.anna(), web.crm.boris());
    let draft = RoleDraft { name: "Умелый".into(), rights: Rights::all(), second_factor: false };
    let role = roles::create(&anna.cx, anna.request(), draft).await.expect("a role").id;
    anna.changes(boris.id(), |profile| profile.role = role).await.expect("given");
    let cookie = sessions::start(&web.crm.backend, boris.cx.workspace(), boris.id(), &origin()).await;
    let cookie = cookie.expect("a session");
    let cx = sessions::cx(&web.crm.backend, &cookie).await.expect("looked up").expect("signed in");
    TestActor { cx, cookie }
}

async fn try_all(web: &Web, who: &TestActor, from: &[Hidden]) {
    let (hidden, cookie) = (records(web.crm.anna()).await, cookie(who));
    let own = Own::new(who, web, 0).await;
    let mut wrong = Vec::new();
    let cases = || CASES.iter().zip(1..).filter(move |((_, _, hidden, _), _)| from.contains(hidden));
    for ((name, status, _, body), number) in cases() {
        let case = differences(web, (name, *status, &|ids| body(&own, ids)), hidden, &cookie).await;
        wrong.extend(case.map(|case| format!("{number} {case}")));
    }
    for ((name, _, _, body), number) in cases() {
        let own = Own::new(who, web, number).await;
        let answer = call(web, name, body(&own, own.ids), &cookie).await;
        if answer.status != axum::http::StatusCode::OK {
            wrong.push(format!("{number} {name} with one's own: {} {}", answer.status, answer.body));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

db_test! {
    async fn an_id_of_another_company_inside_of_a_call_is_one_that_nobody_has(crm: TestCrm) {
        let web = Web::of(crm, None);
        try_all(&web, web.crm.other_company(), &[FromColleagues, FromStrangers]).await;
    }

    async fn a_record_that_one_does_not_see_inside_of_a_call_is_one_that_is_not_there(crm: TestCrm) {
        let web = Web::of(crm, None);
        let boris = able(&web).await;
        try_all(&web, &boris, &[FromColleagues]).await;
    }

    async fn a_card_dropped_beside_one_that_is_hidden_lands_on_top_and_tells_nothing(crm: TestCrm) {
        let web = Web::of(crm, None);
        let (anna, boris) = (web.crm.anna(), web.crm.boris());
        let own = boris.creates_deal("Снизу", None).await;
        let hidden = anna.creates_deal("Скрытая", None).await.id;
        boris.creates_deal("Сверху", None).await;
        let foreign = web.crm.other_company().creates_deal("Чужая", None).await.id;
        let cookie = web.sign_in("boris@example.uz").await;
        for neighbour in [hidden, foreign, DealId(uuid::Uuid::now_v7())] {
            for slot in [json!({ "above": neighbour, "below": null }), json!({ "above": null, "below": neighbour })] {
                let body = json!({ "id": own.id, "to": own.stage, "slot": slot });
                let moved = call(&web, "move_deal", body, &cookie).await;
                assert_eq!(moved.status, axum::http::StatusCode::OK, "{}", moved.body);
                assert_eq!(anna.column("Новая").await, ["Снизу", "Сверху", "Скрытая"], "{slot}");
                anna.drops(own.id, own.stage, Slot { above: Some(hidden), below: None }).await;
                assert_eq!(anna.column("Новая").await, ["Сверху", "Скрытая", "Снизу"]);
            }
        }
    }
}
