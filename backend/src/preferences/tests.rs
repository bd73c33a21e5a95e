//! Stories of how pages look, on both databases.

use super::{get, reset, save, save_for_all};
use crate::{
    Backend, Cx,
    db::{Sql, plan_tests::heard},
    db_test, sessions,
    test_crm::{TestActor, TestCrm},
    users,
};
use domain::{
    access::Right,
    columns::{BuiltinColumn, Column, Table},
    error::{AppError, ConflictKind},
    fields::{FieldKind, Noun},
    filter::{Field, Sort},
    preferences::{Preference, Preferences, Subject},
    table_layout::TableLayout,
};

const PHONE: Column = Column::Builtin(BuiltinColumn::Phone);
const NAME: Column = Column::Builtin(BuiltinColumn::Name);

/// A request of this person, on this server.
async fn asks(server: &Backend, who: &TestActor) -> Cx {
    sessions::cx(server, &who.cookie).await.expect("looked up").expect("signed in")
}

async fn looks(crm: &TestCrm, who: &TestActor) -> Preferences {
    users::viewer(&asks(&crm.backend, who).await).await.expect("a viewer").preferences
}

async fn table(crm: &TestCrm, who: &TestActor) -> TableLayout {
    looks(crm, who).await.table(Table::Clients)
}

async fn chooses(who: &TestActor, layout: TableLayout) {
    save(&who.cx, who.request(), Preference::ClientTable(layout)).await.expect("saved");
}

fn columns(columns: &[Column]) -> TableLayout {
    TableLayout { columns: Some(columns.to_vec()), ..TableLayout::default() }
}

fn wide(width: u16) -> TableLayout {
    TableLayout { widths: vec![(PHONE, width)], ..TableLayout::default() }
}

