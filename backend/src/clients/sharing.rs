//! Who works with a client beside its owner (S1.15-S1.19): checks of its managers, the letters that tell them.

use crate::{
    cx::{Cx, Tx},
    letters, users,
};
use domain::{
    clients::{Client, checked_managers},
    error::{AppError, FieldIssue, Problem},
    fields::Noun,
    ids::UserId,
};

/// Refuses whoever sees the client only because everybody may read it. That is no secret: they see it.
pub(super) fn require_write(cx: &Cx, client: &Client) -> Result<(), AppError> {
    if cx.actor().writes(client) { Ok(()) } else { Err(AppError::Forbidden) }
}

/// Refuses whoever may not say who works with the client.
pub(super) fn require_share(cx: &Cx, client: &Client) -> Result<(), AppError> {
    if cx.actor().shares(client) { Ok(()) } else { Err(AppError::Forbidden) }
}

/// Sets the managers beside the owner. Those who come have to be at work; those who are there may stay whatever became of
/// them, so that others can be changed.
pub(super) async fn set_managers(tx: &mut Tx, client: &mut Client, managers: Vec<UserId>) -> Result<(), AppError> {
    let refused = |issue: FieldIssue| AppError::Invalid(vec![issue]);
    let managers = checked_managers(managers, client.owner).map_err(refused)?;
    let coming = missing_in(&client.managers, &managers);
    if users::count_at_work_in(tx, coming.clone()).await? != coming.len() {
        return Err(AppError::invalid("managers", Problem::NoSuch(Noun::User)));
    }
    client.managers = managers;
    Ok(())
}

/// Tells new managers of their client, and voids what was to be told to those who are none any more. Nobody is told what
/// they did themselves.
pub(super) async fn tell_in(tx: &mut Tx, before: &Client, after: &Client) -> Result<(), AppError> {
    let gone = missing_in(&after.managers, &before.managers);
    if !gone.is_empty() {
        letters::void_of_client_in(tx, after.id, gone).await?;
    }
    for manager in missing_in(&before.managers, &after.managers) {
        if manager != tx.user() {
            letters::tell_manager_in(tx, after.id, manager).await?;
        }
    }
    Ok(())
}

/// Those of the second list who are not in the first one.
pub(super) fn missing_in(known: &[UserId], others: &[UserId]) -> Vec<UserId> {
    others.iter().filter(|other| !known.contains(other)).copied().collect()
}
