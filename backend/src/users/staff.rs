//! What administrators do with people (S3.3-S3.9): create, change, suspend, take back, dismiss. Such changes of a company
//! happen one after the other, so that each can look at the people as they are.

use super::store::staff as store;
use crate::{
    administrators, clients,
    cx::{Cx, Tx, begin},
    deals, groups,
    letters::{self, LetterKind},
    notifications, roles, sessions,
};
use domain::{
    access::Right,
    error::{AppError, ConflictKind, Problem},
    events::{Change, EventKind, Told},
    fields::Noun,
    ids::{RequestId, RoleId, UserId},
    notifications::NotificationKind,
    staff::{Member, NewUser, Profile, Staff},
    users::{User, UserStatus},
};

mod told;

/// Everything that «Пользователи и права» shows.
pub async fn list(cx: &Cx) -> Result<Staff, AppError> {
    cx.require(Right::SetUpUsers)?;
    Ok(Staff {
        members: store::list(cx).await?,
        groups: groups::store::list(cx).await?,
        roles: roles::store::list(cx).await?,
        unreached: letters::unreached(cx).await?,
    })
}

/// Creates a person, who gets a letter and chooses a password by its link (S3.8).
pub async fn create(cx: &Cx, request: RequestId, new: NewUser) -> Result<Member, AppError> {
    cx.require(Right::SetUpUsers)?;
    let (email, profile) = new.clone().checked()?;
    let mut tx = begin!(cx, request, ("users.create", &new));
    administrators::lock(&mut tx).await?;
    let id = tx.backend().new_id();
    check_places(&mut tx, id, &profile).await?;
    check_reaches(&mut tx, profile.role).await?;
    let member = with_profile(UserStatus::Invited, id, profile, email.to_string());
    store::insert(&mut tx, &member, &email.normalized()).await?;
    store::set_post(&mut tx, &member).await?;
    letters::write_in(&mut tx, LetterKind::Activation, (cx.workspace(), id)).await?;
    tx.record(Noun::User, id, EventKind::Created, told::created(&member));
    tx.commit(member).await
}

/// Sends the activation letter once more; the earlier link becomes void (S2.50).
pub async fn resend(cx: &Cx, request: RequestId, id: UserId) -> Result<(), AppError> {
    cx.require(Right::SetUpUsers)?;
    let mut tx = begin!(cx, request, ("users.resend", id));
    let member = find_locked(&mut tx, id).await?;
    if member.status != UserStatus::Invited {
        return Err(AppError::Conflict(ConflictKind::OtherStatus));
    }
    letters::write_in(&mut tx, LetterKind::Activation, (cx.workspace(), id)).await?;
    tx.commit(()).await
}

fn with_profile(status: UserStatus, id: UserId, profile: Profile, email: String) -> Member {
    let Profile { first_name, last_name, role, group, rank, superior, access } = profile;
    Member { user: User { id, first_name, last_name, rank }, email, status, role, group, superior, access, version: 1 }
}

/// Whoever has left answers to nobody and is in no group, so that no rank and no group has to be kept for them.
fn placed(member: Member) -> Member {
    match member.status {
        UserStatus::Dismissed => Member { superior: None, group: None, ..member },
        _ => member,
    }
}

/// Role, group and superior exist, and the superior is of a higher rank: so there are no circles.
async fn check_places(tx: &mut Tx, id: UserId, profile: &Profile) -> Result<(), AppError> {
    if roles::store::find(tx, profile.role).await?.is_none() {
        return Err(AppError::invalid("role", Problem::NoSuch(Noun::Role)));
    }
    if let Some(group) = profile.group
        && groups::store::find(tx, group).await?.is_none()
    {
        return Err(AppError::invalid("group", Problem::NoSuch(Noun::Group)));
    }
    let Some(superior) = profile.superior else { return Ok(()) };
    let found = store::find(tx, superior).await?.filter(|found| found.status != UserStatus::Dismissed);
    let found = found.ok_or_else(|| AppError::invalid("superior", Problem::NoSuch(Noun::User)))?;
    if superior == id || !found.user.rank.is_above(profile.rank) {
        return Err(AppError::invalid("superior", Problem::NotAChoice));
    }
    Ok(())
}

