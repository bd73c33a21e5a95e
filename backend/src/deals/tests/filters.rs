//! The board and the table under a filter: the same cards, counts and sums as a model, within what one may see.

use crate::{
    clients, db_test, deals,
    test_crm::{
        TestActor, TestCrm,
        actor::{named, titled},
    },
};
use chrono::TimeDelta;
use domain::{
    clients::NewClient,
    deals::{Board, Deal, DealPatch, NewDeal, Slot},
    filter::{Condition, Count, Field, Filter, ListQuery, Operator, Page, Sort, Value},
    ids::{DealId, StageId, UserId},
    money::{Currency, Money},
};
use std::collections::BTreeMap;

fn is(field: Field, operator: Operator, value: Value) -> Filter {
    Filter::Is(Condition { field, operator, value })
}

fn owned_by(people: &[UserId]) -> Filter {
    is(Field::Owner, Operator::OneOf, Value::Users(people.to_vec()))
}

fn in_stages(stages: &[StageId]) -> Filter {
    is(Field::Stage, Operator::OneOf, Value::Stages(stages.to_vec()))
}

fn search(text: &str) -> Filter {
    Filter::Search(text.into())
}

async fn board(who: &TestActor, filter: &Filter) -> Board {
    deals::board::open(&who.cx, filter).await.expect("the board")
}

/// The cards of a column under a filter, page by page.
async fn column(who: &TestActor, stage: StageId, filter: &Filter) -> Vec<DealId> {
    let (mut ids, mut page) = (Vec::new(), Page { after: None, size: 3 });
    loop {
        let found = deals::board::column(&who.cx, stage, filter, &page).await.expect("a column");
        ids.extend(found.rows.into_iter().map(|card| card.id));
        match found.next {
            Some(next) => page.after = Some(next),
            None => return ids,
        }
    }
}

/// Deals of three people in three stages, with and without budgets, in two currencies, over several days.
async fn furnish(crm: &TestCrm) -> Vec<Deal> {
    let anna = crm.anna();
    let people = [anna.id(), crm.boris().id(), crm.vera().id()];
    let stages = [anna.stage("Новая").await, anna.stage("Переговоры").await, anna.stage("Оплачено").await];
    let clients = [anna.creates_client("Ким Виктор").await.id, anna.creates_client("Ёлкина Анна").await.id];
    let mut ids = Vec::new();
    for index in 0..36usize {
        crm.pass(TimeDelta::hours(5));
        let new = NewDeal {
            budget: [None, Some(0), Some(10_050), Some(99_999), Some(100_000)][index % 5],
            currency: (index % 7 == 0).then_some(Currency::USD),
            stage: Some(stages[index % 11 % 3]),
            owner: Some(people[index % 4 % 3]),
            client: clients.get(index % 6).copied(),
            ..titled(["Мебель под заказ", "Лицензии ПО", "Вывоз мебели", "Аудит"][index % 4])
        };
        ids.push(anna.deals(new).await.id);
    }
    for id in ids.iter().step_by(5) {
        anna.edits_deal(*id, DealPatch::Title("Тронутая мебель".into())).await;
    }
    let mut all = Vec::new();
    for id in ids {
        all.push(anna.opens_deal(id).await.expect("the deal"));
    }
    all
}

type Model = Box<dyn Fn(&Deal) -> bool>;

