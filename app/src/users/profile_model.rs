//! A person's profile while it is edited: what a change of the rank means for superior and access.

use domain::{
    access::{Rank, SharedAccess},
    ids::UserId,
    staff::{Profile, Staff},
    users::{User, UserStatus},
};

/// Sets the rank. A superior who is not above it any more is left out, an access that the rank does not know begins anew.
pub fn set_rank(profile: &mut Profile, rank: Rank, above: &[User]) {
    profile.rank = rank;
    let keeps = |id: &UserId| above.iter().any(|user| user.id == *id && user.rank.is_above(rank));
    profile.superior = profile.superior.filter(keeps);
    if !SharedAccess::of(rank).contains(&profile.access) {
        profile.access = SharedAccess::first_of(rank);
    }
}

/// Who can be the superior of somebody of this rank.
pub fn superiors(staff: &Staff, me: UserId, rank: Rank) -> Vec<User> {
    let members = staff.members.iter().filter(|member| member.status != UserStatus::Dismissed && member.user.id != me);
    members.map(|member| member.user.clone()).filter(|user| user.rank.is_above(rank)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn user(number: u128, rank: Rank) -> User {
        User { id: Uuid::from_u128(number).into(), first_name: String::new(), last_name: String::new(), rank }
    }

    #[test]
    fn a_new_rank_keeps_what_it_knows_and_leaves_out_the_rest() {
        let (director, supervisor) = (user(1, Rank::Director), user(2, Rank::Supervisor));
        let above = [director.clone(), supervisor.clone()];
        let mut profile = Profile {
            first_name: "Олег".into(),
            last_name: "Ким".into(),
            role: Uuid::nil().into(),
            group: None,
            rank: Rank::Manager,
            superior: Some(supervisor.id),
            access: SharedAccess::ManagersOnly,
        };
        set_rank(&mut profile, Rank::Supervisor, &above);
        assert_eq!((profile.superior, profile.access), (None, SharedAccess::ManagersOnly));
        profile.superior = Some(director.id);
        profile.access = SharedAccess::Director;
        set_rank(&mut profile, Rank::Manager, &above);
        assert_eq!((profile.superior, profile.access), (Some(director.id), SharedAccess::Forbid));
        set_rank(&mut profile, Rank::Director, &above);
        assert_eq!(profile.superior, None);
    }
}
