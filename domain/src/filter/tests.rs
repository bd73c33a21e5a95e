//! Filters join, and tell what they ask for.

use super::*;

#[test]
fn joining_with_everything_changes_nothing_and_with_nothing_leaves_nothing() {
    let search = Filter::Search("иван".into());
    assert_eq!(Filter::All.and(search.clone()), search);
    assert_eq!(search.clone().and(Filter::All), search);
    assert_eq!(search.and(Filter::Nothing), Filter::Nothing);
}

#[test]
fn several_filters_join_flat_by_and() {
    let one = || Filter::Search("a".into());
    let tree = one().and(one()).and(one().and(one()));
    assert!(matches!(&tree, Filter::And(parts) if parts.len() == 4), "{tree:?}");
    assert_eq!(tree.size(), 4);
}

#[test]
fn a_tree_asks_only_for_a_field_when_every_condition_does() {
    let is = |field| Filter::Is(Condition { field, operator: Operator::IsEmpty, value: Value::None });
    let owner = || is(Field::Owner);
    for (filter, expect) in [
        (Filter::All, true),
        (owner(), true),
        (Filter::Not(Box::new(Filter::Or(vec![owner(), owner()]))), true),
        (Filter::And(vec![owner(), is(Field::Name)]), false),
        (Filter::Or(vec![owner(), Filter::Search("а".into())]), false),
    ] {
        assert_eq!(filter.asks_only(&[Field::Owner]), expect, "{filter:?}");
    }
    assert!(Filter::And(vec![owner(), is(Field::Stage)]).asks_only(&[Field::Owner, Field::Stage]));
    assert!(!Filter::HasDeal(Box::new(owner())).asks_only(&[Field::Owner]), "it is another record's owner");
}

#[test]
fn owners_are_those_whom_every_condition_at_the_top_names() {
    let of = |users: &[u128]| {
        let value = Value::Users(users.iter().map(|user| UserId(uuid::Uuid::from_u128(*user))).collect());
        Filter::Is(Condition { field: Field::Owner, operator: Operator::OneOf, value })
    };
    let search = || Filter::Search("а".into());
    let found = |filter: Filter| filter.owners().map(|(owners, rest)| (of_ids(&owners), rest));
    fn of_ids(owners: &[UserId]) -> Vec<u128> {
        owners.iter().map(|owner| owner.0.as_u128()).collect()
    }
    let rest = |parts: Vec<Filter>| Filter::And(parts);
    assert_eq!(found(of(&[2, 1, 2])), Some((vec![1, 2], rest(vec![]))));
    assert_eq!(found(of(&[1, 2, 3]).and(search()).and(of(&[4, 3, 2]))), Some((vec![2, 3], rest(vec![search()]))));
    assert_eq!(found(of(&[1]).and(of(&[2]))), Some((vec![], rest(vec![]))));
    for other in [Filter::All, search(), Filter::Or(vec![of(&[1]), search()]), Filter::Not(Box::new(of(&[1])))] {
        assert_eq!(found(other), None);
    }
    assert_eq!(found(Filter::HasDeal(Box::new(of(&[1])))), None, "it is another record's owner");
}

#[test]
fn what_somebody_sees_is_told_from_what_is_asked_beside_it() {
    let person = UserId(uuid::Uuid::from_u128(1));
    let sight = Sight { owners: vec![person], person };
    let (seen, search) = (|| Filter::SeenBy(sight.clone()), || Filter::Search("а".into()));
    assert_eq!(seen().sight(), Some((&sight, Filter::And(vec![]))));
    assert_eq!(search().and(seen()).sight(), Some((&sight, Filter::And(vec![search()]))));
    for other in [Filter::All, search(), Filter::Not(Box::new(seen())), Filter::Or(vec![seen(), search()])] {
        assert_eq!(other.sight(), None);
    }
}

#[test]
fn looking_at_another_record_counts_with_all_that_is_asked_of_it() {
    let one = || Filter::Search("a".into());
    assert_eq!(Filter::HasDeal(Box::new(Filter::OfClient(Box::new(Filter::Or(vec![one(), one()]))))).size(), 4);
}

#[test]
fn a_page_is_never_larger_than_the_bound_or_empty() {
    assert_eq!(Page { after: None, size: 0 }.size(), 1);
    assert_eq!(Page { after: None, size: 60_000 }.size(), 200);
}

#[test]
fn ids_are_asked_for_by_the_page() {
    let ids = |count: u128| Filter::These((0..count).map(uuid::Uuid::from_u128).collect());
    assert_eq!([ids(0).size(), ids(1).size(), ids(200).size(), ids(201).size()], [0, 1, 1, 2]);
    assert!(!ids(1).asks_only(&[Field::Owner]));
}

#[test]
fn what_says_nothing_counts_and_so_does_how_deep_and_how_many_are_named() {
    let everything = Filter::And(vec![Filter::All, Filter::Nothing, Filter::And(vec![])]);
    assert_eq!((everything.size(), everything.depth()), (3, 2));
    let deep = (0..9).fold(Filter::All, |inner, _| Filter::Not(Box::new(inner)));
    assert_eq!((deep.size(), deep.depth(), deep.names()), (1, 10, 0));
    let people = || Filter::owned_by(vec![UserId(uuid::Uuid::nil()); 3]);
    assert_eq!(Filter::HasDeal(Box::new(Filter::Or(vec![people(), people()]))).names(), 6);
}
