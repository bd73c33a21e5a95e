use super::*;
use crate::{
    clients::{Client, ClientAccess},
    filter::{Condition, Field, Operator, Sight, Value},
};
use uuid::Uuid;

fn actor(rights: Rights, sees: Sees) -> Actor {
    let nil = Uuid::nil();
    Actor { workspace: nil.into(), user: nil.into(), role: nil.into(), rights, sees, lang: Lang::Ru }
}

#[test]
fn every_right_has_its_own_bit_and_key() {
    let mut keys = std::collections::BTreeSet::new();
    for right in Right::ALL {
        assert!(Rights::of(&[*right]).has(*right));
        assert_eq!(Rights::of(&[*right]).0.count_ones(), 1);
        assert!(keys.insert(right.key()), "{} twice", right.key());
    }
    assert_eq!(Rights::all().0.count_ones() as usize, Right::ALL.len());
}

#[test]
fn who_sees_everything_has_no_condition_and_who_sees_own_has_the_owner_condition() {
    assert_eq!(actor(Rights::all(), Sees::Everything).scope(Noun::Client), Filter::All);
    let me = UserId(Uuid::from_u128(7));
    let scope = actor(Rights::of_new_role(), Sees::Owners(vec![me])).scope(Noun::Deal);
    assert!(
        matches!(scope, Filter::Is(Condition { field: Field::Owner, value: Value::Users(ref of), .. }) if of == &[me])
    );
}

#[test]
fn without_the_right_to_view_the_scope_is_empty() {
    assert_eq!(actor(Rights::default(), Sees::Everything).scope(Noun::Client), Filter::Nothing);
    assert_eq!(actor(Rights::of(&[Right::ViewClients]), Sees::Everything).scope(Noun::Deal), Filter::Nothing);
}

#[test]
fn clients_are_seen_by_owner_by_manager_and_by_everybody_and_deals_by_owner_alone() {
    let me = UserId(Uuid::from_u128(7));
    let manager = Actor { user: me, ..actor(Rights::of_new_role(), Sees::Owners(vec![me])) };
    let sight = Filter::SeenBy(Sight { owners: vec![me], person: me });
    assert_eq!(manager.scope(Noun::Client), sight);
    assert_eq!(manager.own_clients(), Filter::Or(vec![Filter::owned_by(vec![me]), Filter::ManagedBy(me)]));
    assert_eq!(actor(Rights::all(), Sees::Everything).own_clients(), Filter::All);
    assert_eq!(actor(Rights::default(), Sees::Owners(vec![me])).own_clients(), Filter::Nothing);
}

#[test]
fn what_is_only_open_to_everybody_may_be_written_where_it_says_so_and_shared_by_nobody_else() {
    let (me, other) = (UserId(Uuid::from_u128(7)), UserId(Uuid::from_u128(8)));
    let rights = Rights::of_new_role();
    let who = Actor { user: me, ..actor(rights, Sees::Owners(vec![me])) };
    use ClientAccess::*;
    // owner, managers, access: own, writes, shares
    for (owner, managers, access, expect) in [
        (me, vec![], Private, (true, true, true)),
        (other, vec![me], Private, (true, true, true)),
        (other, vec![], Private, (false, false, false)),
        (other, vec![], Read, (false, false, false)),
        (other, vec![], Write, (false, true, false)),
    ] {
        let client = client(owner, managers, access);
        assert_eq!((is_own(&who, &client), who.writes(&client), who.shares(&client)), expect, "{client:?}");
    }
    let mine = client(me, vec![], Private);
    // The owner needs no right but to edit; a manager beside the owner also that to change the owner.
    let without = |right: Right| Actor { rights: rights.without(right), ..who.clone() };
    assert!(without(Right::ChangeOwner).shares(&mine) && !without(Right::EditClients).shares(&mine));
    let managed = client(other, vec![me], Private);
    assert!(who.shares(&managed) && !without(Right::ChangeOwner).shares(&managed));
    assert!(actor(Rights::all(), Sees::Everything).shares(&client(other, vec![], Private)));
}

fn is_own(who: &Actor, client: &Client) -> bool {
    who.way_to(client).is_some_and(Way::is_own)
}

fn client(owner: UserId, managers: Vec<UserId>, access: ClientAccess) -> Client {
    let at = chrono::DateTime::UNIX_EPOCH;
    Client {
        id: Uuid::nil().into(),
        number: 1,
        kind: Default::default(),
        name: "Пётр".into(),
        parts: None,
        phones: vec![],
        emails: vec![],
        owner,
        managers,
        access,
        custom: Default::default(),
        created_at: at,
        created_by: owner,
        updated_at: at,
        updated_by: owner,
        version: 1,
    }
}

fn own() -> (Actor, Filter, Filter) {
    let me = UserId(Uuid::from_u128(7));
    let manager = actor(Rights::of_new_role(), Sees::Owners(vec![me]));
    let seen = Filter::SeenBy(Sight { owners: vec![me], person: manager.user });
    (manager, Filter::owned_by(vec![me]), seen)
}

#[test]
fn what_a_filter_looks_at_is_bounded_as_the_list_itself_is() {
    let (manager, mine, seen) = own();
    let asked = Filter::Not(Box::new(Filter::HasDeal(Box::new(Filter::OfClient(Box::new(Filter::All))))));
    let clients = || Filter::OfClient(Box::new(seen.clone()));
    let expect = Filter::Not(Box::new(Filter::HasDeal(Box::new(clients().and(mine)))));
    assert_eq!(manager.within(Noun::Client, asked.clone()), expect.and(seen.clone()));
    let blind = actor(Rights::of(&[Right::ViewClients]), Sees::Everything);
    assert_eq!(
        blind.within(Noun::Client, Filter::HasDeal(Box::new(Filter::All))),
        Filter::HasDeal(Box::new(Filter::Nothing))
    );
}

#[test]
fn deals_are_searched_by_title_number_and_those_clients_that_are_seen() {
    let (manager, mine, seen) = own();
    let word = |word: &str| {
        let client = Filter::Search(word.into()).and(seen.clone());
        Filter::Or(vec![Filter::Search(word.into()), Filter::OfClient(Box::new(client))])
    };
    let asked = |text: &str| manager.within(Noun::Deal, Filter::Search(text.into()));
    assert_eq!(asked(" Мебель Ким "), word("мебель").and(word("ким")).and(mine.clone()));
    let number = Filter::Is(Condition { field: Field::Number, operator: Operator::Equals, value: Value::Integer(42) });
    assert_eq!(asked("№ 42"), Filter::Or(vec![number, word("№").and(word("42"))]).and(mine.clone()));
    // What may be a phone is looked for in one: of the title as it is written, of the client as a phone.
    assert_eq!(asked("15-04"), word("15-04").and(mine.clone()));
    assert_eq!(asked("Ким 8 916 123-45-67"), word("ким").and(word("8 916 123-45-67")).and(mine.clone()));
    assert_eq!(asked("  "), mine);
}
