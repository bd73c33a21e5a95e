//! A field is deleted and comes back: nothing of it is shown meanwhile, and nothing is lost.

use crate::{
    Cx, clients, db_test, deals, fields, preferences, sessions,
    test_crm::{
        TestCrm,
        actor::{TestActor, named, titled},
    },
};
use domain::{
    access::{Actor, Rights},
    clients::{Client, ClientPatch, NewClient},
    columns::{BuiltinColumn, Column, Table},
    deals::{DealPatch, NewDeal},
    error::{AppError, ConflictKind, Problem},
    events::EventKind,
    fields::{FieldDef, FieldKind, FieldValue, Noun},
    filter::{Condition, Count, Field, Filter, ListQuery, Operator, Page, Sort, Value},
    import::Target,
    number::Number,
    preferences::Preference,
    table_layout::TableLayout,
};

fn text(value: &str) -> FieldValue {
    FieldValue::Text(value.into())
}

async fn client_with(who: &TestActor, name: &str, field: &FieldDef, value: FieldValue) -> Client {
    who.creates(NewClient { custom: [(field.id, value)].into(), ..named(name) }).await
}

async fn restores(who: &TestActor, deleted: &FieldDef) -> Result<FieldDef, AppError> {
    fields::restore(&who.cx, who.request(), deleted.id, deleted.version).await
}