db_test! {
    async fn what_a_person_chose_is_theirs_alone_and_the_same_on_every_server(crm: TestCrm) {
        chooses(crm.boris(), columns(&[PHONE, NAME])).await;
        assert_eq!(table(&crm, crm.boris()).await, columns(&[PHONE, NAME]));
        let elsewhere = crm.another_server();
        let there = users::viewer(&asks(&elsewhere, crm.boris()).await).await.expect("a viewer").preferences;
        assert_eq!(there, looks(&crm, crm.boris()).await);
        for other in [crm.anna(), crm.vera(), crm.other_company()] {
            assert_eq!(looks(&crm, other).await, Preferences::default());
        }
        // The other table is another subject.
        assert_eq!(looks(&crm, crm.boris()).await.table(Table::Deals), TableLayout::default());
        // A context that no session made reads the same.
        assert_eq!(get(&crm.boris().without(&[]).cx).await.expect("read"), there);
    }

    async fn a_page_asks_for_no_preference(crm: TestCrm) {
        chooses(crm.boris(), wide(200)).await;
        users::viewer(&asks(&crm.backend, crm.boris()).await).await.expect("a viewer");
        assert_eq!(heard(sessions::cx(&crm.backend, &crm.boris().cookie)).await.len(), 1);
        let cx = asks(&crm.backend, crm.boris()).await;
        assert!(heard(users::viewer(&cx)).await.is_empty());
        // Nobody's settings are read anew because of somebody's choice.
        chooses(crm.boris(), wide(220)).await;
        assert!(heard(users::viewer(&asks(&crm.backend, crm.vera()).await)).await.is_empty());
    }

    async fn each_choice_keeps_what_the_others_chose(crm: TestCrm) {
        let sort = Some(Sort { by: Field::Name, descending: false });
        chooses(crm.boris(), columns(&[NAME, PHONE])).await;
        chooses(crm.boris(), wide(200)).await;
        chooses(crm.boris(), TableLayout { sort, ..TableLayout::default() }).await;
        chooses(crm.boris(), wide(240)).await;
        let expected = TableLayout { widths: vec![(PHONE, 240)], sort, ..columns(&[NAME, PHONE]) };
        assert_eq!(table(&crm, crm.boris()).await, expected);
    }

    async fn two_windows_at_once_lose_nothing_of_each_other(crm: TestCrm) {
        let boris = crm.boris();
        let sort = Some(Sort { by: Field::Name, descending: false });
        let choices = [columns(&[PHONE, NAME]), wide(200), TableLayout { sort, ..TableLayout::default() },
            TableLayout { pinned: Some(2), ..TableLayout::default() }];
        let mut windows = tokio::task::JoinSet::new();
        for layout in choices {
            let boris = boris.clone();
            windows.spawn(async move { chooses(&boris, layout).await });
        }
        while let Some(window) = windows.join_next().await {
            window.expect("saved");
        }
        let expected = TableLayout { widths: vec![(PHONE, 200)], pinned: Some(2), sort, ..columns(&[PHONE, NAME]) };
        assert_eq!(table(&crm, boris).await, expected);
    }

    async fn the_companys_choice_counts_until_one_chooses_and_after_a_reset(crm: TestCrm) {
        let company = TableLayout { pinned: Some(2), ..columns(&[PHONE, NAME]) };
        let elsewhere = crm.another_server();
        users::viewer(&asks(&elsewhere, crm.boris()).await).await.expect("a viewer");
        save_for_all(&crm.anna().cx, crm.anna().request(), Preference::ClientTable(company.clone())).await.expect("saved");
        for who in [crm.anna(), crm.boris(), crm.vera()] {
            assert_eq!(table(&crm, who).await, company);
        }
        let there = users::viewer(&asks(&elsewhere, crm.boris()).await).await.expect("a viewer").preferences;
        assert_eq!(there.table(Table::Clients), company, "another server sees it at once");
        assert_eq!(looks(&crm, crm.other_company()).await, Preferences::default());
        chooses(crm.boris(), columns(&[NAME])).await;
        assert_eq!(table(&crm, crm.boris()).await, TableLayout { pinned: Some(2), ..columns(&[NAME]) });
        assert_eq!(table(&crm, crm.vera()).await, company);
        reset(&crm.boris().cx, crm.boris().request(), Subject::ClientTable).await.expect("reset");
        assert_eq!(table(&crm, crm.boris()).await, company);
    }

    async fn only_an_administrator_chooses_for_everybody(crm: TestCrm) {
        let chosen = || Preference::ClientTable(columns(&[NAME]));
        for who in [crm.boris(), &crm.anna().without(&[Right::SetUpCompany])] {
            assert_eq!(save_for_all(&who.cx, who.request(), chosen()).await, Err(AppError::Forbidden));
        }
        assert_eq!(looks(&crm, crm.boris()).await, Preferences::default());
    }

    async fn a_choice_sent_twice_is_made_once(crm: TestCrm) {
        let (boris, request) = (crm.boris(), crm.boris().request());
        let first = Preference::ClientTable(wide(200));
        save(&boris.cx, request, first.clone()).await.expect("saved");
        chooses(boris, wide(300)).await;
        // The late repetition of the first answers, and does not undo the second.
        save(&boris.cx, request, first).await.expect("answered");
        assert_eq!(table(&crm, boris).await, wide(300));
        let other = Preference::ClientTable(wide(100));
        assert_eq!(save(&boris.cx, request, other).await, Err(AppError::Conflict(ConflictKind::RequestReused)));
    }

    async fn new_and_renamed_fields_leave_a_layout_alone_and_unknown_ones_are_not_kept(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let city = anna.adds_field(Noun::Client, FieldKind::Text, "Город", &[]).await;
        let ghost = Column::Custom(domain::ids::FieldId(uuid::Uuid::from_u128(404)));
        let own = [NAME, Column::Custom(city.id)];
        chooses(boris, columns(&[NAME, ghost, Column::Custom(city.id)])).await;
        assert_eq!(table(&crm, boris).await, columns(&own));
        crate::fields::rename(&anna.cx, anna.request(), city.id, 1, "Населённый пункт".into()).await.expect("renamed");
        anna.adds_field(Noun::Client, FieldKind::Text, "Улица", &[]).await;
        assert_eq!(table(&crm, boris).await, columns(&own));
    }

    async fn what_cannot_be_read_counts_as_never_chosen_and_breaks_no_page(crm: TestCrm) {
        chooses(crm.boris(), wide(200)).await;
        save(&crm.boris().cx, crm.boris().request(), Preference::DealTable(wide(90))).await.expect("saved");
        for broken in ["{\"client_table\":{\"columns\":7}}", "{\"deal_table\":{}}", "[]", "\"\""] {
            let mut sql = Sql::new("update preferences set value = ");
            let raw = serde_json::value::RawValue::from_string(broken.into()).expect("JSON");
            sql.bind(raw).push(" where subject = ").bind(Subject::ClientTable.key());
            crm.base.execute(sql).await;
            let seen = looks(&crm, crm.boris()).await;
            assert_eq!(seen.table(Table::Clients), TableLayout::default(), "{broken}");
            assert_eq!(seen.mine.len(), 1, "the other choice is not lost: {broken}");
        }
        // And the next choice replaces it.
        chooses(crm.boris(), wide(210)).await;
        assert_eq!(table(&crm, crm.boris()).await, wide(210));
    }
}
