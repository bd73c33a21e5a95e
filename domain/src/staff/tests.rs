use super::*;
use uuid::Uuid;

fn profile(rank: Rank, access: SharedAccess) -> Profile {
    let (first_name, last_name, role) = (" Олег ".into(), "Ким".into(), Uuid::nil().into());
    Profile { first_name, last_name, role, group: None, rank, superior: Some(Uuid::nil().into()), access }
}

#[test]
fn each_rank_has_the_modes_of_the_documents() {
    use SharedAccess::*;
    for (rank, modes) in [
        (Rank::Supervisor, vec![Director, ManagersOnly, Forbid, Everybody]),
        (Rank::Manager, vec![ManagersAndSuperior, ManagersOnly, SuperiorOnly, Forbid, Everybody]),
    ] {
        for mode in SharedAccess::ALL {
            assert_eq!(profile(rank, mode).checked().is_ok(), modes.contains(&mode), "{rank:?} {mode:?}");
        }
        assert!(modes.contains(&SharedAccess::first_of(rank)));
    }
}

#[test]
fn a_director_answers_to_nobody_and_is_limited_by_nothing() {
    let checked = profile(Rank::Director, SharedAccess::SuperiorOnly).checked().expect("fine");
    assert_eq!((checked.superior, checked.access), (None, SharedAccess::Forbid));
}

#[test]
fn every_broken_rule_of_a_new_user_is_told_at_once() {
    let long = "я".repeat(31);
    let profile = Profile { first_name: long, last_name: " ".into(), ..profile(Rank::Manager, SharedAccess::Director) };
    let Err(AppError::Invalid(issues)) = (NewUser { email: "не адрес".into(), profile }).checked() else {
        panic!("refused");
    };
    let told: Vec<(&str, &Problem)> = issues.iter().map(|issue| (issue.field.as_str(), &issue.problem)).collect();
    let too_long = Problem::TooLong { max: 30, actual: 31 };
    let expected = [
        ("first_name", &too_long),
        ("last_name", &Problem::Required),
        ("access", &Problem::NotAChoice),
        ("email", &Problem::NotAnEmail),
    ];
    assert_eq!(told, expected);
}

#[test]
fn whoever_can_sign_in_or_will_takes_a_seat() {
    let member = |status| Member {
        user: User { id: Uuid::nil().into(), first_name: String::new(), last_name: String::new(), rank: Rank::Manager },
        email: String::new(),
        status,
        role: Uuid::nil().into(),
        group: None,
        superior: None,
        access: SharedAccess::Forbid,
        version: 1,
    };
    let members = UserStatus::ALL.map(member).to_vec();
    assert_eq!(Staff { members, groups: Vec::new(), roles: Vec::new(), unreached: Vec::new() }.seats(), 2);
}
