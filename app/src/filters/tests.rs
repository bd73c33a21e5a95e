use super::*;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    fields::Noun,
    filter::{Condition, Field, Filter, Operator, Value},
    ids::{StageId, UserId},
    money::{Currency, Money},
    zone::Zone,
};
use proptest::prelude::*;
use uuid::Uuid;

const ALL: &[Kind] = &[Kind::Owner, Kind::Stage, Kind::Budget, Kind::Created, Kind::Changed];

fn user(number: u128) -> UserId {
    UserId(Uuid::from_u128(number))
}

fn stage(number: u128) -> StageId {
    StageId(Uuid::from_u128(number))
}

fn offered(kinds: &'static [Kind]) -> Offered {
    Offered { kinds, people: vec![user(1), user(2)], stages: vec![stage(3), stage(4)], currency: Currency::UZS }
}

fn read(pairs: &[(&str, &str)], kinds: &'static [Kind]) -> Filters {
    let said = |key: &str| pairs.iter().filter(|pair| pair.0 == key).map(|pair| pair.1.to_owned()).collect();
    Filters::read(&said, &offered(kinds))
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn sum(minor: i64) -> Option<Money> {
    Some(Money { minor, currency: Currency::UZS })
}

fn terms(noun: Noun, made: &str) -> Terms {
    let zone = Zone { name: "Asia/Tashkent".into(), offsets: vec![(0, 18_000)] };
    Terms { noun, me: user(1), zone, made: made.parse().expect("a moment") }
}

fn is(field: Field, operator: Operator, value: Value) -> Filter {
    Filter::Is(Condition { field, operator, value })
}

fn everything() -> Filters {
    Filters {
        owners: vec![Who::Me, Who::Person(user(2))],
        stages: vec![stage(4), stage(3)],
        budget_from: sum(10_050),
        budget_to: sum(2_000_000),
        created: Some(Days::Week),
        changed: Days::between(Some(day("2026-11-01")), None),
    }
}

#[test]
fn an_address_that_says_nothing_sets_no_filter() {
    assert_eq!(read(&[], ALL), Filters::default());
    assert_eq!(Filters::default().pairs(), []);
    assert_eq!(terms(Noun::Deal, "2026-11-22T08:00:00Z").filter(&Filters::default()), Filter::All);
}

#[test]
fn every_filter_is_read_back_from_its_address() {
    let filters = everything();
    let pairs = filters.pairs();
    let borrowed: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (&**key, &**value)).collect();
    assert_eq!(read(&borrowed, ALL), filters);
    assert!(borrowed.contains(&("budget_from", "100.5")) && borrowed.contains(&("created", "week")), "{borrowed:?}");
    for kind in ALL {
        assert!(filters.has(*kind) && !filters.without(*kind).has(*kind), "{kind:?}");
    }
    assert!(ALL.iter().fold(filters, |left, kind| left.without(*kind)).is_empty());
}

#[test]
fn what_is_not_offered_or_does_not_exist_is_as_if_not_said() {
    let ghost = Uuid::from_u128(9).to_string();
    for (key, value) in [
        ("owner", ghost.as_str()),
        ("owner", "все"),
        ("stage", ghost.as_str()),
        ("stage", "me"),
        ("budget_from", "много"),
        ("budget_to", "0.001"),
        ("created", "yesterday"),
        ("created_from", "01.02.2026"),
        ("changed_to", "2026-02-30"),
    ] {
        assert_eq!(read(&[(key, value)], ALL), Filters::default(), "{key}={value}");
    }
    let pairs = [("owner", "me"), ("owner", ghost.as_str()), ("owner", "me"), ("stage", "x")];
    assert_eq!(read(&pairs, ALL).owners, [Who::Me]);
    assert_eq!(read(&pairs, &[Kind::Created]), Filters::default());
}

#[test]
fn days_are_those_of_whoever_looks_and_both_ends_are_included() {
    // Sunday evening in UTC is Monday in Tashkent.
    let terms = terms(Noun::Deal, "2026-11-22T20:00:00Z");
    let at = |text: &str| Value::Time(text.parse::<DateTime<Utc>>().expect("a moment"));
    for (days, from, until) in [
        (Days::Today, Some("2026-11-22T19:00:00Z"), Some("2026-11-23T19:00:00Z")),
        (Days::Week, Some("2026-11-22T19:00:00Z"), Some("2026-11-29T19:00:00Z")),
        (Days::Month, Some("2026-10-31T19:00:00Z"), Some("2026-11-30T19:00:00Z")),
        (Days::Between(Some(day("2026-02-28")), None), Some("2026-02-27T19:00:00Z"), None),
        (Days::Between(None, Some(day("2026-02-28"))), None, Some("2026-02-28T19:00:00Z")),
    ] {
        let end = |operator, text: Option<&str>| {
            text.map(|text| is(Field::CreatedAt, operator, at(text))).unwrap_or_default()
        };
        let expect = end(Operator::AtLeast, from).and(end(Operator::Below, until));
        assert_eq!(terms.filter(&Filters { created: Some(days), ..Filters::default() }), expect, "{days:?}");
    }
}

#[test]
fn filters_join_by_and_and_a_client_is_asked_for_one_deal_that_fits() {
    let filters = Filters { created: None, changed: None, ..everything() };
    let owners = is(Field::Owner, Operator::OneOf, Value::Users(vec![user(1), user(2)]));
    let deal = is(Field::Stage, Operator::OneOf, Value::Stages(vec![stage(4), stage(3)]))
        .and(is(Field::Currency, Operator::Equals, Value::Text("UZS".into())))
        .and(is(Field::Budget, Operator::AtLeast, Value::Integer(10_050)))
        .and(is(Field::Budget, Operator::Below, Value::Integer(2_000_001)));
    let now = "2026-11-22T08:00:00Z";
    assert_eq!(terms(Noun::Deal, now).filter(&filters), deal.clone().and(owners.clone()));
    assert_eq!(terms(Noun::Client, now).filter(&filters), Filter::HasDeal(Box::new(deal)).and(owners));
}

proptest! {
    #[test]
    fn no_address_can_panic(values in prop::collection::vec(".{0,40}", 8)) {
        let keys = ["owner", "stage", "budget_from", "budget_to", "created", "created_from", "changed_to", "changed"];
        let pairs: Vec<(&str, &str)> = keys.into_iter().zip(values.iter().map(String::as_str)).collect();
        let filters = read(&pairs, ALL);
        terms(Noun::Client, "2026-11-22T08:00:00Z").filter(&filters);
        let said = filters.pairs();
        let said: Vec<(&str, &str)> = said.iter().map(|(key, value)| (&**key, &**value)).collect();
        prop_assert_eq!(read(&said, ALL), filters);
    }
}
