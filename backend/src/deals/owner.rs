//! Another owner of a deal, and of the deals of a client that is given to another one (S3.30): all of them go along, closed ones
//! too, as far as the actor sees them and may change deals. What the actor does not see stays as it is, and nothing tells of it
//! (R14, R22).

use super::store::owner::{self as store, Held, Whose};
use crate::{
    clients::{former_owner, hand_over::owner_changed, owner_change},
    cx::Tx,
    events,
    fields::values,
    notifications,
    users::receivers::Receivers,
};
use domain::{
    access::Right,
    deals::{Deal, DealPatch},
    error::AppError,
    events::{Change, EventKind},
    fields::Noun,
    ids::{ClientId, DealId, RequestId, UserId},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// Who gets a deal by a change, and what the act told that it takes back.
pub(super) struct Gets {
    people: Receivers,
    told: Vec<Change>,
}

/// Finds them, before the deal is locked.
pub(super) async fn gets_in(tx: &mut Tx, deal: DealId, patch: &DealPatch) -> Result<Gets, AppError> {
    let told = match patch {
        DealPatch::OwnerBack(act) => events::told_in(tx, deal.into(), *act).await?,
        _ => Vec::new(),
    };
    let gets = match patch {
        DealPatch::Owner(owner) => Some(*owner),
        _ => told.iter().find_map(owner_change).map(|(from, _)| from),
    };
    Ok(Gets { people: Receivers::keep(tx, gets.into_iter().collect()).await?, told })
}

impl Gets {
    /// The owner that a deal of this owner gets; refuses who may not have it.
    pub fn owner(&self, now: UserId, patch: &DealPatch) -> Result<UserId, AppError> {
        match patch {
            DealPatch::Owner(owner) => self.people.check_owner(*owner).map(|()| *owner),
            _ => former_owner(&self.told, now, &self.people),
        }
    }
}

/// Tells a new owner of their deal; whoever gets it back hears no more of it than they had.
pub(super) async fn tell_in(tx: &mut Tx, patch: &DealPatch, (before, after): (&Deal, &Deal)) -> Result<(), AppError> {
    let about = (Noun::Deal, after.id.into());
    match patch {
        DealPatch::OwnerBack(act) => {
            notifications::void_in(tx, about.1, vec![before.owner]).await?;
            notifications::restore_in(tx, *act).await
        }
        _ => notifications::tell_owner_in(tx, about, (before.owner, after.owner)).await,
    }
}

/// Gives the client's deals to its new owner; tells how many there were. Each stays where it is in its stage.
pub(crate) async fn follow_client_in(tx: &mut Tx, client: ClientId, to: UserId) -> Result<usize, AppError> {
    tx.require(Right::ChangeOwner)?;
    if !tx.actor().can(Right::EditDeals) {
        return Ok(0);
    }
    let deals = store::list_for_update(tx, client, Whose::NotOf(to)).await?;
    give_in(tx, &deals, to).await?;
    Ok(deals.len())
}

/// Whose those of the client's deals were that this act of the actor's own gave away.
pub(crate) async fn former_owners_in(
    tx: &mut Tx,
    client: ClientId,
    act: RequestId,
) -> Result<HashMap<Uuid, UserId>, AppError> {
    store::list_former_owners(tx, client, act).await
}

/// Gives the client's deals that are `from`'s back, each to its former owner; tells how many. A deal that was given further
/// since then, or that has no owner to go back to, stays with whom it is.
pub(crate) async fn go_back_in(
    tx: &mut Tx,
    client: ClientId,
    from: UserId,
    owners: &HashMap<Uuid, UserId>,
) -> Result<usize, AppError> {
    tx.require(Right::ChangeOwner)?;
    if !tx.actor().can(Right::EditDeals) {
        return Ok(0);
    }
    let mut of_each: BTreeMap<UserId, Vec<Held>> = BTreeMap::new();
    for deal in store::list_for_update(tx, client, Whose::Of(from)).await? {
        if let Some(owner) = owners.get(&deal.id) {
            of_each.entry(*owner).or_default().push(deal);
        }
    }
    let count = of_each.values().map(Vec::len).sum();
    for (owner, deals) in of_each {
        give_in(tx, &deals, owner).await?;
    }
    Ok(count)
}

/// Gives locked deals to one person: few statements, sums kept right, one event each.
async fn give_in(tx: &mut Tx, deals: &[Held], to: UserId) -> Result<(), AppError> {
    let ids: Vec<Uuid> = deals.iter().map(|deal| deal.id).collect();
    store::set_owner(tx, &ids, to).await?;
    let earlier: BTreeSet<UserId> = deals.iter().map(Held::owner).collect();
    notifications::void_deals_of_in(tx, to, earlier.into_iter().collect()).await?;
    let now = tx.now();
    values::touch(tx, Noun::Deal, &ids, now).await?;
    for deal in deals {
        tx.add_total(deal.total_of(deal.owner()), -1, -deal.amount());
        tx.add_total(deal.total_of(to), 1, deal.amount());
        tx.record(Noun::Deal, deal.id, EventKind::Changed, owner_changed(deal.owner(), to));
    }
    Ok(())
}
