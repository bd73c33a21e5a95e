//! The deals of a client that is given to another owner (S3.30): all of them go along, closed ones too, as far as the actor
//! sees them and may change deals. What the actor does not see stays as it is, and nothing tells of it (R14, R22).

use super::store::owner::{self as store, Held, Whose};
use crate::{clients::hand_over::owner_changed, cx::Tx, fields::values, notifications};
use domain::{
    access::Right,
    error::AppError,
    events::EventKind,
    fields::Noun,
    ids::{ClientId, RequestId, UserId},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

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
