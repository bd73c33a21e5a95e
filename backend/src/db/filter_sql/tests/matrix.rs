//! Every operator × every field × both databases, against a model.

use crate::{
    clients,
    db::{
        Sql,
        filter_sql::{DEALS, push_filter},
    },
    db_test, fields,
    test_crm::{
        TestCrm,
        actor::{named, parsed, titled},
    },
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    clients::Client,
    deals::{Deal, NewDeal},
    email::Email,
    error::AppError,
    fields::{FieldDef, FieldKind, FieldValue, FieldValues, Noun},
    filter::{Condition, Count, Field, Filter, ListQuery, Operator, Sort, Value},
    number::Number,
    search_text::fold,
};
use std::collections::BTreeSet;
use uuid::Uuid;

const OPERATORS: [Operator; 7] = [
    Operator::Equals,
    Operator::OneOf,
    Operator::AtLeast,
    Operator::Below,
    Operator::StartsWith,
    Operator::IsEmpty,
    Operator::IsNotEmpty,
];

db_test! {
    async fn clients_of_every_condition_are_those_of_the_model(crm: TestCrm) {
        let (fields, clients) = furnish(&crm).await;
        let mut refused = 0;
        for (field, value) in conditions(&crm, &fields, &clients) {
            for operator in OPERATORS {
                let condition = Condition { field, operator, value: value.clone() };
                refused += i32::from(!check(&crm, &clients, condition).await);
            }
        }
        // Texts know no list of ids, ids no order, and so on; but most pairs mean something.
        assert!(refused < 130, "{refused} conditions are refused");
    }

    async fn trees_of_conditions_are_those_of_the_model(crm: TestCrm) {
        let (fields, clients) = furnish(&crm).await;
        let all = conditions(&crm, &fields, &clients);
        let parts: Vec<Condition> = all.into_iter().zip(OPERATORS.into_iter().cycle())
            .map(|((field, value), operator)| Condition { field, operator, value })
            .filter(|condition| holds(&clients[0], condition).is_some()).collect();
        for (one, other) in parts.iter().zip(parts.iter().skip(3)) {
            let (left, right) = (|| Filter::Is(one.clone()), || Filter::Is(other.clone()));
            let (a, b) = (|client: &Client| holds(client, one) == Some(true), |client: &Client| holds(client, other) == Some(true));
            let not = |filter| Filter::Not(Box::new(filter));
            same(&crm, &clients, Filter::And(vec![left(), right()]), |client| a(client) && b(client)).await;
            same(&crm, &clients, Filter::Or(vec![left(), right()]), |client| a(client) || b(client)).await;
            same(&crm, &clients, not(left()), |client| !a(client)).await;
            same(&crm, &clients, not(Filter::Or(vec![left(), not(right())])), |client| !a(client) && b(client)).await;
        }
        same(&crm, &clients, Filter::And(vec![]), |_| true).await;
        same(&crm, &clients, Filter::Or(vec![]), |_| false).await;
        same(&crm, &clients, not_all(), |_| false).await;
    }

    async fn deals_of_every_condition_are_those_of_the_model(crm: TestCrm) {
        let anna = crm.anna();
        let field = anna.adds_field(Noun::Deal, FieldKind::Number, "Объём", &[]).await;
        let client = anna.creates_client("Пётр").await.id;
        let (new, paid) = (anna.stage("Новая").await, anna.stage("Оплачено").await);
        let mut deals = Vec::new();
        for index in 0..12i64 {
            let custom = if index % 3 == 0 { FieldValues::new() } else { [(field.id, FieldValue::Number(Number(index % 4)))].into() };
            let card = anna.deals(NewDeal {
                budget: (index % 4 != 0).then_some(index % 5 * 100),
                stage: Some(if index % 2 == 0 { new } else { paid }),
                client: (index % 5 == 0).then_some(client),
                custom,
                ..titled(&format!("Сделка {}", index % 3))
            }).await;
            deals.push(anna.opens_deal(card.id).await.expect("opened"));
        }
        let is = |field, operator, value| Condition { field, operator, value };
        type Model = Box<dyn Fn(&Deal) -> bool>;
        let cases: Vec<(Condition, Model)> = vec![
            (is(Field::Stage, Operator::OneOf, Value::Stages(vec![paid])), Box::new(move |deal| deal.stage == paid)),
            (is(Field::Stage, Operator::OneOf, Value::Stages(vec![paid, new])), Box::new(|_| true)),
            (is(Field::Budget, Operator::AtLeast, Value::Integer(200)), Box::new(|deal| deal.budget.is_some_and(|budget| budget >= 200))),
            (is(Field::Budget, Operator::Below, Value::Integer(200)), Box::new(|deal| deal.budget.is_some_and(|budget| budget < 200))),
            (is(Field::Budget, Operator::IsEmpty, Value::None), Box::new(|deal| deal.budget.is_none())),
            (is(Field::Client, Operator::Equals, Value::Clients(vec![client])), Box::new(|deal| deal.client.is_some())),
            (is(Field::Client, Operator::IsEmpty, Value::None), Box::new(|deal| deal.client.is_none())),
            (is(Field::Name, Operator::StartsWith, Value::Text("СДЕЛКА 1".into())), Box::new(|deal| deal.title == "Сделка 1")),
            (is(Field::Custom(field.id), Operator::Equals, Value::Number(Number(2))), Box::new(move |deal| deal.custom.get(&field.id) == Some(&FieldValue::Number(Number(2))))),
            (is(Field::Custom(field.id), Operator::IsEmpty, Value::None), Box::new(move |deal| !deal.custom.contains_key(&field.id))),
        ];
        for (condition, model) in cases {
            let expected: BTreeSet<Uuid> = deals.iter().filter(|deal| model(deal)).map(|deal| deal.id.0).collect();
            let mut sql = Sql::new("select r.id as record, r.title as words from deals r where ");
            push_filter(&mut sql, &DEALS, anna.cx.workspace(), &Filter::Is(condition.clone())).expect("known");
            assert!(!expected.is_empty());
            assert_eq!(crm.base.records(sql).await, expected, "{condition:?}");
        }
    }
}