/// Filters with what they mean.
fn cases(crm: &TestCrm, all: &[Deal]) -> Vec<(Filter, Model)> {
    let (anna, boris) = (crm.anna().id(), crm.boris().id());
    let (one, other) = (all[0].stage, all[2].stage);
    let (day, later) = (all[9].created_at, all[30].created_at);
    let changed = all[30].updated_at;
    let sum = |from, below| {
        is(Field::Currency, Operator::Equals, Value::Text("UZS".into()))
            .and(is(Field::Budget, Operator::AtLeast, Value::Integer(from)))
            .and(is(Field::Budget, Operator::Below, Value::Integer(below)))
    };
    let created = is(Field::CreatedAt, Operator::AtLeast, Value::Time(day)).and(is(
        Field::CreatedAt,
        Operator::Below,
        Value::Time(later),
    ));
    let found = |deal: &Deal, word: &str| {
        deal.title.to_lowercase().contains(word)
            || deal
                .client
                .as_ref()
                .and_then(|client| client.name.as_ref())
                .is_some_and(|name| name.to_lowercase().contains(word))
    };
    vec![
        (owned_by(&[boris]), Box::new(move |deal| deal.owner == boris)),
        (owned_by(&[boris, anna]), Box::new(move |deal| deal.owner == boris || deal.owner == anna)),
        (in_stages(&[one]), Box::new(move |deal| deal.stage == one)),
        (
            in_stages(&[one, other]).and(owned_by(&[boris])),
            Box::new(move |deal| [one, other].contains(&deal.stage) && deal.owner == boris),
        ),
        (
            sum(10_050, 100_000),
            Box::new(|deal| {
                deal.currency == Currency::UZS && deal.budget.is_some_and(|sum| (10_050..100_000).contains(&sum))
            }),
        ),
        (created.clone(), Box::new(move |deal| (day..later).contains(&deal.created_at))),
        (
            is(Field::UpdatedAt, Operator::AtLeast, Value::Time(changed)),
            Box::new(move |deal| deal.updated_at >= changed),
        ),
        (search("МЕБЕЛЬ"), Box::new(move |deal| found(deal, "мебель"))),
        (search("ким"), Box::new(move |deal| found(deal, "ким"))),
        (search("виктор мебель"), Box::new(move |deal| found(deal, "мебель") && found(deal, "виктор"))),
        (search("№ 17"), Box::new(|deal| deal.number == 17)),
        (search("такого нет"), Box::new(|_| false)),
        (
            created.and(owned_by(&[boris])).and(search("меб")),
            Box::new(move |deal| (day..later).contains(&deal.created_at) && deal.owner == boris && found(deal, "меб")),
        ),
    ]
}

fn sums(deals: &[&Deal]) -> (i64, Vec<Money>) {
    let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
    for deal in deals {
        *sums.entry(deal.currency).or_default() += deal.budget.unwrap_or(0);
    }
    let sums = sums.into_iter().filter(|(_, minor)| *minor != 0);
    (deals.len() as i64, sums.map(|(currency, minor)| Money { minor, currency }).collect())
}

