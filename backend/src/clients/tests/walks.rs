//! Every order of the table, walked page by page in both directions: each row once, in the order of a model.

use crate::{
    db_test, fields,
    test_crm::{
        TestCrm,
        actor::{named, parsed},
    },
    users,
};
use chrono::NaiveDate;
use domain::{
    clients::{ClientPatch, ClientRow, NewClient},
    email::Email,
    fields::{FieldDef, FieldKind, FieldValue, Noun},
    filter::{Field, Filter, Sort},
    ids::UserId,
    number::Number,
    search_text::fold,
};
use std::cmp::Ordering;

db_test! {
    async fn every_order_gives_every_row_once_and_in_order(crm: TestCrm) {
        let fields = furnish(&crm).await;
        let people: Vec<UserId> = users::list(&crm.anna().cx).await.expect("people").iter().map(|user| user.id).collect();
        let all = crm.anna().walks(&Filter::All, Sort::default(), 200).await;
        assert_eq!(all.len(), 60);
        for by in orders(&fields) {
            for descending in [false, true] {
                let sort = Sort { by, descending };
                let mut expected = all.clone();
                expected.sort_by(|one, other| model(one, other, sort, (&fields, &people)));
                let expected: Vec<i64> = expected.into_iter().map(|row| row.number).collect();
                for size in [1, 7, 20, 60] {
                    let walked = crm.anna().walks(&Filter::All, sort, size).await;
                    let numbers: Vec<i64> = walked.into_iter().map(|row| row.number).collect();
                    assert_eq!(numbers, expected, "{sort:?}, pages of {size}");
                }
            }
        }
    }

    async fn a_filtered_list_is_walked_in_every_order_too(crm: TestCrm) {
        let fields = furnish(&crm).await;
        let filters = [
            Filter::Search("имя".into()),
            Filter::Search("99".into()),
            Filter::Is(domain::filter::Condition {
                field: Field::Owner,
                operator: domain::filter::Operator::OneOf,
                value: domain::filter::Value::Users(vec![crm.boris().id(), crm.vera().id()]),
            }),
        ];
        for filter in filters {
            let mut expected: Vec<i64> =
                crm.anna().walks(&filter, Sort::default(), 200).await.iter().map(|row| row.number).collect();
            expected.sort_unstable();
            assert!(expected.len() > 5, "{filter:?}");
            for by in orders(&fields) {
                let sort = Sort { by, descending: true };
                let walked = crm.anna().walks(&filter, sort, 7).await;
                let mut numbers: Vec<i64> = walked.into_iter().map(|row| row.number).collect();
                numbers.sort_unstable();
                assert_eq!(numbers, expected, "{filter:?} {sort:?}");
            }
        }
    }
}

/// Clients with equal keys, missing values and long texts; some of them touched after their creation.
async fn furnish(crm: &TestCrm) -> Vec<FieldDef> {
    let anna = crm.anna();
    anna.raises_limits(255, 255).await;
    for (kind, name) in [(FieldKind::Text, "Адрес"), (FieldKind::Number, "Долг"), (FieldKind::Date, "Рождение")]
    {
        anna.adds_field(Noun::Client, kind, name, &[]).await;
    }
    anna.adds_field(Noun::Client, FieldKind::Choice, "Город", &["Ташкент", "Бухара", "Андижан"]).await;
    let fields = fields::list(&anna.cx, Noun::Client).await.expect("fields");
    let owners = [anna.id(), crm.boris().id(), crm.vera().id()];
    let mut ids = Vec::new();
    for index in 0..60usize {
        let mut new = NewClient { owner: Some(owners[index % 7 % 3]), ..named(&format!("Имя {}", index % 11)) };
        if index % 3 != 0 {
            new.phones = vec![parsed(&format!("90{:07}", index % 13))];
        }
        if index % 4 != 0 {
            new.emails = vec![Email::parse(&format!("M{}@example.uz", index % 17)).expect("an e-mail")];
        }
        new.custom = fields.iter().filter_map(|field| Some((field.id, value(field, index)?))).collect();
        ids.push(anna.creates(new).await.id);
    }
    for id in ids.iter().step_by(4) {
        anna.edits(*id, ClientPatch::Name("Тронутый".into())).await;
    }
    fields
}

