//! Creating and changing deals (S0.51-S0.55, R10, R18, R22).

use crate::{
    db_test, deals, pipelines,
    test_crm::{TestCrm, actor::titled},
};
use domain::{
    deals::{DealPatch, NewDeal},
    error::{AppError, ConflictKind, Problem},
    events::EventKind,
    fields::{FieldKind, FieldValue, Noun},
    filter::Page,
    money::Currency,
};

db_test! {
    async fn a_deal_needs_a_title_only(crm: TestCrm) {
        let card = crm.boris().creates_deal("  Поставка ", None).await;
        assert_eq!((card.title.as_str(), card.number, card.budget), ("Поставка", 1, None));
        assert_eq!((card.stage, card.owner), (crm.boris().stage("Новая").await, crm.boris().id()));
        let deal = crm.boris().opens_deal(card.id).await.expect("opened");
        assert_eq!((deal.currency, deal.client, deal.version), (Currency::UZS, None, 1));
        let untitled = deals::create(&crm.boris().cx, crm.boris().request(), titled(" ")).await;
        assert_eq!(untitled, Err(AppError::invalid("title", Problem::Required)));
    }

    async fn each_field_of_a_deal_saves_itself(crm: TestCrm) {
        let anna = crm.anna();
        let product = anna.adds_field(Noun::Deal, FieldKind::Choice, "Продукт", &["Лес", "Уголь"]).await;
        let client = anna.creates_client("Пётр").await;
        let id = anna.creates_deal("Поставка", None).await.id;
        anna.edits_deal(id, DealPatch::Title("Отгрузка".into())).await;
        anna.edits_deal(id, DealPatch::Client(Some(client.id))).await;
        anna.edits_deal(id, DealPatch::Budget(Some(150_000))).await;
        anna.edits_deal(id, DealPatch::Custom(product.id, Some(FieldValue::Choice(product.options[1].id)))).await;
        let after = anna.edits_deal(id, DealPatch::Owner(crm.boris().id())).await;
        assert_eq!((after.title.as_str(), after.budget, after.version), ("Отгрузка", Some(150_000), 6));
        let opened = anna.opens_deal(id).await.expect("opened");
        assert_eq!(opened.client.expect("a client").name.as_deref(), Some("Пётр"));
        let emptied = anna.edits_deal(id, DealPatch::Client(None)).await;
        assert_eq!((emptied.client, emptied.custom.len()), (None, 1));
    }

    async fn a_budget_is_not_negative_and_can_be_added_up(crm: TestCrm) {
        let with = |budget| NewDeal { budget: Some(budget), ..titled("Сделка") };
        for (budget, problem) in [(-1, Problem::NotANumber), (i64::MAX, Problem::TooLarge)] {
            let refused = deals::create(&crm.anna().cx, crm.anna().request(), with(budget)).await;
            assert_eq!(refused, Err(AppError::invalid("budget", problem)));
        }
        let largest = domain::deals::BUDGET_LIMIT;
        let deal = crm.anna().deals(with(largest)).await;
        crm.anna().deals(with(largest)).await;
        let totals = deals::board::totals(&crm.anna().cx, &domain::filter::Filter::All).await.expect("totals");
        assert_eq!(totals[0].sums[0].minor, 2 * largest);
        let more = deals::edit(&crm.anna().cx, crm.anna().request(), deal.id, 1, DealPatch::Budget(Some(largest + 1))).await;
        assert_eq!(more, Err(AppError::invalid("budget", Problem::TooLarge)));
    }

    async fn an_edit_of_an_old_deal_is_refused(crm: TestCrm) {
        let deal = crm.anna().creates_deal("Сделка", None).await;
        crm.anna().moves(deal.id, "Оплачено").await;
        let late = deals::edit(&crm.anna().cx, crm.anna().request(), deal.id, 1, DealPatch::Title("Другая".into())).await;
        assert_eq!(late, Err(AppError::Conflict(ConflictKind::Stale)));
    }

    async fn a_deal_is_seen_by_its_own_owner_and_names_no_client_that_is_hidden(crm: TestCrm) {
        let hers = crm.vera().creates_client("Секретный").await;
        let deal = crm.anna().deals(NewDeal { client: Some(hers.id), owner: Some(crm.boris().id()), ..titled("Общая") }).await;
        assert_eq!(deal.client.as_deref(), Some("Секретный"));
        let opened = crm.boris().opens_deal(deal.id).await.expect("it is his").client.expect("it has a client");
        assert_eq!((opened.id, opened.name), (hers.id, None));
        assert_eq!(crm.vera().opens_deal(deal.id).await, Err(AppError::NotFound(Noun::Deal)));
        let board = crm.boris().opens_board().await;
        assert_eq!(board.columns[0].rows[0].client, None);
        let seen = |crm: &TestCrm| crm.anna().cx.clone();
        let lines = deals::of_client(&seen(&crm), hers.id, &Page::first()).await.expect("lines").rows;
        assert_eq!(lines.len(), 1);
        assert!(deals::of_client(&crm.vera().cx, hers.id, &Page::first()).await.expect("her client").rows.is_empty());
    }

    async fn a_client_shows_its_deals_newest_first_and_the_table_their_stages(crm: TestCrm) {
        let anna = crm.anna();
        let client = anna.creates_client("Пётр").await.id;
        for index in 0..7 {
            anna.creates_deal(&format!("Сделка {index}"), Some(client)).await;
        }
        let paid = deals::of_client(&anna.cx, client, &Page::first()).await.expect("lines").rows[0].id;
        anna.moves(paid, "Оплачено").await;
        let first = deals::of_client(&anna.cx, client, &Page { after: None, size: 4 }).await.expect("lines");
        let second = deals::of_client(&anna.cx, client, &Page { after: first.next, size: 4 }).await.expect("lines");
        let titles: Vec<String> = first.rows.into_iter().chain(second.rows).map(|card| card.title).collect();
        assert_eq!(titles, (0..7).rev().map(|index| format!("Сделка {index}")).collect::<Vec<_>>());
        assert_eq!(second.next, None);
        let row = anna.lists(&Default::default()).await.remove(0);
        let (new, paid) = (anna.stage("Новая").await, anna.stage("Оплачено").await);
        assert_eq!((row.deals, row.stages), (7, vec![paid, new, new, new]));
    }

    async fn a_client_with_more_deals_than_a_page_reads_shows_them_as_any_other(crm: TestCrm) {
        let anna = crm.anna();
        let (client, other) = (anna.creates_client("Пётр").await.id, anna.creates_client("Павел").await.id);
        anna.creates_deal("Одна", Some(other)).await;
        let mut tx = anna.cx.begin_own().await.expect("a transaction");
        let stages = pipelines::stages(&anna.cx).await.expect("stages");
        let (fields, clients) = Default::default();
        let around = deals::Surroundings { stages, fields, currency: Currency::UZS, clients };
        let many = (0..520).map(|_| NewDeal { client: Some(client), ..titled("Сделка") }).collect();
        deals::create_many_in(&mut tx, many, &around, EventKind::Imported).await.expect("created");
        tx.commit(()).await.expect("committed");
        let last = deals::of_client(&anna.cx, client, &Page::first()).await.expect("lines").rows[0].id;
        anna.moves(last, "Оплачено").await;
        let (new, paid) = (anna.stage("Новая").await, anna.stage("Оплачено").await);
        let rows = anna.lists(&Default::default()).await;
        let seen = |id| rows.iter().find(|row| row.id == id).map(|row| (row.deals, row.stages.clone()));
        assert_eq!(seen(client), Some((520, vec![paid, new, new, new])));
        assert_eq!(seen(other), Some((1, vec![new])));
    }

    async fn a_deals_feed_tells_its_way(crm: TestCrm) {
        let deal = crm.boris().creates_deal("Сделка", None).await.id;
        crm.anna().moves(deal, "Переговоры").await;
        crm.boris().edits_deal(deal, DealPatch::Budget(Some(100))).await;
        deals::comment(&crm.boris().cx, crm.boris().request(), deal, "Ждём".into()).await.expect("commented");
        let feed = deals::feed(&crm.boris().cx, deal, &Page::first()).await.expect("a feed").rows;
        let kinds: Vec<EventKind> = feed.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::Commented, EventKind::Changed, EventKind::Moved, EventKind::Created]);
    }
}
