//! The deals of a client that is given to another owner (S3.30): all of them go along, closed ones too, as far as the actor
//! sees them and may change deals. What the actor does not see stays as it is, and nothing tells of it (R14, R22).

use super::store::owner::{self as store, Held, Whose};
use crate::{clients::hand_over::owner_changed, cx::Tx, fields::values};
use domain::{
    access::Right,
    error::AppError,
    events::EventKind,
    fields::Noun,
    ids::{ClientId, RequestId, UserId},
};
use std::collections::BTreeMap;
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

/// Gives the deals that went along with this act of the actor's own back, each to whose it was; tells how many. A deal that
/// was given further since then, or that was somebody's who has been dismissed meanwhile, stays with whom it is.
pub(crate) async fn go_back_in(
    tx: &mut Tx,
    (client, act): (ClientId, RequestId),
    from: UserId,
) -> Result<usize, AppError> {
    tx.require(Right::ChangeOwner)?;
    if !tx.actor().can(Right::EditDeals) {
        return Ok(0);
    }
    let mut owners = store::list_former_owners(tx, client, act).await?;
    let people = tx.settings().await?;
    owners.retain(|_, owner| people.people.iter().any(|user| user.id == *owner));
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
    let now = tx.now();
    values::touch(tx, Noun::Deal, &ids, now).await?;
    for deal in deals {
        tx.add_total(deal.total_of(deal.owner()), -1, -deal.amount());
        tx.add_total(deal.total_of(to), 1, deal.amount());
        tx.record(Noun::Deal, deal.id, EventKind::Changed, owner_changed(deal.owner(), to));
    }
    Ok(())
}
