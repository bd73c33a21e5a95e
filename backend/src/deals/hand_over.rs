//! All deals of one person become another's, when somebody leaves: set by set, one event per deal, sums kept right.

use super::store;
use crate::{clients::hand_over::owner_changed, cx::Tx, fields::values};
use domain::{access::Right, error::AppError, events::EventKind, fields::Noun, ids::UserId};
use uuid::Uuid;

/// Gives every live deal of `from` to `to`; tells how many there were. Each stays where it is in its stage.
pub(crate) async fn all_in(tx: &mut Tx, from: UserId, to: UserId) -> Result<usize, AppError> {
    tx.require(Right::SetUpUsers)?;
    let deals = store::hand_over::set_owner(tx, from, to).await?;
    let ids: Vec<Uuid> = deals.iter().map(|deal| deal.id).collect();
    let now = tx.now();
    values::touch(tx, Noun::Deal, &ids, now).await?;
    for deal in deals {
        tx.add_total(deal.total_of(from), -1, -deal.amount());
        tx.add_total(deal.total_of(to), 1, deal.amount());
        tx.record(Noun::Deal, deal.id, EventKind::Changed, owner_changed(from, to));
    }
    Ok(ids.len())
}