db_test! {
    async fn columns_counts_and_sums_under_a_filter_are_those_of_the_model(crm: TestCrm) {
        let all = furnish(&crm).await;
        for person in [crm.anna(), crm.boris()] {
            let whole = board(person, &Filter::All).await;
            for (filter, model) in cases(&crm, &all) {
                let shown = board(person, &filter).await;
                assert_eq!(shown.stages, whole.stages, "no column is lost");
                let mut met = 0;
                for (stage, total) in shown.stages.iter().zip(&shown.totals) {
                    let mut hits: Vec<&Deal> = all.iter().filter(|deal| {
                        deal.stage == stage.id && model(deal) && (person.id() == crm.anna().id() || deal.owner == person.id())
                    }).collect();
                    hits.sort_by(|one, other| one.position.cmp(&other.position));
                    let (count, sums) = sums(&hits);
                    assert_eq!((total.count, &total.sums), (count, &sums), "{filter:?} in {}", stage.name);
                    let ids: Vec<DealId> = hits.iter().map(|deal| deal.id).collect();
                    assert_eq!(column(person, stage.id, &filter).await, ids, "{filter:?} in {}", stage.name);
                    let first = &shown.columns[met];
                    let first_ids: Vec<DealId> = first.rows.iter().map(|card| card.id).collect();
                    assert_eq!(first_ids, ids[..first_ids.len()], "{filter:?} in {}", stage.name);
                    assert_eq!(first.next.is_some(), first_ids.len() < ids.len());
                    met += 1;
                }
                assert_eq!(met, shown.columns.len());
            }
        }
    }

    async fn who_filters_by_what_he_does_not_see_finds_nothing_and_no_count_betrays_it(crm: TestCrm) {
        let (boris, vera) = (crm.boris(), crm.vera());
        let paid = boris.stage("Оплачено").await;
        let shared = boris.creates_client("Общий Клиент").await.id;
        vera.creates_client("Верин Клиент").await;
        crm.anna().deals(NewDeal { owner: Some(vera.id()), stage: Some(paid), client: Some(shared), budget: Some(777), ..titled("Верина") }).await;
        let secret = crm.anna().creates(NewClient { owner: Some(vera.id()), ..named("Тайный Покупатель") }).await.id;
        let own = crm.anna().deals(NewDeal { owner: Some(boris.id()), client: Some(secret), ..titled("Своя") }).await;
        for filter in [owned_by(&[vera.id()]), search("тайный"), search("верина"), is(Field::Budget, Operator::Equals, Value::Integer(777))] {
            let shown = board(boris, &filter).await;
            assert!(shown.totals.iter().all(|total| total.count == 0 && total.sums.is_empty()), "{filter:?}: {:?}", shown.totals);
            assert!(shown.columns.iter().all(|column| column.rows.is_empty() && column.next.is_none()), "{filter:?}");
            let news = deals::board::news(&boris.cx, &[own.id], &filter).await.expect("news");
            assert!(news.cards.is_empty() && news.totals.iter().all(|total| total.count == 0), "{filter:?}");
        }
        let has_deal = |filter| Filter::HasDeal(Box::new(filter));
        for filter in [owned_by(&[vera.id()]), has_deal(in_stages(&[paid])), has_deal(Filter::OfClient(Box::new(Filter::All)))] {
            assert_eq!(boris.counts(filter.clone()).await, Count::Exact(0), "{filter:?}");
            let query = ListQuery { filter, ..ListQuery::default() };
            assert_eq!(boris.lists(&query).await, []);
        }
        assert_eq!(crm.anna().counts(has_deal(in_stages(&[paid]))).await, Count::Exact(1));
        let blind = boris.without(&[domain::access::Right::ViewDeals]);
        assert_eq!(blind.counts(has_deal(Filter::All)).await, Count::Exact(0));
    }

    async fn clients_are_found_by_one_deal_that_fits_and_by_their_own_days(crm: TestCrm) {
        let anna = crm.anna();
        let (new, paid) = (anna.stage("Новая").await, anna.stage("Оплачено").await);
        let mut clients = Vec::new();
        for index in 0..8usize {
            crm.pass(TimeDelta::days(1));
            let client = anna.creates_client(&format!("Клиент {index}")).await;
            for (at, stage) in [new, paid, new].into_iter().enumerate().take(index % 4) {
                let budget = Some((index * 100 + at) as i64);
                anna.deals(NewDeal { client: Some(client.id), stage: Some(stage), budget, ..titled("Сделка") }).await;
            }
            clients.push(client);
        }
        let with = |filter: Filter| Filter::HasDeal(Box::new(filter));
        let least = |sum| is(Field::Budget, Operator::AtLeast, Value::Integer(sum));
        let created = is(Field::CreatedAt, Operator::AtLeast, Value::Time(clients[2].created_at))
            .and(is(Field::CreatedAt, Operator::Below, Value::Time(clients[6].created_at)));
        let cases = [
            (with(in_stages(&[paid])), vec![2, 3, 6, 7]),
            (with(in_stages(&[paid]).and(least(700))), vec![7]),
            // Not: one deal in the stage, and another one with the budget.
            (with(in_stages(&[new]).and(least(702))), vec![7]),
            (with(in_stages(&[paid]).and(least(702))), vec![]),
            (Filter::Not(Box::new(with(Filter::All))), vec![0, 4]),
            (created.clone(), vec![2, 3, 4, 5]),
            (created.and(with(in_stages(&[paid]))).and(owned_by(&[anna.id()])), vec![2, 3]),
            (is(Field::UpdatedAt, Operator::Below, Value::Time(clients[1].created_at)), vec![0]),
        ];
        for (filter, expected) in cases {
            let expected: Vec<i64> = expected.into_iter().map(|index: usize| clients[index].number).collect();
            for sort in [Sort::default(), Sort { by: Field::Name, descending: false }, Sort { by: Field::Owner, descending: true }] {
                let mut found: Vec<i64> = anna.walks(&filter, sort, 2).await.iter().map(|row| row.number).collect();
                found.sort_unstable();
                assert_eq!(found, expected, "{filter:?} {sort:?}");
            }
            assert_eq!(anna.counts(filter.clone()).await, Count::Exact(expected.len() as i64), "{filter:?}");
        }
        let refused = clients::list(&anna.cx, &ListQuery { filter: Filter::OfClient(Box::new(Filter::All)), ..ListQuery::default() }).await;
        assert!(matches!(refused, Err(domain::error::AppError::Invalid(_))), "{refused:?}");
    }

    async fn a_filter_of_too_many_conditions_is_refused_by_the_board_and_its_columns(crm: TestCrm) {
        let (anna, many) = (crm.anna(), Filter::And(vec![owned_by(&[crm.anna().id()]); 65]));
        let new = anna.stage("Новая").await;
        let opened = deals::board::open(&anna.cx, &many).await.err();
        let column = deals::board::column(&anna.cx, new, &many, &Page::first()).await.err();
        for refused in [opened, column] {
            assert!(matches!(refused, Some(domain::error::AppError::Invalid(_))), "{refused:?}");
        }
    }

    async fn a_card_lands_between_the_two_that_are_seen_whatever_is_hidden_there(crm: TestCrm) {
        let anna = crm.anna();
        let (new, boris) = (anna.stage("Новая").await, crm.boris().id());
        let mut ids = BTreeMap::new();
        for title in ["Г", "в", "Б", "б", "а", "А"] {
            let owner = title.chars().any(char::is_uppercase).then_some(boris);
            ids.insert(title, anna.deals(NewDeal { owner, ..titled(title) }).await.id);
        }
        let his = owned_by(&[boris]);
        let seen = |titles: &[&str]| titles.iter().map(|title| ids[title]).collect::<Vec<_>>();
        assert_eq!(column(anna, new, &his).await, seen(&["А", "Б", "Г"]));
        anna.drops(ids["Г"], new, Slot { above: Some(ids["А"]), below: Some(ids["Б"]) }).await;
        assert_eq!(column(anna, new, &his).await, seen(&["А", "Г", "Б"]));
        assert_eq!(column(anna, new, &Filter::All).await, seen(&["А", "Г", "а", "б", "Б", "в"]));
        anna.drops(ids["А"], new, Slot { above: Some(ids["Б"]), below: None }).await;
        assert_eq!(column(anna, new, &his).await, seen(&["Г", "Б", "А"]));
        anna.drops(ids["А"], new, Slot { above: None, below: Some(ids["Г"]) }).await;
        assert_eq!(column(anna, new, &his).await, seen(&["А", "Г", "Б"]));
    }

    async fn news_under_a_filter_leave_out_what_no_longer_fits_and_count_the_rest(crm: TestCrm) {
        let anna = crm.anna();
        let (new, paid) = (anna.stage("Новая").await, anna.stage("Оплачено").await);
        let stays = anna.deals(NewDeal { budget: Some(500), ..titled("Остаётся") }).await;
        let goes = anna.deals(NewDeal { budget: Some(70), ..titled("Уходит") }).await;
        let filter = in_stages(&[new]).and(is(Field::Budget, Operator::AtLeast, Value::Integer(50)));
        let seen = async || {
            let news = deals::board::news(&anna.cx, &[stays.id, goes.id], &filter).await.expect("news");
            let ids: Vec<DealId> = news.cards.iter().map(|card| card.id).collect();
            let total = news.totals.into_iter().find(|total| total.stage == new).expect("a total");
            (ids.len(), ids.contains(&stays.id), total.count, total.sums.first().map(|sum| sum.minor))
        };
        assert_eq!(seen().await, (2, true, 2, Some(570)));
        anna.edits_deal(goes.id, DealPatch::Budget(Some(49), Currency::UZS)).await;
        assert_eq!(seen().await, (1, true, 1, Some(500)));
        anna.edits_deal(goes.id, DealPatch::Budget(Some(50), Currency::UZS)).await;
        anna.moves(stays.id, "Оплачено").await;
        assert_eq!(seen().await, (1, false, 1, Some(50)));
        let whole = board(anna, &in_stages(&[paid])).await;
        assert_eq!(whole.totals.iter().map(|total| total.count).sum::<i64>(), 1);
    }
}