/// Saves a person's profile; `seen` is the version that was edited. Another role ends their sessions.
pub async fn save(cx: &Cx, request: RequestId, id: UserId, seen: i64, profile: Profile) -> Result<Member, AppError> {
    cx.require(Right::SetUpUsers)?;
    let profile = profile.checked().map_err(AppError::Invalid)?;
    let mut tx = begin!(cx, request, ("users.save", id, seen, &profile));
    let before = find_seen(&mut tx, id, seen).await?;
    check_places(&mut tx, id, &profile).await?;
    let mut after = placed(with_profile(before.status, id, profile, before.email.clone()));
    let changes = told::changed(&before, &after);
    if changes.is_empty() {
        return tx.commit(before).await;
    }
    after.version = before.version + 1;
    let highest = store::highest_subordinate(&mut tx, id).await?;
    if highest.is_some_and(|rank| !after.user.rank.is_above(rank)) {
        return Err(AppError::Conflict(ConflictKind::HasSubordinates));
    }
    if before.role != after.role {
        check_reaches(&mut tx, before.role).await?;
        check_reaches(&mut tx, after.role).await?;
    }
    store::set_changed(&mut tx, &after).await?;
    store::set_post(&mut tx, &after).await?;
    if before.role != after.role {
        sessions::end_all_in(&mut tx, id).await?;
    }
    administrators::check_left(&mut tx, &before).await?;
    tx.record(Noun::User, id, EventKind::Changed, changes);
    tx.commit(after).await
}

/// Only a role within one's own rights can be given, taken away or kept out.
async fn check_reaches(tx: &mut Tx, role: RoleId) -> Result<(), AppError> {
    let role = roles::store::find(tx, role).await?.ok_or(AppError::NotFound(Noun::Role))?;
    administrators::check_gives(tx, role.gives()).await
}

async fn find_locked(tx: &mut Tx, id: UserId) -> Result<Member, AppError> {
    administrators::lock(tx).await?;
    store::find(tx, id).await?.ok_or(AppError::NotFound(Noun::User))
}

/// The same as somebody was shown them, and not changed since.
async fn find_seen(tx: &mut Tx, id: UserId, seen: i64) -> Result<Member, AppError> {
    let found = find_locked(tx, id).await?;
    if found.version == seen { Ok(found) } else { Err(AppError::Conflict(ConflictKind::Stale)) }
}

/// Keeps a person out until they are taken back; their records stay theirs. Sessions and links end with it.
pub async fn suspend(cx: &Cx, request: RequestId, id: UserId, seen: i64) -> Result<Member, AppError> {
    cx.require(Right::SetUpUsers)?;
    let mut tx = begin!(cx, request, ("users.suspend", id, seen));
    let before = find_seen(&mut tx, id, seen).await?;
    if !before.status.is_at_work() {
        return Err(AppError::Conflict(ConflictKind::OtherStatus));
    }
    let after = set_status_in(&mut tx, before, UserStatus::Suspended).await?;
    tx.commit(after).await
}

/// Lets a suspended or dismissed person in again; whoever never had a password is invited anew.
pub async fn reactivate(cx: &Cx, request: RequestId, id: UserId, seen: i64) -> Result<Member, AppError> {
    cx.require(Right::SetUpUsers)?;
    let mut tx = begin!(cx, request, ("users.reactivate", id, seen));
    let before = find_seen(&mut tx, id, seen).await?;
    if !matches!(before.status, UserStatus::Suspended | UserStatus::Dismissed) {
        return Err(AppError::Conflict(ConflictKind::OtherStatus));
    }
    let status = if store::has_password(&mut tx, id).await? { UserStatus::Active } else { UserStatus::Invited };
    let after = set_status_in(&mut tx, before, status).await?;
    if status == UserStatus::Invited {
        letters::write_in(&mut tx, LetterKind::Activation, (cx.workspace(), id)).await?;
    }
    tx.commit(after).await
}

