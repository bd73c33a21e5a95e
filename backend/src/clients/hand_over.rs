//! All clients of one person become another's, when somebody leaves: set by set, one event per client.

use super::store;
use crate::{
    cx::{TotalKey, Tx},
    fields::values,
};
use domain::{
    access::Right,
    error::AppError,
    events::{Change, EventKind, Told},
    fields::Noun,
    ids::UserId,
};
use uuid::Uuid;

/// Gives every live client of `from` to `to`; tells how many there were. Whoever may set up users need not see them:
/// nobody's records may be left behind.
pub(crate) async fn all_in(tx: &mut Tx, from: UserId, to: UserId) -> Result<usize, AppError> {
    tx.require(Right::SetUpUsers)?;
    let clients: Vec<Uuid> = store::hand_over::set_owner(tx, from, to).await?;
    let now = tx.now();
    values::touch(tx, Noun::Client, &clients, now).await?;
    let count = clients.len();
    tx.add_total(TotalKey::Clients(from.into()), -(count as i64), 0);
    tx.add_total(TotalKey::Clients(to.into()), count as i64, 0);
    for client in clients {
        tx.record(Noun::Client, client, EventKind::Changed, owner_changed(from, to));
    }
    Ok(count)
}

/// The event of a record that went from one person to another.
pub(crate) fn owner_changed(from: UserId, to: UserId) -> Vec<Change> {
    Change::of("owner", Some(Told::User(from)), Some(Told::User(to))).into_iter().collect()
}