fn value(field: &FieldDef, index: usize) -> Option<FieldValue> {
    let day = |day| NaiveDate::from_ymd_opt(1960 + day as i32 % 9, 2, 28);
    match field.kind {
        FieldKind::Text if index.is_multiple_of(5) => None,
        FieldKind::Text => Some(FieldValue::Text(format!("{}{}", "ул. Ёжика ".repeat(index % 2 * 15), index % 9))),
        FieldKind::Number if index.is_multiple_of(6) => None,
        FieldKind::Number => Some(FieldValue::Number(Number((index as i64 % 8 - 4) * 1_500_000))),
        FieldKind::Date if index % 7 == 1 => None,
        FieldKind::Date => day(index).map(FieldValue::Date),
        FieldKind::Choice => field.options.get(index % 4).map(|option| FieldValue::Choice(option.id)),
    }
}

fn orders(fields: &[FieldDef]) -> Vec<Field> {
    let builtin =
        [Field::UpdatedAt, Field::CreatedAt, Field::Number, Field::Name, Field::Phone, Field::Email, Field::Owner];
    builtin.into_iter().chain(fields.iter().map(|field| Field::Custom(field.id))).collect()
}

/// The order as people understand it: values first, in the chosen direction, then rows without a value, last changed first.
fn model(one: &ClientRow, other: &ClientRow, sort: Sort, (fields, people): (&[FieldDef], &[UserId])) -> Ordering {
    let directed = |order: Ordering| if sort.descending { order.reverse() } else { order };
    let changed = other.updated_at.cmp(&one.updated_at).then(one.id.cmp(&other.id));
    let keys = (key(one, sort.by, (fields, people)), key(other, sort.by, (fields, people)));
    match keys {
        (Some(left), Some(right)) => {
            let equal = match sort.by {
                Field::UpdatedAt => directed(other.id.cmp(&one.id)),
                Field::Owner => changed,
                Field::Custom(id) if kind_of(fields, id) == FieldKind::Choice => changed,
                _ => directed(one.id.cmp(&other.id)),
            };
            directed(left.cmp(&right)).then(equal)
        }
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => changed,
    }
}

fn kind_of(fields: &[FieldDef], id: domain::ids::FieldId) -> FieldKind {
    fields.iter().find(|field| field.id == id).expect("the field").kind
}

/// The sort key as something that compares.
fn key(row: &ClientRow, by: Field, (fields, people): (&[FieldDef], &[UserId])) -> Option<(i64, String)> {
    let number = |number: i64| Some((number, String::new()));
    let text = |text: String| Some((0, text));
    match by {
        Field::UpdatedAt => number(row.updated_at.timestamp_micros()),
        Field::CreatedAt => number(row.created_at.timestamp_micros()),
        Field::Number => number(row.number),
        Field::Name => text(fold(&row.name)),
        Field::Phone => row.phone.as_ref().and_then(|phone| text(phone.as_str().into())),
        Field::Email => row.email.as_ref().and_then(|email| text(email.normalized())),
        Field::Owner => number(people.iter().position(|user| *user == row.owner).expect("a colleague") as i64),
        Field::Custom(id) => match row.custom.get(&id)? {
            FieldValue::Text(value) => text(fold(value).chars().take(100).collect()),
            FieldValue::Number(value) => number(value.0),
            FieldValue::Date(value) => number(domain::dates::days(*value)),
            FieldValue::Choice(option) => {
                let field = fields.iter().find(|field| field.id == id).expect("the field");
                number(field.options.iter().position(|known| known.id == *option).expect("an option") as i64)
            }
        },
        _ => unreachable!("not an order of the table"),
    }
}
