//! Another owner of a client (S3.30, «Как меняется ответственность?»): its deals go along, and all of it can be taken back.

use crate::{
    cx::Tx,
    deals, events,
    users::receivers::{Receivers, no_such_owner},
};
use domain::{
    clients::{Client, ClientPatch, MANAGERS_LIMIT},
    error::{AppError, ConflictKind, Problem},
    events::{Change, ChangedField, Told},
    ids::{ClientId, UserId},
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Who gets something by a change, and what an act did that it takes back.
#[derive(Default)]
pub(super) struct Gets {
    /// The people.
    pub people: Receivers,
    told: Vec<Change>,
    deals: HashMap<Uuid, UserId>,
}

/// Finds them, before the client is locked.
pub(super) async fn gets_in(tx: &mut Tx, client: ClientId, patch: &ClientPatch) -> Result<Gets, AppError> {
    let mut gets = Gets::default();
    let people: BTreeSet<UserId> = match patch {
        ClientPatch::Owner(owner) => [*owner].into(),
        // More than the limit are refused whoever they are.
        ClientPatch::Managers(managers) => managers.iter().take(MANAGERS_LIMIT).copied().collect(),
        ClientPatch::OwnerBack(act) => {
            gets.told = events::told_in(tx, client.into(), *act).await?;
            gets.deals = deals::owner::former_owners_in(tx, client, *act).await?;
            let from = gets.told.iter().find_map(owner_change).map(|(from, _)| from);
            gets.deals.values().copied().chain(from).collect()
        }
        _ => return Ok(gets),
    };
    gets.people = Receivers::keep(tx, people).await?;
    gets.deals.retain(|_, owner| gets.people.is_known(*owner));
    Ok(gets)
}

/// Gives the client's deals away with it, or takes back those that went; tells how many.
pub(super) async fn take_deals_along_in(
    tx: &mut Tx,
    patch: &ClientPatch,
    (before, after): (&Client, &Client),
    gets: &Gets,
) -> Result<usize, AppError> {
    match patch {
        ClientPatch::Owner(to) => deals::owner::follow_client_in(tx, after.id, *to).await,
        ClientPatch::OwnerBack(_) => deals::owner::go_back_in(tx, after.id, before.owner, &gets.deals).await,
        _ => Ok(0),
    }
}

/// Makes the client as it was before the actor's own act: its owner, and the manager who had become the owner.
pub(super) fn set_back(client: &mut Client, gets: &Gets) -> Result<(), AppError> {
    let to = client.owner;
    let from = former_owner(&gets.told, to, &gets.people)?;
    client.owner = from;
    client.managers.extend(gets.told.iter().filter_map(risen_manager).filter(|manager| *manager == to));
    client.managers.sort_unstable();
    client.managers.dedup();
    // Others may have made them a manager meanwhile.
    client.managers.retain(|manager| *manager != from);
    Ok(())
}

/// Whose a record was before the act of the actor's own that told this. Somebody else may have given it further since
/// then, which is not taken back.
pub(crate) fn former_owner(told: &[Change], now: UserId, people: &Receivers) -> Result<UserId, AppError> {
    let (from, to) = told.iter().find_map(owner_change).ok_or(AppError::invalid("owner", Problem::Unknown))?;
    if now != to {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    // Who is suspended had it, and so may have it again.
    if people.is_known(from) { Ok(from) } else { Err(no_such_owner()) }
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
