use super::*;
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
fn a_manager_neither_imports_nor_changes_settings() {
    let rights = Rights::manager();
    for right in [Right::Import, Right::SetUpFields, Right::SetUpFunnel, Right::SetUpUsers, Right::SetUpCompany] {
        assert!(!rights.has(right), "{right:?}");
    }
    assert!(rights.has(Right::CreateDeals));
}

#[test]
fn who_sees_everything_has_no_condition_and_who_sees_own_has_the_owner_condition() {
    assert_eq!(actor(Rights::all(), Sees::Everything).scope(Noun::Client), Filter::All);
    let me = UserId(Uuid::from_u128(7));
    let scope = actor(Rights::manager(), Sees::Owners(vec![me])).scope(Noun::Deal);
    assert!(
        matches!(scope, Filter::Is(Condition { field: Field::Owner, value: Value::Users(ref of), .. }) if of == &[me])
    );
}

#[test]
fn without_the_right_to_view_the_scope_is_empty() {
    assert_eq!(actor(Rights::default(), Sees::Everything).scope(Noun::Client), Filter::Nothing);
    assert_eq!(actor(Rights::of(&[Right::ViewClients]), Sees::Everything).scope(Noun::Deal), Filter::Nothing);
}