/// What somebody left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct HandedOver {
    /// Clients.
    pub clients: usize,
    /// Deals.
    pub deals: usize,
}

/// Dismisses a person: every client and deal of theirs becomes the heir's, and whoever answered to them answers to the
/// heir, if the heir's rank is high enough. All or nothing.
pub async fn dismiss(cx: &Cx, request: RequestId, id: UserId, seen: i64, heir: UserId) -> Result<HandedOver, AppError> {
    cx.require(Right::SetUpUsers)?;
    let mut tx = begin!(cx, request, ("users.dismiss", id, seen, heir));
    let before = find_seen(&mut tx, id, seen).await?;
    if before.status == UserStatus::Dismissed {
        return Err(AppError::Conflict(ConflictKind::OtherStatus));
    }
    let of_heir = store::find(&mut tx, heir).await?.filter(|found| found.user.id != id);
    let of_heir = of_heir.filter(|found| found.status.is_at_work());
    let of_heir = of_heir.ok_or_else(|| AppError::invalid("heir", Problem::NoSuch(Noun::User)))?;
    // All people before any record, as those take them who give records away just now.
    store::lock_with_subordinates(&mut tx, id).await?;
    set_status_in(&mut tx, before, UserStatus::Dismissed).await?;
    hand_subordinates_in(&mut tx, id, &of_heir).await?;
    let handed = HandedOver {
        clients: clients::hand_over::all_in(&mut tx, id, heir).await?,
        deals: deals::hand_over::all_in(&mut tx, id, heir).await?,
    };
    if handed.clients + handed.deals > 0 {
        tell_heir_in(&mut tx, id, heir).await?;
    }
    tx.commit(handed).await
}

async fn hand_subordinates_in(tx: &mut Tx, id: UserId, heir: &Member) -> Result<(), AppError> {
    for before in store::list_subordinates(tx, id).await? {
        let fits = before.user.id != heir.user.id && heir.user.rank.is_above(before.user.rank);
        let superior = fits.then_some(heir.user.id);
        let after = Member { superior, version: before.version + 1, ..before.clone() };
        store::set_changed(tx, &after).await?;
        store::set_post(tx, &after).await?;
        tx.record(Noun::User, after.user.id, EventKind::Changed, told::changed(&before, &after));
    }
    Ok(())
}

/// Tells an heir once of everything that is theirs now (S1.16), unless they did it themselves.
async fn tell_heir_in(tx: &mut Tx, from: UserId, heir: UserId) -> Result<(), AppError> {
    if heir == tx.user() {
        return Ok(());
    }
    letters::tell_heir_in(tx, (from, heir)).await?;
    notifications::tell_in(tx, heir, NotificationKind::Heir, (Noun::User, from.into())).await
}

async fn set_status_in(tx: &mut Tx, before: Member, status: UserStatus) -> Result<Member, AppError> {
    check_reaches(tx, before.role).await?;
    let after = placed(Member { status, version: before.version + 1, ..before.clone() });
    store::set_changed(tx, &after).await?;
    store::set_post(tx, &after).await?;
    sessions::end_all_in(tx, after.user.id).await?;
    let workspace = tx.workspace();
    letters::void_in(tx, (workspace, after.user.id)).await?;
    administrators::check_left(tx, &before).await?;
    let key = |status: UserStatus| Some(Told::Text(status.key().to_owned()));
    let change = Change::of("status", key(before.status), key(status));
    let changes = change.into_iter().chain(told::changed(&before, &after)).collect();
    tx.record(Noun::User, after.user.id, EventKind::Changed, changes);
    Ok(after)
}

#[cfg(test)]
mod tests;
