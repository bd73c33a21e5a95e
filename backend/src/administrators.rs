//! The one rule over all changes of people and roles: somebody who may set up users is left, whoever changes what at the
//! same moment. Such changes of a company wait for each other, and each looks at the outcome before it commits.

mod store;

use crate::cx::Tx;
use domain::error::{AppError, ConflictKind};

/// Waits until no other change of the company's people or roles is under way, and keeps others waiting until the commit.
pub(crate) async fn lock(tx: &mut Tx) -> Result<(), AppError> {
    store::lock(tx).await
}

/// Refuses a change after which nobody could set up users.
pub(crate) async fn check_left(tx: &mut Tx) -> Result<(), AppError> {
    if store::count(tx).await? > 0 { Ok(()) } else { Err(AppError::Conflict(ConflictKind::LastAdministrator)) }
}
