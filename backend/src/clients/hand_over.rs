//! All clients of one person become another's, when somebody leaves: set by set, one event per client.

use super::{store::hand_over as store, told};
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

/// Gives every live client of `from` to `to`; tells how many there were. Whoever may set up users need not see them:
/// nobody's records may be left behind. What `from` managed beside other owners stays with these.
pub(crate) async fn all_in(tx: &mut Tx, from: UserId, to: UserId) -> Result<usize, AppError> {
    tx.require(Right::SetUpUsers)?;
    store::lock(tx, from).await?;
    let handed = store::set_owner(tx, from, to).await?;
    let risen = store::delete_owning_manager(tx, to).await?;
    let left = store::set_unmanaged(tx, from).await?;
    let touched: Vec<uuid::Uuid> = handed.iter().map(|(client, _)| *client).chain(left.iter().copied()).collect();
    let now = tx.now();
    values::touch(tx, Noun::Client, &touched, now).await?;
    for (client, access) in &handed {
        tx.add_total(TotalKey::Clients(from.into(), *access), -1, 0);
        tx.add_total(TotalKey::Clients(to.into(), *access), 1, 0);
        let mut changes = owner_changed(from, to);
        changes.extend(risen.contains(client).then(|| told::manager_left(to)));
        tx.record(Noun::Client, *client, EventKind::Changed, changes);
    }
    for client in left {
        tx.record(Noun::Client, client, EventKind::Changed, vec![told::manager_left(from)]);
    }
    Ok(handed.len())
}

/// The event of a record that went from one person to another.
pub(crate) fn owner_changed(from: UserId, to: UserId) -> Vec<Change> {
    Change::of("owner", Some(Told::User(from)), Some(Told::User(to))).into_iter().collect()
}