db_test! {
    async fn a_deleted_field_is_gone_everywhere_and_restored_with_all_its_values(crm: TestCrm) {
        let anna = crm.anna();
        let first = anna.adds_field(Noun::Client, FieldKind::Text, "Первое", &[]).await;
        let city = anna.adds_field(Noun::Client, FieldKind::Text, "Город", &[]).await;
        let last = anna.adds_field(Noun::Client, FieldKind::Text, "Последнее", &[]).await;
        let client = client_with(crm.boris(), "Пётр", &city, text("Бухара")).await;
        let deleted = anna.deletes_field(Noun::Client, city.id).await;
        assert_eq!((deleted.name.as_str(), deleted.version), ("Город", 2));
        assert_eq!(fields::list(&anna.cx, Noun::Client).await, Ok(vec![first.clone(), last.clone()]));
        assert_eq!(fields::list_deleted(&anna.cx, Noun::Client).await, Ok(vec![deleted.clone()]));
        assert_eq!(fields::list_deleted(&anna.cx, Noun::Deal).await, Ok(vec![]));
        // Nobody writes what nobody sees.
        let patch = ClientPatch::Custom(city.id, Some(text("Нукус")));
        let refused = clients::edit(&anna.cx, anna.request(), client.id, client.version, patch).await.err();
        assert_eq!(refused, Some(AppError::NotFound(Noun::Field)));
        // Whatever else of the record changes leaves the value alone.
        anna.edits(client.id, ClientPatch::Custom(last.id, Some(text("да")))).await;
        let restored = restores(anna, &deleted).await.expect("restored");
        assert_eq!(fields::list(&anna.cx, Noun::Client).await, Ok(vec![first, restored, last]));
        assert_eq!(anna.opens(client.id).await.expect("opened").custom[&city.id], text("Бухара"));
        let is = Condition { field: Field::Custom(city.id), operator: Operator::Equals, value: Value::Text("бухара".into()) };
        assert_eq!(anna.counts(Filter::Is(is)).await, Count::Exact(1));
        let feed = crate::events::feed_of(&anna.cx, city.id.into(), &Page::first()).await.expect("a feed").rows;
        let kinds: Vec<EventKind> = feed.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::Restored, EventKind::Deleted, EventKind::Created]);
    }

    async fn a_deleted_fields_name_is_free_and_its_restoring_refused_where_the_name_is_taken(crm: TestCrm) {
        let anna = crm.anna();
        let old = anna.adds_field(Noun::Deal, FieldKind::Choice, "Продукт", &["Лес"]).await;
        let deleted = anna.deletes_field(Noun::Deal, old.id).await;
        let new = anna.adds_field(Noun::Deal, FieldKind::Text, "продукт", &[]).await;
        assert_eq!(restores(anna, &deleted).await, Err(AppError::Conflict(ConflictKind::NameTaken)));
        fields::rename(&anna.cx, anna.request(), new.id, new.version, "Товар".into()).await.expect("renamed");
        let restored = restores(anna, &deleted).await.expect("restored");
        assert_eq!((restored.options, restored.version), (old.options, 3));
    }

    async fn records_that_hold_a_value_are_counted_whoever_owns_them_and_as_long_as_they_live(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        for (kind, value) in [
            (FieldKind::Text, text("да")),
            (FieldKind::Number, FieldValue::Number(Number(0))),
            (FieldKind::Date, FieldValue::Date("2026-11-22".parse().expect("a day"))),
        ] {
            let field = anna.adds_field(Noun::Client, kind, kind.key(), &[]).await;
            assert_eq!(fields::count_values(&anna.cx, field.id).await, Ok(Some(0)));
            let hers = client_with(anna, "Её", &field, value.clone()).await;
            client_with(boris, "Его", &field, value).await;
            boris.creates_client("Пустой").await;
            assert_eq!(fields::count_values(&anna.cx, field.id).await, Ok(Some(2)));
            anna.edits(hers.id, ClientPatch::Custom(field.id, None)).await;
            assert_eq!(fields::count_values(&anna.cx, field.id).await, Ok(Some(1)));
        }
        let field = anna.adds_field(Noun::Deal, FieldKind::Choice, "Продукт", &["Лес"]).await;
        let custom = [(field.id, FieldValue::Choice(field.options[0].id))].into();
        boris.deals(NewDeal { custom, ..titled("Поставка") }).await;
        assert_eq!(fields::count_values(&anna.cx, field.id).await, Ok(Some(1)));
        let foreign = fields::count_values(&crm.other_company().cx, field.id).await;
        assert_eq!(foreign, Err(AppError::NotFound(Noun::Field)));
    }

    async fn whoever_does_not_see_all_records_learns_no_number_of_them(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let field = anna.adds_field(Noun::Client, FieldKind::Text, "Город", &[]).await;
        let may = Actor { rights: Rights::all(), ..boris.cx.actor().clone() };
        let cx = Cx::new(crm.backend.clone(), may);
        assert_eq!(fields::count_values(&cx, field.id).await, Ok(None));
        client_with(anna, "Её", &field, text("Бухара")).await;
        assert_eq!(fields::count_values(&cx, field.id).await, Ok(None));
    }

    async fn only_who_may_set_up_fields_deletes_and_restores_and_nobody_by_an_old_page(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let field = anna.adds_field(Noun::Client, FieldKind::Text, "Город", &[]).await;
        let by = |who: &TestActor| (who.cx.clone(), who.request());
        let (cx, request) = by(boris);
        assert_eq!(fields::delete(&cx, request, field.id, 1).await, Err(AppError::Forbidden));
        assert_eq!(fields::count_values(&cx, field.id).await, Err(AppError::Forbidden));
        assert_eq!(fields::list_deleted(&cx, Noun::Client).await, Err(AppError::Forbidden));
        fields::rename(&anna.cx, anna.request(), field.id, 1, "Место".into()).await.expect("renamed");
        let late = fields::delete(&anna.cx, anna.request(), field.id, 1).await;
        assert_eq!(late, Err(AppError::Conflict(ConflictKind::Stale)));
        let deleted = anna.deletes_field(Noun::Client, field.id).await;
        assert_eq!(restores(boris, &deleted).await, Err(AppError::Forbidden));
        let (cx, request) = by(crm.other_company());
        let foreign = fields::restore(&cx, request, field.id, deleted.version).await;
        assert_eq!(foreign, Err(AppError::NotFound(Noun::Field)));
        let older = fields::restore(&anna.cx, anna.request(), field.id, 1).await;
        assert_eq!(older, Err(AppError::Conflict(ConflictKind::Stale)));
        let again = fields::delete(&anna.cx, anna.request(), field.id, deleted.version).await;
        assert_eq!(again, Err(AppError::NotFound(Noun::Field)));
    }

    async fn tables_and_cards_live_on_without_a_deleted_field(crm: TestCrm) {
        let anna = crm.anna();
        let field = anna.adds_field(Noun::Client, FieldKind::Number, "Скидка", &[]).await;
        let of_deal = anna.adds_field(Noun::Deal, FieldKind::Text, "Цех", &[]).await;
        let deal = anna.deals(NewDeal { custom: [(of_deal.id, text("Третий"))].into(), ..titled("Поставка") }).await;
        client_with(anna, "Пётр", &field, FieldValue::Number(Number(5))).await;
        let own = Column::Custom(field.id);
        let chosen = TableLayout {
            columns: Some(vec![Column::Builtin(BuiltinColumn::Name), own]),
            sort: Some(Sort { by: Field::Custom(field.id), descending: false }),
            ..TableLayout::default()
        };
        preferences::save(&anna.cx, anna.request(), Preference::ClientTable(chosen)).await.expect("chosen");
        // As the next request of hers sees it.
        let layout = async |crm: &TestCrm| {
            let cx = sessions::cx(&crm.backend, &crm.anna().cookie).await.expect("looked up").expect("signed in");
            preferences::get(&cx).await.expect("choices").table(Table::Clients)
        };
        assert_eq!(layout(&crm).await.columns.map(|columns| columns.contains(&own)), Some(true));
        let deleted = anna.deletes_field(Noun::Client, field.id).await;
        let healed = layout(&crm).await;
        assert_eq!((healed.columns, healed.sort), (Some(vec![Column::Builtin(BuiltinColumn::Name)]), None));
        assert_eq!(anna.lists(&ListQuery::default()).await.len(), 1);
        let by_it = ListQuery { sort: Sort { by: Field::Custom(field.id), descending: false }, ..ListQuery::default() };
        assert_eq!(clients::list(&anna.cx, &by_it).await.err(), Some(AppError::invalid("sort", Problem::Unknown)));
        anna.deletes_field(Noun::Deal, of_deal.id).await;
        let edited = anna.edits_deal(deal.id, DealPatch::Title("Отгрузка".into())).await;
        assert_eq!(edited.custom[&of_deal.id], text("Третий"));
        let new = NewDeal { custom: [(of_deal.id, text("Второй"))].into(), ..titled("Ещё") };
        let refused = deals::create(&anna.cx, anna.request(), new).await;
        assert_eq!(refused, Err(AppError::invalid(of_deal.id.to_string(), Problem::NoSuch(Noun::Field))));
        // Restored before anybody chose anew, it stands where it stood.
        restores(anna, &deleted).await.expect("restored");
        assert_eq!(layout(&crm).await.columns.map(|columns| columns.contains(&own)), Some(true));
    }

    async fn a_field_of_an_imports_mapping_that_is_deleted_is_told_by_its_column(crm: TestCrm) {
        let anna = crm.anna();
        let field = anna.adds_field(Noun::Client, FieldKind::Text, "Город", &[]).await;
        let file = "ФИО,Город\nПётр,Бухара\n".as_bytes().to_vec();
        let id = crate::import::upload(&anna.cx, anna.request(), Noun::Client, "клиенты.csv".into(), file).await.expect("stored");
        let glimpse = crate::import::glimpse(&anna.cx, id, None).await.expect("looked at");
        assert_eq!(glimpse.guess.columns[1].target, Target::Field(field.id));
        anna.deletes_field(Noun::Client, field.id).await;
        let refused = crate::import::dry_run(&anna.cx, id, glimpse.guess).await.err();
        assert_eq!(refused, Some(AppError::invalid("columns.1", Problem::NoSuch(Noun::Field))));
        // Looked at anew, the column is offered as a field to be made.
        let anew = crate::import::glimpse(&anna.cx, id, None).await.expect("looked at").guess;
        assert_eq!(anew.columns[1].target, Target::NewField(FieldKind::Text, "Город".into()));
    }
}
