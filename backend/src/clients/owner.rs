//! Another owner of a client (S3.30, «Как меняется ответственность?»): its deals go along, and all of it can be taken back.

use super::no_such_owner;
use crate::{cx::Tx, deals, events, users};
use domain::{
    clients::{Client, ClientPatch},
    error::{AppError, ConflictKind, Problem},
    events::{Change, ChangedField, Told},
    ids::{RequestId, UserId},
};

/// Gives the client's deals away with it, or takes back those that went; tells how many.
pub(super) async fn take_deals_along_in(
    tx: &mut Tx,
    patch: &ClientPatch,
    (before, after): (&Client, &Client),
) -> Result<usize, AppError> {
    match patch {
        ClientPatch::Owner(to) => deals::owner::follow_client_in(tx, after.id, *to).await,
        ClientPatch::OwnerBack(act) => deals::owner::go_back_in(tx, (after.id, *act), before.owner).await,
        _ => Ok(0),
    }
}

/// Makes the client as it was before the actor's own act: its owner, and the manager who had become the owner. Somebody else
/// may have given it further since then, which is not taken back.
pub(super) async fn set_back_in(tx: &mut Tx, client: &mut Client, act: RequestId) -> Result<(), AppError> {
    let told = events::told_in(tx, client.id.into(), act).await?;
    let (from, to) = told.iter().find_map(owner_change).ok_or(AppError::invalid("owner", Problem::Unknown))?;
    if client.owner != to {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    // Who is suspended had it, and so may have it again.
    if !users::is_known_in(tx, from).await? {
        return Err(no_such_owner());
    }
    client.owner = from;
    client.managers.extend(told.iter().filter_map(risen_manager).filter(|manager| *manager == to));
    client.managers.sort_unstable();
    client.managers.dedup();
    Ok(())
}

/// From whom to whom a record went by this change.
pub(crate) fn owner_change(change: &Change) -> Option<(UserId, UserId)> {
    match (&change.field, &change.old, &change.new) {
        (ChangedField::Builtin(field), Some(Told::User(from)), Some(Told::User(to))) if field == "owner" => {
            Some((*from, *to))
        }
        _ => None,
    }
}

fn risen_manager(change: &Change) -> Option<UserId> {
    match (&change.field, &change.old, &change.new) {
        (ChangedField::Builtin(field), Some(Told::User(manager)), None) if field == super::told::MANAGERS => {
            Some(*manager)
        }
        _ => None,
    }
}
