//! Stories of the list of deals: every order page by page, searches, scopes and sums, on both databases.

use crate::{
    clients,
    cx::begin,
    db_test, deals, fields, pipelines,
    test_crm::{
        TestActor, TestCrm,
        actor::{named, titled, with_phone},
    },
    users,
};
use domain::{
    access::Right,
    clients::{ClientPatch, NewClient},
    deals::{DealPatch, DealRow, DealTotals, NewDeal},
    error::{AppError, Problem},
    fields::{FieldKind, FieldValue, Noun},
    filter::{Condition, Field, Filter, ListQuery, Operator, Page, Sort, Value},
    ids::{FieldId, StageId, UserId},
    money::{Currency, Money},
    number::Number,
    pipelines::{Stage, StageDraft},
    search_text::fold,
};
use std::cmp::Ordering;

async fn walks(who: &TestActor, filter: &Filter, sort: Sort, size: u16) -> Vec<DealRow> {
    let mut rows = Vec::new();
    let mut page = Page { after: None, size };
    loop {
        let query = ListQuery { filter: filter.clone(), sort, page };
        let found = deals::list::page(&who.cx, &query).await.expect("a page");
        assert!(!found.rows.is_empty() || rows.is_empty(), "a page said that there is more, and there is not");
        rows.extend(found.rows);
        match found.next {
            Some(next) => page = Page { after: Some(next), size },
            None => return rows,
        }
    }
}

async fn titles(who: &TestActor, filter: Filter) -> Vec<String> {
    walks(who, &filter, Sort::default(), 50).await.into_iter().map(|row| row.title).collect()
}

async fn deletes_clients(who: &TestActor) -> Result<usize, AppError> {
    let mut tx = begin!(who.cx, who.request(), ("all clients go",));
    let count = clients::delete_numbers_in(&mut tx, 1..=2).await?;
    tx.commit(count).await
}

async fn totals(who: &TestActor, filter: Filter) -> DealTotals {
    deals::list::totals(&who.cx, &ListQuery { filter, ..ListQuery::default() }).await.expect("totals")
}

fn draft(stage: &Stage) -> StageDraft {
    StageDraft {
        id: Some(stage.id),
        group: stage.group,
        name: stage.name.clone(),
        colour: stage.colour,
        takes: Vec::new(),
    }
}

/// Deals with equal titles, missing budgets and values, in all stages and of all owners; some touched after their creation.
async fn furnish(crm: &TestCrm) -> FieldId {
    let anna = crm.anna();
    let volume = anna.adds_field(Noun::Deal, FieldKind::Number, "Объём", &[]).await.id;
    let stages = pipelines::stages(&anna.cx).await.expect("stages");
    let owners = [anna.id(), crm.boris().id(), crm.vera().id()];
    let mut clients = Vec::new();
    for (name, owner) in [("Ёлкин", 1), ("анна", 1), ("Анна", 2), ("Борис", 2)] {
        clients.push(anna.creates(NewClient { owner: Some(owners[owner]), ..named(name) }).await.id);
    }
    for index in 0..40usize {
        let mut new = NewDeal {
            stage: Some(stages[index % stages.len()].id),
            owner: Some(owners[index % 7 % 3]),
            client: clients.get(index % 6).copied(),
            budget: (index % 4 != 0).then_some((index as i64 % 6) * 50_000),
            ..titled(&format!("Сделка {}", index % 9))
        };
        if index % 3 != 0 {
            new.custom.insert(volume, FieldValue::Number(Number(index as i64 % 5 * 1_000_000)));
        }
        let deal = anna.deals(new).await.id;
        if index % 5 == 0 {
            crm.pass(chrono::TimeDelta::seconds(1));
            anna.edits_deal(deal, DealPatch::Title("Тронутая".into())).await;
        }
    }
    volume
}

/// The order as people understand it: values first, in the chosen direction, then rows without one, last changed first.
fn model(one: &DealRow, other: &DealRow, sort: Sort, around: (&[UserId], &[StageId])) -> Ordering {
    let directed = |order: Ordering| if sort.descending { order.reverse() } else { order };
    let changed = other.updated_at.cmp(&one.updated_at).then(one.id.cmp(&other.id));
    match (key(one, sort.by, around), key(other, sort.by, around)) {
        (Some(left), Some(right)) => {
            let equal = match sort.by {
                Field::UpdatedAt => directed(other.id.cmp(&one.id)),
                Field::Owner => changed,
                // Within its stage a deal stands where the board has it: new ones on top.
                Field::Stage => other.number.cmp(&one.number),
                _ => directed(one.id.cmp(&other.id)),
            };
            directed(left.cmp(&right)).then(equal)
        }
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => changed,
    }
}

