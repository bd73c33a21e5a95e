//! Demo data is right, the same for the same seed, and leaves as it came.

use super::*;
use crate::{
    db_test, fields,
    sessions::Origin,
    test_crm::{TestCrm, TestDb, actor::named},
    users,
};
use domain::{
    clients::NewClient,
    error::Problem,
    fields::{FieldDef, FieldKind, FieldValue},
    filter::{Count, Filter, ListQuery, Sort},
};

const SIZE: DemoSize = DemoSize { clients: 1_200, deals: 1_500, users: 5, seed: 7 };

async fn fields_of(cx: &Cx) -> Vec<FieldDef> {
    let (mut all, deals) = (fields::list(cx, Noun::Client).await.expect("listed"), fields::list(cx, Noun::Deal).await);
    all.extend(deals.expect("listed"));
    all
}

async fn director(backend: &Backend, demo: &Demo) -> Cx {
    let origin = Origin { address: "192.0.2.1".into(), device: "test".into() };
    let cookie = sessions::enter(backend, &demo.sign_in_token, &origin).await.expect("entered");
    sessions::cx(backend, &cookie).await.expect("looked up").expect("signed in")
}

db_test! {
    async fn a_demo_company_has_everything_in_order(base: TestDb) {
        let backend = Backend::new(base.db());
        let demo = create(&backend, SIZE).await.expect("created");
        assert_eq!(base.wrong_totals().await, [0, 0]);
        // The company, three roles and a group, its people, eight stages, seven fields with their choices, and every record.
        let choices = 10 + 6 + 6;
        assert_eq!(base.size("events").await, 1 + 4 + 5 + 8 + 7 + choices + 1_200 + 1_500);
        let cx = director(&backend, &demo).await;
        let query = ListQuery { sort: Sort { by: domain::filter::Field::Number, descending: false }, ..ListQuery::default() };
        let rows = clients::list(&cx, &query).await.expect("a page").rows;
        assert!(rows.is_sorted_by_key(|row| row.created_at));
        assert!(rows.iter().all(|row| row.updated_at >= row.created_at && row.updated_at <= two_years().1));
        assert_eq!(clients::count(&cx, &ListQuery::default()).await, Ok(Count::Exact(1_200)));
        let board = deals::board::open(&cx, &domain::filter::Filter::All).await.expect("the board");
        assert_eq!(board.totals.iter().map(|total| total.count).sum::<i64>(), 1_500);
        assert!(board.totals.len() == 8 && board.totals.iter().all(|total| total.count > 0));
        let viewer = users::viewer(&cx).await.expect("a viewer");
        let stages: Vec<&str> = viewer.stages.iter().map(|stage| stage.name.as_str()).collect();
        let shipped = ["Новая", "Первый контакт", "Переговоры", "Предложение", "Договор", "Ожидает оплаты", "Оплачено", "Отказ"];
        assert_eq!(stages, shipped, "in Russian, whoever runs the server");
        let names: Vec<&str> = viewer.client_fields.iter().chain(&viewer.deal_fields).map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["Город", "Источник", "День рождения", "Бюджет закупки", "ИНН", "Продукт", "Дата закрытия"]);
        assert!(setup::new_link(&backend).await.expect("asked").is_some(), "a demo is not the first company");
    }

    async fn the_same_seed_makes_the_same_records(base: TestDb) {
        let backend = Backend::new(base.db());
        let mut lists = Vec::new();
        for seed in [7, 7, 8] {
            let demo = create(&backend, DemoSize { clients: 60, deals: 10, users: 3, seed }).await.expect("created");
            let cx = director(&backend, &demo).await;
            let rows = clients::list(&cx, &ListQuery::default()).await.expect("a page").rows;
            let seen = |row: domain::clients::ClientRow| (row.number, row.name, row.phone, row.created_at, row.updated_at);
            lists.push(rows.into_iter().map(seen).collect::<Vec<_>>());
        }
        assert_eq!(lists[0], lists[1]);
        assert_ne!(lists[0], lists[2]);
    }

    async fn a_few_records_are_loaded_once_and_removed_in_one_click(crm: TestCrm) {
        let anna = crm.anna();
        let loaded = load_small(&anna.cx, anna.request()).await.expect("loaded");
        assert_eq!(loaded, SmallDemo { clients: 60, deals: 90 });
        assert_eq!((anna.counts(Filter::All).await, crm.base.wrong_totals().await), (Count::Exact(60), [0, 0]));
        assert!(is_small_loaded(&crm.boris().cx).await.expect("asked"));
        let again = load_small(&anna.cx, anna.request()).await;
        assert_eq!(again, Err(AppError::invalid("demo_data", Problem::Taken)));
        let own = crm.boris().creates_client("Настоящий").await.id;
        let his = crm.boris().creates_deal("Настоящая", Some(own)).await.id;
        let events = crm.base.size("events").await;
        assert_eq!(remove_small(&anna.cx, anna.request()).await, Ok(loaded));
        // Clients, deals, the fields that came with them, and what was done.
        assert_eq!(crm.base.size("events").await, events + 60 + 90 + 7 + 1);
        assert_eq!((anna.counts(Filter::All).await, crm.base.wrong_totals().await), (Count::Exact(1), [0, 0]));
        assert_eq!(anna.lists(&ListQuery::default()).await[0].id, own);
        assert!(anna.opens_deal(his).await.is_ok());
        assert_eq!(crm.base.size("client_field_values").await, 0);
        assert!(fields_of(&anna.cx).await.is_empty());
        assert_eq!(remove_small(&anna.cx, anna.request()).await, Err(AppError::NotFound(Noun::Page)));
        assert!(!is_small_loaded(&anna.cx).await.expect("asked"));
    }

    async fn fields_of_demo_data_stay_only_where_real_records_fill_them(crm: TestCrm) {
        let anna = crm.anna();
        load_small(&anna.cx, anna.request()).await.expect("loaded");
        let fields = fields_of(&anna.cx).await;
        let inn = fields.iter().find(|field| field.kind == FieldKind::Text).expect("a field of text");
        let custom = [(inn.id, FieldValue::Text("302930111".into()))].into();
        anna.creates(NewClient { custom, ..named("Настоящий") }).await;
        remove_small(&anna.cx, anna.request()).await.expect("removed");
        let left = fields_of(&anna.cx).await;
        assert_eq!(left.iter().map(|field| field.id).collect::<Vec<_>>(), [inn.id]);
        assert!(fields.len() > left.len());
    }

    async fn whoever_sees_a_part_of_the_demo_data_removes_none(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris().without(&[]));
        load_small(&anna.cx, anna.request()).await.expect("loaded");
        assert_eq!(remove_small(&boris.cx, boris.request()).await, Err(AppError::Forbidden));
        assert!(is_small_loaded(&anna.cx).await.expect("asked"));
    }

    async fn a_few_records_are_called_in_the_language_of_whoever_loads_them(crm: TestCrm) {
        let anna = crm.anna();
        users::set_lang(&anna.cx, anna.request(), Lang::En).await.expect("chosen");
        let cx = sessions::cx(&crm.backend, &anna.cookie).await.expect("looked up").expect("signed in");
        load_small(&cx, anna.request()).await.expect("loaded");
        let viewer = users::viewer(&cx).await.expect("a viewer");
        let fields = || viewer.client_fields.iter().chain(&viewer.deal_fields);
        let names: Vec<&str> = fields().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["City", "Source", "Birthday", "Purchase budget", "Tax number", "Product", "Closing day"]);
        let listed = deals::list::page(&cx, &ListQuery::default()).await.expect("a page").rows;
        let said = fields().flat_map(|field| &field.options).map(|option| option.name.clone());
        let said: Vec<String> = said.chain(listed.into_iter().map(|deal| deal.title)).collect();
        assert!(said.len() > 22 && said.iter().all(|text| text.is_ascii()), "{said:?}");
    }

    async fn of_two_loads_at_once_one_is_refused_and_of_two_removals_too(crm: TestCrm) {
        let anna = crm.anna();
        let (one, other) = tokio::join!(load_small(&anna.cx, anna.request()), load_small(&anna.cx, anna.request()));
        let refused = AppError::invalid("demo_data", Problem::Taken);
        assert!([&one, &other].contains(&&Err(refused)) && (one.is_ok() || other.is_ok()), "{one:?} {other:?}");
        assert_eq!(anna.counts(Filter::All).await, Count::Exact(60));
        let (one, other) = tokio::join!(remove_small(&anna.cx, anna.request()), remove_small(&anna.cx, anna.request()));
        let gone = AppError::NotFound(Noun::Page);
        assert!([&one, &other].contains(&&Err(gone)) && (one.is_ok() || other.is_ok()), "{one:?} {other:?}");
        assert_eq!((anna.counts(Filter::All).await, crm.base.wrong_totals().await), (Count::Exact(0), [0, 0]));
        assert_eq!(crm.base.size("deals where deleted_at is null").await, 0);
    }

    async fn demo_data_belongs_to_people_at_work(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris().id());
        anna.suspends(boris).await.expect("suspended");
        load_small(&anna.cx, anna.request()).await.expect("loaded");
        let clients = anna.lists(&ListQuery { page: domain::filter::Page { after: None, size: 60 }, ..ListQuery::default() }).await;
        assert!(clients.len() == 60 && clients.iter().all(|client| client.owner != boris));
    }

    async fn demo_data_is_for_administrators_and_empty_companies(crm: TestCrm) {
        let (boris, anna) = (crm.boris(), crm.anna());
        assert_eq!(load_small(&boris.cx, boris.request()).await, Err(AppError::Forbidden));
        assert_eq!(remove_small(&boris.cx, boris.request()).await, Err(AppError::Forbidden));
        anna.creates(named("Настоящий")).await;
        assert!(load_small(&anna.cx, anna.request()).await.is_err());
        assert_eq!(crm.base.size("clients").await, 1);
    }
}