fn not_all() -> Filter {
    Filter::Not(Box::new(Filter::All))
}

async fn furnish(crm: &TestCrm) -> (Vec<FieldDef>, Vec<Client>) {
    let anna = crm.anna();
    for (kind, name) in [(FieldKind::Text, "Адрес"), (FieldKind::Number, "Долг"), (FieldKind::Date, "Рождение")]
    {
        anna.adds_field(Noun::Client, kind, name, &[]).await;
    }
    anna.adds_field(Noun::Client, FieldKind::Choice, "Город", &["Ташкент", "Бухара", "Нукус"]).await;
    let fields = fields::list(&anna.cx, Noun::Client).await.expect("fields");
    let mut clients = Vec::new();
    for index in 0..20usize {
        let person = [anna, crm.boris(), crm.vera()][index % 3];
        let mut new = named(["Иванов", "иванов", "Ёлкин", "Алиев Б."][index % 4]);
        if index % 3 != 1 {
            new.phones = vec![parsed(["901234567", "+79161234567"][index % 2])];
        }
        if index % 4 != 3 {
            new.emails =
                vec![Email::parse(["A_b@example.uz", "ab@example.uz", "z@example.uz"][index % 3]).expect("an e-mail")];
        }
        new.custom = fields.iter().filter_map(|field| Some((field.id, value(field, index)?))).collect();
        clients.push(person.creates(new).await);
    }
    (fields, clients)
}

fn value(field: &FieldDef, index: usize) -> Option<FieldValue> {
    let n = index % 5;
    (n != 4).then(|| match field.kind {
        FieldKind::Text => FieldValue::Text(["Навои", "НАВОИЙ", "ул. Ёжика", "5"][n].into()),
        FieldKind::Number => FieldValue::Number(Number([-1_000_000, 0, 500_000, 1_000_000][n])),
        FieldKind::Date => FieldValue::Date(day(n as u32)),
        FieldKind::Choice => FieldValue::Choice(field.options[n % 3].id),
    })
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(1968 + number as i32, 2, 1 + number).expect("a day")
}

/// Pairs of a field and a value to compare it with.
fn conditions(crm: &TestCrm, fields: &[FieldDef], clients: &[Client]) -> Vec<(Field, Value)> {
    let text = |text: &str| Value::Text(text.into());
    let users = vec![crm.anna().id(), crm.vera().id()];
    let middle: DateTime<Utc> = clients[9].created_at;
    let mut all = vec![
        (Field::Name, text("ИВАНОВ")),
        (Field::Name, text("ел")),
        (Field::Name, text("алиев б")),
        (Field::Phone, text("+998 90 123-45-67")),
        (Field::Phone, text("+7")),
        (Field::Email, text("a_B@example.uz")),
        (Field::Email, text("a")),
        (Field::Number, Value::Integer(7)),
        (Field::CreatedAt, Value::Time(middle)),
        (Field::UpdatedAt, Value::Time(middle + TimeDelta::nanoseconds(100))),
    ];
    for field in [Field::Owner, Field::CreatedBy, Field::UpdatedBy] {
        all.extend([(field, Value::Users(users.clone())), (field, Value::Users(vec![]))]);
    }
    for field in fields {
        let values = match field.kind {
            FieldKind::Text => vec![text("навои"), text("УЛ. ЕЖ"), text("")],
            FieldKind::Number => vec![Value::Number(Number(0)), Value::Number(Number(500_001))],
            FieldKind::Date => vec![Value::Date(day(1)), Value::Date(day(2))],
            FieldKind::Choice => vec![
                Value::Options(vec![field.options[1].id]),
                Value::Options(vec![field.options[0].id, field.options[2].id]),
            ],
        };
        all.extend(values.into_iter().map(|value| (Field::Custom(field.id), value)));
    }
    all
}

/// A key as something that compares.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
enum Key {
    Text(String),
    Int(i64),
    Id(Uuid),
}