fn key(row: &DealRow, by: Field, (people, stages): (&[UserId], &[StageId])) -> Option<(i64, String)> {
    let number = |number: i64| Some((number, String::new()));
    match by {
        Field::UpdatedAt => number(row.updated_at.timestamp_micros()),
        Field::CreatedAt | Field::Number => number(row.number),
        Field::Name => Some((0, fold(&row.title))),
        Field::Budget => row.budget.and_then(number),
        Field::Client => Some((0, fold(row.client.as_ref()?.name.as_ref()?))),
        Field::Stage => number(stages.iter().position(|stage| *stage == row.stage).expect("a stage") as i64),
        Field::Owner => number(people.iter().position(|user| *user == row.owner).expect("a colleague") as i64),
        Field::Custom(id) => match row.custom.get(&id)? {
            FieldValue::Number(value) => number(value.0),
            other => unreachable!("{other:?} is no number"),
        },
        other => unreachable!("{other:?} is no order of the list"),
    }
}

db_test! {
    async fn every_order_of_deals_gives_every_row_once_and_in_order(crm: TestCrm) {
        let volume = furnish(&crm).await;
        let people: Vec<UserId> = users::list(&crm.anna().cx).await.expect("people").iter().map(|user| user.id).collect();
        let stages: Vec<StageId> = crm.anna().opens_board().await.stages.iter().map(|stage| stage.id).collect();
        let all = walks(crm.anna(), &Filter::All, Sort::default(), 200).await;
        assert_eq!(all.len(), 40);
        let orders = [Field::UpdatedAt, Field::CreatedAt, Field::Number, Field::Name, Field::Budget, Field::Stage, Field::Owner, Field::Client];
        for by in orders.into_iter().chain([Field::Custom(volume)]) {
            for descending in [false, true] {
                let sort = Sort { by, descending };
                let mut expected = all.clone();
                expected.sort_by(|one, other| model(one, other, sort, (&people, &stages)));
                let expected: Vec<i64> = expected.into_iter().map(|row| row.number).collect();
                for size in [1, 7, 40] {
                    let walked = walks(crm.anna(), &Filter::All, sort, size).await;
                    let numbers: Vec<i64> = walked.into_iter().map(|row| row.number).collect();
                    assert_eq!(numbers, expected, "{sort:?}, pages of {size}");
                }
            }
        }
    }

    async fn whoever_is_renamed_and_whatever_is_moved_between_two_pages_each_row_is_met_once(crm: TestCrm) {
        furnish(&crm).await;
        let anna = crm.anna();
        for by in [Field::Owner, Field::Stage] {
            let mut query = ListQuery { sort: Sort { by, descending: false }, page: Page { after: None, size: 7 }, ..ListQuery::default() };
            let mut met = Vec::new();
            let owners = [crm.vera(), anna, crm.boris()];
            for turn in 0.. {
                let found = deals::list::page(&anna.cx, &query).await.expect("a page");
                met.extend(found.rows.into_iter().map(|row| row.number));
                query.page.after = found.next;
                if query.page.after.is_none() {
                    break;
                }
                // The last one comes first, page after page.
                let name = format!("А{:02}", 20 - turn);
                anna.changes(owners[turn % 3].id(), |profile| profile.first_name = name).await.expect("renamed");
                let stages = pipelines::stages(&anna.cx).await.expect("stages");
                let mut drafts: Vec<StageDraft> = stages.iter().map(draft).collect();
                drafts.swap(1, 2);
                pipelines::save(&anna.cx, anna.request(), stages, drafts).await.expect("moved");
            }
            met.sort_unstable();
            assert_eq!(met, (1..=40).collect::<Vec<i64>>(), "{by:?}");
        }
        let by_stage = Sort { by: Field::Stage, descending: false };
        let query = ListQuery { sort: by_stage, page: Page { after: None, size: 7 }, ..ListQuery::default() };
        let after = deals::list::page(&anna.cx, &query).await.expect("a page").next;
        let stages = pipelines::stages(&anna.cx).await.expect("stages");
        let mut drafts: Vec<StageDraft> = stages.iter().map(draft).collect();
        (drafts[0].id, drafts[0].takes) = (None, vec![stages[0].id]);
        pipelines::save(&anna.cx, anna.request(), stages, drafts).await.expect("another stage");
        let refused = deals::list::page(&anna.cx, &ListQuery { page: Page { after, size: 7 }, ..query }).await;
        assert_eq!(refused.err(), Some(AppError::invalid("page", Problem::Unknown)));
    }

    async fn an_order_that_deals_do_not_have_is_refused(crm: TestCrm) {
        for by in [Field::Phone, Field::Email] {
            let query = ListQuery { sort: Sort { by, descending: false }, ..ListQuery::default() };
            assert!(matches!(deals::list::page(&crm.anna().cx, &query).await, Err(AppError::Invalid(_))), "{by:?}");
        }
        let by_budget = ListQuery { sort: Sort { by: Field::Budget, descending: false }, ..ListQuery::default() };
        assert!(matches!(clients::list(&crm.anna().cx, &by_budget).await, Err(AppError::Invalid(_))));
    }

    async fn a_manager_lists_and_sums_only_his_own_deals(crm: TestCrm) {
        furnish(&crm).await;
        let boris = crm.boris();
        let all = walks(crm.anna(), &Filter::All, Sort::default(), 50).await;
        let own: Vec<&DealRow> = all.iter().filter(|row| row.owner == boris.id()).collect();
        assert!(own.len() > 5 && own.len() < all.len());
        let by_name = Sort { by: Field::Name, descending: false };
        for sort in [Sort::default(), by_name, Sort { by: Field::Stage, descending: true }] {
            let seen = walks(boris, &Filter::All, sort, 7).await;
            assert_eq!(seen.len(), own.len());
            assert!(seen.iter().all(|row| row.owner == boris.id()));
        }
        let sum: i64 = own.iter().filter_map(|row| row.budget).sum();
        let expected = DealTotals { count: own.len() as i64, sums: vec![Money { minor: sum, currency: Currency::UZS }] };
        assert_eq!(totals(boris, Filter::All).await, expected);
        assert_eq!(totals(crm.other_company(), Filter::All).await, DealTotals::default());
        let nobody = boris.without(&[Right::ViewDeals]);
        assert_eq!(deals::list::page(&nobody.cx, &ListQuery::default()).await.err(), Some(AppError::Forbidden));
        assert_eq!(deals::list::totals(&nobody.cx, &ListQuery::default()).await.err(), Some(AppError::Forbidden));
    }

    async fn deals_are_found_by_any_words_of_their_title(crm: TestCrm) {
        for title in ["Поставка станков", "Ремонт ёмкостей", "Поставка труб", "100% предоплата"] {
            crm.anna().creates_deal(title, None).await;
        }
        let found = async |text: &str| titles(crm.anna(), Filter::Search(text.into())).await;
        assert_eq!(found("постав").await, ["Поставка труб", "Поставка станков"]);
        assert_eq!(found("СТАНК поставка").await, ["Поставка станков"]);
        assert_eq!(found("емк").await, ["Ремонт ёмкостей"]);
        assert!(found("нетакой").await.is_empty());
        let client = crm.anna().creates(with_phone("Ким 7-40", "+79161234567")).await.id;
        for (title, client) in [
            ("Договор 15-04", Some(client)),
            ("Кабель 2.5 мм", None),
            ("Заказ 2024-118", None),
            ("Фонд 1 500", None),
            ("Акт 12.03.2026", None),
        ] {
            crm.anna().creates_deal(title, client).await;
            assert_eq!(found(title).await, [title]);
        }
        for (text, title) in [
            ("15-04", "Договор 15-04"),
            ("договор 15-04 ким", "Договор 15-04"),
            ("договор 8 916 123-45-67", "Договор 15-04"),
            ("8 916 123", "Договор 15-04"),
            ("7-40", "Договор 15-04"),
            ("кабель 2.5", "Кабель 2.5 мм"),
            ("2.5", "Кабель 2.5 мм"),
            ("2024-118", "Заказ 2024-118"),
            ("1 500", "Фонд 1 500"),
            ("12.03.2026", "Акт 12.03.2026"),
        ] {
            assert_eq!(found(text).await, [title], "{text}");
        }
        assert!(found("1504").await.is_empty());
        let search = Filter::Search("поставка".into());
        assert_eq!(totals(crm.anna(), search).await, DealTotals { count: 2, sums: Vec::new() });
    }

    async fn counted_sums_are_those_of_the_kept_ones_and_currencies_stay_apart(crm: TestCrm) {
        furnish(&crm).await;
        crm.anna().deals(NewDeal { budget: Some(700), currency: Some(Currency::USD), ..titled("Доллары") }).await;
        let kept = totals(crm.anna(), Filter::All).await;
        // The same deals by a condition that kept totals cannot tell apart.
        let number = Condition { field: Field::Number, operator: Operator::AtLeast, value: Value::Integer(0) };
        assert_eq!(totals(crm.anna(), Filter::Is(number)).await, kept);
        assert_eq!((kept.count, kept.sums.len()), (41, 2));
        assert!(kept.sums.contains(&Money { minor: 700, currency: Currency::USD }));
    }

    async fn a_row_names_its_client_only_to_who_sees_it(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let client = anna.creates(NewClient { owner: Some(crm.vera().id()), ..named("Пётр") }).await.id;
        anna.deals(NewDeal { client: Some(client), owner: Some(boris.id()), ..titled("Сделка") }).await;
        let name = async |who: &TestActor| {
            let rows = walks(who, &Filter::All, Sort::default(), 50).await;
            rows[0].client.as_ref().map(|client| client.name.clone())
        };
        assert_eq!(name(anna).await, Some(Some("Пётр".into())));
        assert_eq!(name(boris).await, Some(None));
    }

    async fn a_client_that_is_not_seen_puts_nothing_in_order(crm: TestCrm) {
        furnish(&crm).await;
        let boris = crm.boris();
        let by_client = |descending| Sort { by: Field::Client, descending };
        let all = walks(boris, &Filter::All, Sort::default(), 50).await;
        let named = |row: &DealRow| row.client.as_ref().map(|client| client.name.is_some());
        for kind in [None, Some(false), Some(true)] {
            assert!(all.iter().any(|row| named(row) == kind), "{kind:?}");
        }
        let numbers = async |sort, size| -> Vec<i64> {
            walks(boris, &Filter::All, sort, size).await.into_iter().map(|row| row.number).collect()
        };
        for descending in [false, true] {
            let mut expected = all.clone();
            expected.sort_by(|one, other| model(one, other, by_client(descending), (&[], &[])));
            let expected: Vec<i64> = expected.into_iter().map(|row| row.number).collect();
            for size in [1, 7, 50] {
                assert_eq!(numbers(by_client(descending), size).await, expected, "pages of {size}");
            }
        }
        let before = numbers(by_client(false), 50).await;
        let hidden = all.iter().find(|row| named(row) == Some(false)).and_then(|row| row.client.as_ref());
        crm.anna().edits(hidden.expect("a client").id, ClientPatch::Name("А".into())).await;
        assert_eq!(numbers(by_client(false), 50).await, before, "a new name of it is not told by the order");
        let blind = boris.without(&[Right::ViewClients]);
        let unnamed = walks(&blind, &Filter::All, by_client(false), 7).await;
        assert_eq!(unnamed.into_iter().map(|row| row.id).collect::<Vec<_>>(), all.iter().map(|row| row.id).collect::<Vec<_>>());
    }

    async fn deals_are_in_the_order_of_the_names_that_clients_have_now(crm: TestCrm) {
        let anna = crm.anna();
        let (first, second) = (anna.creates_client("Аида").await.id, anna.creates_client("Бахтиёр").await.id);
        let deal = anna.creates_deal("Одна", Some(first)).await.id;
        anna.creates_deal("Другая", Some(second)).await;
        let untied = anna.creates_deal("Ничья", None).await.id;
        let version = anna.opens_deal(deal).await.expect("the deal").version;
        let order = async || {
            let sort = Sort { by: Field::Client, descending: false };
            walks(anna, &Filter::All, sort, 1).await.into_iter().map(|row| row.title).collect::<Vec<_>>()
        };
        assert_eq!(order().await, ["Одна", "Другая", "Ничья"]);
        anna.edits(first, ClientPatch::Name("Яна".into())).await;
        assert_eq!(order().await, ["Другая", "Одна", "Ничья"]);
        assert_eq!(anna.opens_deal(deal).await.expect("the deal").version, version, "the deal itself has not changed");
        anna.edits_deal(untied, DealPatch::Client(Some(second))).await;
        anna.edits_deal(deal, DealPatch::Client(None)).await;
        anna.edits_deal(untied, DealPatch::Title("Чья-то".into())).await;
        assert_eq!(order().await, ["Другая", "Чья-то", "Одна"]);
        assert_eq!(crm.base.wrong_client_names().await, 0);
        deletes_clients(anna).await.expect("deleted");
        assert_eq!(crm.base.wrong_client_names().await, 0);
        let left = walks(anna, &Filter::All, Sort { by: Field::Client, descending: false }, 50).await;
        assert_eq!(left.len(), 3, "all of them stand among those without a client");
    }

    async fn renamed_and_new_fields_of_deals_are_sorted_by_their_id(crm: TestCrm) {
        let volume = furnish(&crm).await;
        let sort = Sort { by: Field::Custom(volume), descending: true };
        let before = walks(crm.anna(), &Filter::All, sort, 50).await;
        fields::rename(&crm.anna().cx, crm.anna().request(), volume, 1, "Тоннаж".into()).await.expect("renamed");
        crm.anna().adds_field(Noun::Deal, FieldKind::Text, "Заметка", &[]).await;
        assert_eq!(walks(crm.anna(), &Filter::All, sort, 50).await, before);
    }
}
