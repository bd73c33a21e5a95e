//! Pages while others work, strange cursors, bounds.

use crate::{
    clients, db_test,
    test_crm::{TestCrm, actor::named},
};
use domain::{
    clients::{ClientPatch, NewClient},
    error::AppError,
    fields::{FieldKind, FieldValue, Noun},
    filter::{Condition, Count, Cursor, Field, Filter, ListQuery, Operator, Page, Sort, Value},
    ids::ClientId,
};
use std::collections::{BTreeMap, BTreeSet};

db_test! {
    async fn rows_that_nobody_touches_are_met_exactly_once_while_others_change(crm: TestCrm) {
        let mut ids: Vec<ClientId> = Vec::new();
        for index in 0..150 {
            ids.push(crm.anna().creates_client(&format!("Клиент {index}")).await.id);
        }
        let touched: BTreeSet<ClientId> = ids.iter().copied().step_by(3).collect();
        let mut met: BTreeMap<ClientId, usize> = BTreeMap::new();
        let mut busy = touched.iter();
        let mut page = Page { after: None, size: 10 };
        loop {
            let query = ListQuery { page, ..ListQuery::default() };
            let found = clients::list(&crm.anna().cx, &query).await.expect("a page");
            found.rows.iter().for_each(|row| *met.entry(row.id).or_default() += 1);
            for id in busy.by_ref().take(6) {
                crm.anna().edits(*id, ClientPatch::Name(format!("Новый {}", met.len()))).await;
            }
            match found.next {
                Some(next) => page = Page { after: Some(next), size: 10 },
                None => break,
            }
        }
        assert!(busy.next().is_none(), "the walk was over before the changes");
        for id in ids.iter().filter(|id| !touched.contains(id)) {
            assert_eq!(met.get(id), Some(&1));
        }
        assert!(met.values().all(|times| *times == 1), "{met:?}");
    }

    async fn a_page_of_long_values_ends_early_and_those_after_it_have_the_rest(crm: TestCrm) {
        let anna = crm.anna();
        let mut fields = Vec::new();
        for number in 0..8 {
            fields.push(anna.adds_field(Noun::Client, FieldKind::Text, &format!("Поле {number}"), &[]).await.id);
        }
        let long = |at: usize| FieldValue::Text(format!("{at:02}{}", "ы".repeat(28)));
        for number in 0..90 {
            // A third of them has no values: orders by a field show those at the end.
            let custom = if number % 3 == 0 { BTreeMap::new() } else { fields.iter().map(|id| (*id, long(number))).collect() };
            anna.creates(NewClient { custom, ..named(&format!("Клиент {number:02}")) }).await;
        }
        let first = clients::list(&anna.cx, &ListQuery::default()).await.expect("a page");
        assert!((20..50).contains(&first.rows.len()) && first.next.is_some(), "{} rows", first.rows.len());
        let bytes = serde_json::to_string(&first.rows).expect("JSON").len();
        assert!(bytes <= 60_000, "{bytes} bytes");
        let by = |by, descending| Sort { by, descending };
        for sort in [Sort::default(), by(Field::Name, false), by(Field::Custom(fields[0]), false), by(Field::Custom(fields[0]), true)] {
            for filter in [Filter::All, Filter::Search("клиент".into())] {
                let met: BTreeSet<ClientId> = anna.walks(&filter, sort, 50).await.iter().map(|row| row.id).collect();
                assert_eq!((met.len(), anna.walks(&filter, sort, 50).await.len()), (90, 90), "{sort:?} {filter:?}");
            }
        }
    }

    async fn a_cursor_of_another_order_or_of_nothing_is_refused_not_an_error_of_ours(crm: TestCrm) {
        for name in ["А", "Б", "В"] {
            crm.anna().creates_client(name).await;
        }
        let page = Page { after: None, size: 1 };
        let query = ListQuery { sort: Sort { by: Field::Name, descending: false }, page, ..ListQuery::default() };
        let next = clients::list(&crm.anna().cx, &query).await.expect("a page").next.expect("more");
        for cursor in [next, Cursor("!".into()), Cursor("bnVsbA".into()), Cursor(String::new())] {
            let query = ListQuery { page: Page { after: Some(cursor.clone()), size: 1 }, ..ListQuery::default() };
            let refused = clients::list(&crm.anna().cx, &query).await;
            assert!(matches!(refused, Err(AppError::Invalid(_))), "{cursor:?}: {refused:?}");
        }
    }

    async fn strange_sorts_and_filters_are_refused_not_errors_of_ours(crm: TestCrm) {
        let sorts = [Field::Stage, Field::Budget, Field::Client, Field::Custom(crm.backend.new_id())];
        for by in sorts {
            let query = ListQuery { sort: Sort { by, descending: true }, ..ListQuery::default() };
            assert!(matches!(clients::list(&crm.anna().cx, &query).await, Err(AppError::Invalid(_))), "{by:?}");
        }
        let one = |field, operator, value| Filter::Is(Condition { field, operator, value });
        let many = Filter::And(vec![Filter::Search("а".into()); 65]);
        let filters = [
            many,
            one(Field::Stage, Operator::IsEmpty, Value::None),
            one(Field::Name, Operator::Equals, Value::None),
            one(Field::Name, Operator::Equals, Value::Integer(1)),
            one(Field::Owner, Operator::Equals, Value::Text("а".into())),
            one(Field::CreatedAt, Operator::AtLeast, Value::Text("вчера".into())),
            one(Field::Number, Operator::StartsWith, Value::Text("1".into())),
            one(Field::Custom(crm.backend.new_id()), Operator::Equals, Value::Users(vec![])),
        ];
        for filter in filters {
            let query = ListQuery { filter: filter.clone(), ..ListQuery::default() };
            let refused = clients::list(&crm.anna().cx, &query).await;
            assert!(matches!(refused, Err(AppError::Invalid(_))), "{filter:?}: {refused:?}");
        }
    }

    async fn the_last_page_says_that_there_is_no_more(crm: TestCrm) {
        for name in ["А", "Б", "В", "Г"] {
            crm.anna().creates_client(name).await;
        }
        for by in [Field::UpdatedAt, Field::Phone, Field::Owner] {
            let rows = crm.anna().walks(&Filter::All, Sort { by, descending: false }, 2).await;
            assert_eq!(rows.len(), 4, "{by:?}");
        }
        assert_eq!(crm.anna().counts(Filter::All).await, Count::Exact(4));
        assert_eq!(crm.anna().counts(Filter::Nothing).await, Count::Exact(0));
        assert!(crm.anna().adds_field(Noun::Client, domain::fields::FieldKind::Text, "Адрес", &[]).await.options.is_empty());
    }

    async fn an_empty_company_has_an_empty_table(crm: TestCrm) {
        assert!(crm.anna().lists(&ListQuery::default()).await.is_empty());
        assert!(crm.anna().searches("а").await.is_empty());
        assert_eq!(crm.anna().counts(Filter::All).await, Count::Exact(0));
    }
}