/// What the model says; none where the condition means nothing and has to be refused.
fn holds(client: &Client, condition: &Condition) -> Option<bool> {
    let key = key(client, condition.field);
    match condition.operator {
        Operator::IsEmpty => return Some(key.is_none()),
        Operator::IsNotEmpty => return Some(key.is_some()),
        _ => {}
    }
    let wanted = wanted(condition);
    let ids = matches!(condition.value, Value::Users(_) | Value::Options(_));
    let compares = |test: fn(&Key, &Key) -> bool| (!ids).then(|| key.as_ref().is_some_and(|key| test(key, &wanted[0])));
    match (condition.operator, wanted.first()) {
        (Operator::Equals | Operator::OneOf, _) => Some(key.is_some_and(|key| wanted.contains(&key))),
        (Operator::AtLeast, _) => compares(|key, wanted| key >= wanted),
        (Operator::Below, _) => compares(|key, wanted| key < wanted),
        (Operator::StartsWith, Some(Key::Text(prefix))) => {
            Some(matches!(&key, Some(Key::Text(text)) if text.starts_with(prefix.as_str())))
        }
        _ => None,
    }
}

fn key(client: &Client, field: Field) -> Option<Key> {
    Some(match field {
        Field::Name => Key::Text(fold(&client.name)),
        Field::Phone => Key::Text(client.phones.first()?.as_str().into()),
        Field::Email => Key::Text(client.emails.first()?.normalized()),
        Field::Number => Key::Int(client.number),
        Field::CreatedAt => Key::Int(client.created_at.timestamp_micros()),
        Field::UpdatedAt => Key::Int(client.updated_at.timestamp_micros()),
        Field::Owner => Key::Id(client.owner.0),
        Field::CreatedBy => Key::Id(client.created_by.0),
        Field::UpdatedBy => Key::Id(client.updated_by.0),
        Field::Custom(id) => match client.custom.get(&id)? {
            FieldValue::Text(text) => Key::Text(fold(text)),
            FieldValue::Number(number) => Key::Int(number.0),
            FieldValue::Date(date) => Key::Int(domain::dates::days(*date)),
            FieldValue::Choice(option) => Key::Id(option.0),
        },
        _ => unreachable!("not a field of clients"),
    })
}

fn wanted(condition: &Condition) -> Vec<Key> {
    match (&condition.value, condition.field) {
        (Value::Text(text), Field::Phone) => {
            vec![Key::Text(format!("+{}", text.chars().filter(char::is_ascii_digit).collect::<String>()))]
        }
        (Value::Text(text), Field::Email) => vec![Key::Text(text.to_lowercase())],
        (Value::Text(text), _) => vec![Key::Text(fold(text))],
        (Value::Integer(number), _) => vec![Key::Int(*number)],
        (Value::Number(number), _) => vec![Key::Int(number.0)],
        (Value::Date(date), _) => vec![Key::Int(domain::dates::days(*date))],
        (Value::Time(at), _) => vec![Key::Int(at.timestamp_micros())],
        (Value::Users(ids), _) => ids.iter().map(|id| Key::Id(id.0)).collect(),
        (Value::Options(ids), _) => ids.iter().map(|id| Key::Id(id.0)).collect(),
        _ => Vec::new(),
    }
}

/// Whether the condition means something; if so the lists and the count agree with the model.
async fn check(crm: &TestCrm, clients: &[Client], condition: Condition) -> bool {
    let filter = Filter::Is(condition.clone());
    if holds(&clients[0], &condition).is_some() {
        same(crm, clients, filter, |client| holds(client, &condition) == Some(true)).await;
        return true;
    }
    let query = ListQuery { filter, ..ListQuery::default() };
    let refused = clients::list(&crm.anna().cx, &query).await;
    assert!(matches!(refused, Err(AppError::Invalid(_))), "{condition:?}: {refused:?}");
    false
}

async fn same(crm: &TestCrm, clients: &[Client], filter: Filter, model: impl Fn(&Client) -> bool) {
    let expected: BTreeSet<i64> = clients.iter().filter(|client| model(client)).map(|client| client.number).collect();
    for sort in [Sort::default(), Sort { by: Field::Name, descending: false }] {
        let rows = crm.anna().walks(&filter, sort, 9).await;
        let found: BTreeSet<i64> = rows.iter().map(|row| row.number).collect();
        assert_eq!((rows.len(), found), (expected.len(), expected.clone()), "{filter:?} {sort:?}");
    }
    let his: BTreeSet<i64> =
        crm.boris().walks(&filter, Sort::default(), 9).await.iter().map(|row| row.number).collect();
    let his_expected = clients.iter().filter(|client| client.owner == crm.boris().id() && model(client));
    assert_eq!(his, his_expected.map(|client| client.number).collect(), "{filter:?} for a manager");
    let count = crm.anna().counts(filter.clone()).await;
    assert_eq!(count, Count::Exact(expected.len() as i64), "{filter:?}");
}
