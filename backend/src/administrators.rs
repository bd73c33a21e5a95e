//! The rules over all changes of people and roles: somebody who may set up users is left, and nobody gives or takes rights
//! beyond their own, whoever changes what at the same moment. Such changes of a company wait for each other, and each looks
//! at the outcome before it commits.

mod store;

use crate::{cx::Tx, roles};
use domain::{
    access::{Right, Rights},
    error::{AppError, ConflictKind},
};

/// Waits until no other change of the company's people or roles is under way, and keeps others waiting until the commit.
pub(crate) async fn lock(tx: &mut Tx) -> Result<(), AppError> {
    store::lock(tx).await
}

/// Refuses a change after which nobody could set up users.
pub(crate) async fn check_left(tx: &mut Tx) -> Result<(), AppError> {
    if store::count(tx).await? > 0 { Ok(()) } else { Err(AppError::Conflict(ConflictKind::LastAdministrator)) }
}

/// Refuses to give these rights, or to take them away, to whoever has less themselves: else whoever may set up users would
/// have every right there is. Their role is looked at as it is now, under the lock, since it may have changed meanwhile.
pub(crate) async fn check_gives(tx: &mut Tx, rights: Rights) -> Result<(), AppError> {
    let mine = match store::find_own_role(tx).await? {
        Some(role) => roles::store::find(tx, role).await?,
        None => None,
    };
    let may = mine.is_some_and(|mine| mine.rights.has(Right::SetUpUsers) && mine.gives().covers(rights));
    if may { Ok(()) } else { Err(AppError::Forbidden) }
}

#[cfg(test)]
mod tests;
