//! Who works with a client (S1.15-S1.19): what the actor may do with it, checks of its managers, and the letters that tell
//! managers and owners.

use crate::{
    cx::{Cx, Tx},
    letters::{self, LetterKind},
    notifications,
    users::receivers::Receivers,
};
use domain::{
    access::Act,
    clients::{Client, checked_managers},
    error::{AppError, FieldIssue, Problem},
    fields::Noun,
    ids::UserId,
    notifications::NotificationKind,
};

/// Refuses what the actor may not do with a client that they see. That it is there is no secret from them.
pub(super) fn require(cx: &Cx, act: Act, client: &Client) -> Result<(), AppError> {
    cx.actor().may(act, client).map(drop).map_err(|_| AppError::Forbidden)
}

/// Sets the managers beside the owner. Those who come have to be at work; those who are there may stay whatever became of
/// them, so that others can be changed.
pub(super) fn set_managers(client: &mut Client, managers: Vec<UserId>, people: &Receivers) -> Result<(), AppError> {
    let refused = |issue: FieldIssue| AppError::Invalid(vec![issue]);
    let managers = checked_managers(managers, client.owner).map_err(refused)?;
    if missing_in(&client.managers, &managers).into_iter().any(|coming| !people.is_at_work(coming)) {
        return Err(AppError::invalid("managers", Problem::NoSuch(Noun::User)));
    }
    client.managers = managers;
    Ok(())
}

/// Voids what was to be told to those who are neither managers nor the owner any more.
pub(super) async fn void_in(tx: &mut Tx, before: &Client, after: &Client) -> Result<(), AppError> {
    let mut gone = missing_in(&after.managers, &before.managers);
    gone.extend((before.owner != after.owner).then_some(before.owner));
    if gone.is_empty() {
        return Ok(());
    }
    notifications::void_in(tx, after.id.into(), gone.clone()).await?;
    letters::void_of_client_in(tx, after.id, gone).await
}

/// Tells new managers and a new owner of their client. Nobody is told what they did themselves.
pub(super) async fn tell_in(tx: &mut Tx, before: &Client, after: &Client) -> Result<(), AppError> {
    for manager in missing_in(&before.managers, &after.managers) {
        if manager != tx.user() {
            letters::tell_of_client_in(tx, LetterKind::Manager, (after.id, manager)).await?;
            notifications::tell_in(tx, manager, NotificationKind::Manager, (Noun::Client, after.id.into())).await?;
        }
    }
    if before.owner != after.owner { tell_owner_in(tx, after).await } else { Ok(()) }
}

/// Tells the owner of a client, who is at work, that somebody else gave it to them.
pub(super) async fn tell_owner_in(tx: &mut Tx, client: &Client) -> Result<(), AppError> {
    let owner = client.owner;
    if owner == tx.user() {
        return Ok(());
    }
    letters::tell_of_client_in(tx, LetterKind::Owner, (client.id, owner)).await?;
    notifications::tell_in(tx, owner, NotificationKind::Owner, (Noun::Client, client.id.into())).await
}

/// Those of the second list who are not in the first one.
pub(super) fn missing_in(known: &[UserId], others: &[UserId]) -> Vec<UserId> {
    others.iter().filter(|other| !known.contains(other)).copied().collect()
}
