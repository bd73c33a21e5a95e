//! The rules over all changes of people and roles: an administrator is left, whose role is whole, and nobody gives or takes
//! rights beyond their own, whoever changes what at the same moment. Such changes of a company wait for each other, and each looks
//! at the outcome before it commits.

mod store;

use crate::{cx::Tx, roles};
use domain::{
    access::{Right, Rights},
    error::{AppError, ConflictKind},
    roles::{Role, RoleKind},
    staff::Member,
    users::UserStatus,
};

/// Waits until no other change of the company's people, roles or demo data is under way, and keeps others waiting until the
/// commit.
pub(crate) async fn lock(tx: &mut Tx) -> Result<(), AppError> {
    store::lock(tx).await
}

/// Refuses a change after which there is no administrator: whoever else may set up users cannot make one. It asks only for a
/// change of somebody who was one, and so never stands in the way of other changes.
pub(crate) async fn check_left(tx: &mut Tx, before: &Member) -> Result<(), AppError> {
    let role = roles::store::find(tx, before.role).await?;
    let was_one = before.status == UserStatus::Active && role.is_some_and(|role| role.kind == RoleKind::Administrator);
    if was_one && store::count(tx).await? == 0 {
        return Err(AppError::Conflict(ConflictKind::LastAdministrator));
    }
    Ok(())
}

/// Refuses to take a right from the administrators' own role: nobody could have it but by a role that they make first.
pub(crate) fn check_whole(before: &Role, rights: Rights) -> Result<(), AppError> {
    if before.kind == RoleKind::Administrator && !rights.covers(before.rights) {
        return Err(AppError::Conflict(ConflictKind::AdministratorsRights));
    }
    Ok(())
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
