//! Stories of kept settings, on both databases: nobody sees what was, and nobody asks twice for what is.

use super::{Kept, Settings, kept::MOST};
use crate::{
    Backend, Cx, clients,
    db::plan_tests::heard,
    db_test, fields, pipelines, sessions,
    test_crm::{
        TestActor, TestCrm,
        actor::{named, parsed},
    },
    users,
};
use domain::{
    clients::NewClient,
    colour::Colour,
    events::EventKind,
    fields::{FieldKind, FieldValue, FieldValues, Noun},
    filter::ListQuery,
    ids::WorkspaceId,
    money::Currency,
    pipelines::StageGroup,
    users::Viewer,
    workspaces::Workspace,
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// A request of this person, on this server.
async fn asks(server: &Backend, who: &TestActor) -> Cx {
    sessions::cx(server, &who.cookie).await.expect("looked up").expect("signed in")
}

async fn looks(server: &Backend, who: &TestActor) -> Viewer {
    users::viewer(&asks(server, who).await).await.expect("a viewer")
}

fn settings_of(viewer: Viewer) -> impl PartialEq + std::fmt::Debug {
    (viewer.workspace, viewer.client_fields, viewer.deal_fields, viewer.stages, viewer.people)
}

db_test! {
    async fn what_one_server_changes_the_next_request_on_another_sees(crm: TestCrm) {
        let (anna, boris, elsewhere) = (crm.anna(), crm.boris(), crm.another_server());
        let mut seen = Vec::new();
        for change in 0..7 {
            match change {
                0 => {}
                1 => drop(anna.adds_field(Noun::Client, FieldKind::Text, "Адрес", &[]).await),
                2 => drop(anna.adds_field(Noun::Deal, FieldKind::Choice, "Продукт", &["Лес"]).await),
                3 => {
                    let field = fields::list(&anna.cx, Noun::Deal).await.expect("fields").remove(0);
                    fields::add_option(&anna.cx, anna.request(), field.id, field.version, "Уголь".into()).await.expect("added");
                }
                4 => {
                    let field = fields::list(&anna.cx, Noun::Client).await.expect("fields").remove(0);
                    fields::rename(&anna.cx, anna.request(), field.id, field.version, "Улица".into()).await.expect("renamed");
                }
                5 => anna.raises_limits(60, 70).await,
                _ => {
                    let mut tx = anna.cx.begin_own().await.expect("a transaction");
                    pipelines::create_in(&mut tx, StageGroup::InWork, "Договор", Colour::preset(3)).await.expect("a stage");
                    tx.commit(()).await.expect("committed");
                }
            }
            let there = settings_of(looks(&elsewhere, boris).await);
            assert!(!seen.contains(&there), "change {change} is not seen elsewhere");
            assert_eq!(there, settings_of(looks(&crm.backend, boris).await), "change {change}");
            assert_eq!(there, settings_of(looks(&crm.another_server(), boris).await), "change {change}");
            seen.push(there);
        }
    }

    async fn settings_are_read_once_and_not_again_until_they_change(crm: TestCrm) {
        looks(&crm.backend, crm.boris()).await;
        let cx = asks(&crm.backend, crm.boris()).await;
        assert!(heard(users::viewer(&cx)).await.is_empty());
        assert_eq!(heard(clients::list(&cx, &ListQuery::default())).await.len(), 1, "an empty page is one query");
        // A client is no setting.
        crm.anna().creates_client("Пётр").await;
        assert_eq!(heard(looks(&crm.backend, crm.vera())).await.len(), 1, "the session is one query, the page none");
        crm.anna().adds_field(Noun::Client, FieldKind::Text, "Адрес", &[]).await;
        assert!(heard(looks(&crm.backend, crm.vera())).await.len() > 1);
    }

    async fn a_transaction_sees_its_own_fields_and_leaves_none_when_it_is_given_up(crm: TestCrm) {
        let cx = asks(&crm.backend, crm.anna()).await;
        let names = |fields: Vec<domain::fields::FieldDef>| fields.into_iter().map(|field| field.name).collect::<Vec<_>>();
        assert!(fields::list(&cx, Noun::Client).await.expect("fields").is_empty());
        let mut tx = cx.begin_own().await.expect("a transaction");
        let new = domain::fields::NewField { noun: Noun::Client, kind: FieldKind::Text, name: "Адрес".into(), options: Vec::new() };
        fields::create_in(&mut tx, new).await.expect("a field");
        assert_eq!(names(fields::list_in(&mut tx, Noun::Client).await.expect("fields")), ["Адрес"]);
        drop(tx);
        assert!(fields::list(&asks(&crm.backend, crm.anna()).await, Noun::Client).await.expect("fields").is_empty());
    }

    async fn a_write_is_checked_by_the_settings_of_its_own_moment(crm: TestCrm) {
        let elsewhere = crm.another_server();
        looks(&elsewhere, crm.boris()).await;
        let early = asks(&elsewhere, crm.boris()).await;
        let field = crm.anna().adds_field(Noun::Client, FieldKind::Text, "Адрес", &[]).await;
        let custom = FieldValues::from([(field.id, FieldValue::Text("Навои, 5".into()))]);
        let new = NewClient { custom, phones: vec![parsed("901234567")], ..named("Пётр") };
        let made = clients::create(&early, crm.boris().request(), new).await.expect("created");
        assert_eq!(made.custom.len(), 1);
        let feed = crm.anna().reads_feed(made.id).await;
        assert_eq!(feed.iter().map(|event| event.kind).collect::<Vec<_>>(), [EventKind::Created]);
    }
}

fn company(number: u128) -> (WorkspaceId, Arc<Settings>) {
    let id = WorkspaceId(Uuid::from_u128(number));
    let (crm_id, name) = (number.to_string(), String::new());
    let workspace = Workspace { id, crm_id, name, currency: Currency::UZS, name_limit: 30, text_limit: 30, version: 1 };
    let (people, former, own, posts, stages) = (Vec::new(), Vec::new(), HashMap::new(), Vec::new(), Vec::new());
    let (client_fields, deal_fields, preferences) = (Vec::new(), Vec::new(), Vec::new());
    (
        id,
        Arc::new(Settings {
            workspace,
            people,
            away: Vec::new(),
            former,
            own,
            posts,
            client_fields,
            deal_fields,
            stages,
            preferences,
        }),
    )
}

#[test]
fn as_many_companies_are_kept_as_there_is_room_for_and_the_idlest_goes() {
    let kept = Kept::default();
    let ids: Vec<WorkspaceId> = (0..MOST as u128 + 10)
        .map(|number| {
            let (id, settings) = company(number);
            kept.keep(id, 1, settings);
            // The first company is asked for all the time.
            assert!(kept.get(WorkspaceId(Uuid::nil()), 1).is_some());
            id
        })
        .collect();
    assert_eq!(kept.len(), MOST);
    assert!(kept.get(ids[1], 1).is_none() && kept.get(ids[MOST], 1).is_some());
}

#[test]
fn older_settings_neither_answer_nor_replace_newer_ones() {
    let kept = Kept::default();
    let (id, old) = company(7);
    let new = company(7).1;
    kept.keep(id, 1, old.clone());
    assert!(kept.get(id, 2).is_none());
    kept.keep(id, 2, new.clone());
    kept.keep(id, 1, old);
    assert!(kept.get(id, 1).is_some_and(|found| Arc::ptr_eq(&found, &new)));
    kept.forget(id);
    assert!(kept.get(id, 1).is_none());
}
