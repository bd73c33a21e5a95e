//! Creating and changing deals (S0.51-S0.55, R10, R18, R22).

use crate::{
    db_test, deals, pipelines,
    test_crm::{TestCrm, actor::titled},
};
use domain::{
    clients::ClientPatch,
    deals::{DealPatch, NewDeal},
    error::{AppError, ConflictKind, Problem},
    events::{Change, ChangedField, Event, EventKind, Told},
    fields::{FieldKind, FieldValue, Noun},
    filter::Page,
    money::{Currency, Money},
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

    async fn an_owner_comes_back_even_who_is_suspended_and_only_by_ones_own_act(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let id = boris.creates_deal("Поставка", None).await.id;
        anna.suspends(boris.id()).await.expect("suspended");
        let edits = async |act, patch| {
            let seen = anna.opens_deal(id).await.expect("seen").version;
            deals::edit(&anna.cx, act, id, seen, patch).await.map(|deal| deal.owner)
        };
        let act = anna.request();
        assert_eq!(edits(act, DealPatch::Owner(anna.id())).await, Ok(anna.id()));
        let back = DealPatch::OwnerBack(act);
        assert_eq!(edits(anna.request(), DealPatch::OwnerBack(anna.request())).await, Err(AppError::invalid("owner", Problem::Unknown)));
        anna.edits_deal(id, DealPatch::Owner(vera.id())).await;
        assert_eq!(edits(anna.request(), back.clone()).await, Err(AppError::Conflict(ConflictKind::Stale)));
        anna.edits_deal(id, DealPatch::Owner(anna.id())).await;
        assert_eq!(edits(anna.request(), back).await, Ok(boris.id()));
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn each_field_of_a_deal_saves_itself(crm: TestCrm) {
        let anna = crm.anna();
        let product = anna.adds_field(Noun::Deal, FieldKind::Choice, "Продукт", &["Лес", "Уголь"]).await;
        let client = anna.creates_client("Пётр").await;
        let id = anna.creates_deal("Поставка", None).await.id;
        anna.edits_deal(id, DealPatch::Title("Отгрузка".into())).await;
        anna.edits_deal(id, DealPatch::Client(Some(client.id))).await;
        anna.edits_deal(id, DealPatch::Budget(Some(150_000), Currency::UZS)).await;
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
        let more = deals::edit(&crm.anna().cx, crm.anna().request(), deal.id, 1, DealPatch::Budget(Some(largest + 1), Currency::UZS)).await;
        assert_eq!(more, Err(AppError::invalid("budget", Problem::TooLarge)));
    }

    async fn a_budget_has_a_currency_of_its_own_and_counts_in_its_own_sum(crm: TestCrm) {
        let anna = crm.anna();
        let new = NewDeal { budget: Some(700), currency: Some(Currency::USD), ..titled("Доллары") };
        let deal = anna.deals(new).await;
        assert_eq!(deal.currency, Currency::USD);
        let sums = async |crm: &TestCrm| {
            let totals = deals::board::totals(&crm.anna().cx, &domain::filter::Filter::All).await.expect("totals");
            totals[0].sums.iter().map(|sum| (sum.currency.code(), sum.minor)).collect::<Vec<_>>()
        };
        assert_eq!(sums(&crm).await, [("USD", 700)]);
        let edited = anna.edits_deal(deal.id, DealPatch::Budget(Some(900), Currency::RUB)).await;
        assert_eq!((edited.budget, edited.currency), (Some(900), Currency::RUB));
        assert_eq!(anna.opens_deal(deal.id).await, Ok(edited));
        assert_eq!(sums(&crm).await, [("RUB", 900)]);
        let told = anna.reads_deal_feed(deal.id).await.remove(0).changes;
        let money = |minor, currency| Some(Told::Money(Money { minor, currency }));
        let change = Change::of("budget", money(700, Currency::USD), money(900, Currency::RUB));
        assert_eq!(told, Vec::from_iter(change));
        // Without an amount the currency is all there is to tell.
        anna.edits_deal(deal.id, DealPatch::Budget(None, Currency::RUB)).await;
        assert_eq!(sums(&crm).await, []);
        let bare = anna.edits_deal(deal.id, DealPatch::Budget(None, Currency::EUR)).await;
        assert_eq!((bare.budget, bare.currency, bare.version), (None, Currency::EUR, 4));
        let told = anna.reads_deal_feed(deal.id).await.remove(0).changes;
        let text = |code: &str| Some(Told::Text(code.into()));
        assert_eq!(told, Vec::from_iter(Change::of("currency", text("RUB"), text("EUR"))));
    }

    async fn a_currency_that_nobody_is_offered_is_refused(crm: TestCrm) {
        let (anna, dirham) = (crm.anna(), Currency::parse("AED").expect("a currency"));
        let refused = Err(AppError::invalid("currency", Problem::NotAChoice));
        let new = || NewDeal { budget: Some(5), currency: Some(dirham), ..titled("Дирхамы") };
        assert_eq!(deals::create(&anna.cx, anna.request(), new()).await, refused);
        let deal = anna.creates_deal("Сделка", None).await;
        let patch = DealPatch::Budget(Some(5), dirham);
        let edited = deals::edit(&anna.cx, anna.request(), deal.id, 1, patch).await;
        assert_eq!(edited, Err(AppError::invalid("currency", Problem::NotAChoice)));
        for currency in Currency::SETUP {
            anna.edits_deal(deal.id, DealPatch::Budget(Some(5), currency)).await;
        }
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
        assert_eq!(deal.client.and_then(|client| client.name).as_deref(), Some("Секретный"));
        let opened = crm.boris().opens_deal(deal.id).await.expect("it is his").client.expect("it has a client");
        assert_eq!((opened.id, opened.name), (hers.id, None));
        assert_eq!(crm.vera().opens_deal(deal.id).await, Err(AppError::NotFound(Noun::Deal)));
        let board = crm.boris().opens_board().await;
        assert_eq!(board.columns[0].rows[0].client.clone().expect("a client").name, None);
        let seen = |crm: &TestCrm| crm.anna().cx.clone();
        let lines = deals::of_client(&seen(&crm), hers.id, &Page::first()).await.expect("lines").rows;
        assert_eq!(lines.len(), 1);
        assert!(deals::of_client(&crm.vera().cx, hers.id, &Page::first()).await.expect("her client").rows.is_empty());
    }

    async fn a_deals_feed_names_no_client_that_is_hidden(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let secret = crm.vera().creates_client("Секретный").await.id;
        let his = boris.creates_client("Известный").await.id;
        let deal = anna.deals(NewDeal { client: Some(secret), owner: Some(boris.id()), ..titled("Общая") }).await.id;
        boris.edits_deal(deal, DealPatch::Client(Some(his))).await;
        anna.edits_deal(deal, DealPatch::Client(Some(secret))).await;
        let named = |feed: Vec<Event>| {
            let changes = feed.into_iter().flat_map(|event| event.changes);
            let told = changes.filter(|change| change.field == ChangedField::Builtin("client".into()));
            let name = |told| match told {
                Some(Told::Client(_, name)) => name,
                _ => Some("-".to_owned()),
            };
            told.map(|change| (name(change.old), name(change.new))).collect::<Vec<_>>()
        };
        let (known, secret_name) = (Some("Известный".to_owned()), Some("Секретный".to_owned()));
        let nothing = Some("-".to_owned());
        let told = boris.reads_deal_feed(deal).await;
        assert!(!serde_json::to_string(&told).expect("JSON").contains("Секретный"));
        assert_eq!(named(told), [(known.clone(), None), (None, known.clone()), (nothing.clone(), None)]);
        // Whoever sees both clients is told both names, also of what Boris did without knowing one of them.
        let told = named(anna.reads_deal_feed(deal).await);
        assert_eq!(told, [(known.clone(), secret_name.clone()), (secret_name.clone(), known), (nothing, secret_name)]);
        // A client that is shared with him is no secret any more.
        anna.edits(secret, ClientPatch::Managers(vec![boris.id()])).await;
        assert_eq!(named(boris.reads_deal_feed(deal).await), told);
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

    async fn clients_with_few_and_with_many_deals_show_them_alike(crm: TestCrm) {
        let anna = crm.anna();
        let stages = pipelines::stages(&anna.cx).await.expect("stages");
        let (new, paid) = (anna.stage("Новая").await, anna.stage("Оплачено").await);
        let mut expected = Vec::new();
        for count in [1, 64, 65, 520] {
            let client = anna.creates_client(&format!("Пётр {count}")).await.id;
            let mut tx = anna.cx.begin_own().await.expect("a transaction");
            let (fields, clients) = Default::default();
            let around = deals::Surroundings { stages: stages.clone(), fields, currency: Currency::UZS, clients };
            let many = (0..count).map(|_| NewDeal { client: Some(client), ..titled("Сделка") }).collect();
            deals::create_many_in(&mut tx, many, &around, EventKind::Imported).await.expect("created");
            tx.commit(()).await.expect("committed");
            let last = deals::of_client(&anna.cx, client, &Page::first()).await.expect("lines").rows[0].id;
            anna.moves(last, "Оплачено").await;
            let newest = [paid, new, new, new].into_iter().take(count as usize).collect::<Vec<_>>();
            expected.push((client, (count, newest)));
        }
        let rows = anna.lists(&Default::default()).await;
        for (client, told) in expected {
            let seen = rows.iter().find(|row| row.id == client).map(|row| (row.deals, row.stages.clone()));
            assert_eq!(seen, Some(told));
        }
    }

    async fn a_deals_feed_tells_its_way(crm: TestCrm) {
        let deal = crm.boris().creates_deal("Сделка", None).await.id;
        crm.anna().moves(deal, "Переговоры").await;
        crm.boris().edits_deal(deal, DealPatch::Budget(Some(100), Currency::UZS)).await;
        deals::comment(&crm.boris().cx, crm.boris().request(), deal, "Ждём".into()).await.expect("commented");
        let feed = deals::feed(&crm.boris().cx, deal, &Page::first()).await.expect("a feed").rows;
        let kinds: Vec<EventKind> = feed.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::Commented, EventKind::Changed, EventKind::Moved, EventKind::Created]);
    }
}
