//! Whether people can be given records. They are looked at, and kept as they are, before the records are: a dismissal takes
//! the two in this order, so neither waits for the other in a circle, and whoever is leaving gets nothing any more.

use super::store;
use crate::cx::Tx;
use domain::{
    error::{AppError, Problem},
    fields::Noun,
    ids::UserId,
    users::UserStatus,
};
use std::collections::{BTreeMap, BTreeSet};

/// What those are who get something, until the transaction ends.
#[derive(Default)]
pub(crate) struct Receivers(BTreeMap<UserId, UserStatus>);

impl Receivers {
    /// Looks at these people of the company; nobody changes them until the transaction ends.
    pub async fn keep(tx: &mut Tx, people: BTreeSet<UserId>) -> Result<Self, AppError> {
        Ok(Receivers(store::list_statuses(tx, people).await?))
    }

    /// Whether they can be given work.
    pub fn is_at_work(&self, person: UserId) -> bool {
        self.0.get(&person).is_some_and(|status| status.is_at_work())
    }

    /// Whether they have not been dismissed, and so may have again what they had.
    pub fn is_known(&self, person: UserId) -> bool {
        self.0.get(&person).is_some_and(|status| *status != UserStatus::Dismissed)
    }

    /// Refuses an owner who cannot be given work.
    pub fn check_owner(&self, owner: UserId) -> Result<(), AppError> {
        if self.is_at_work(owner) { Ok(()) } else { Err(no_such_owner()) }
    }
}

/// The refusal of an owner.
pub(crate) fn no_such_owner() -> AppError {
    AppError::invalid("owner", Problem::NoSuch(Noun::User))
}

/// Refuses new records whose owners are not at work. An author who was dismissed while the request waited is nobody any more.
pub(crate) async fn check_owners_in(tx: &mut Tx, owners: BTreeSet<UserId>) -> Result<(), AppError> {
    let found = Receivers::keep(tx, owners.clone()).await?;
    match owners.into_iter().find(|owner| !found.is_at_work(*owner)) {
        Some(owner) if owner == tx.user() => Err(AppError::NotSignedIn),
        Some(_) => Err(no_such_owner()),
        None => Ok(()),
    }
}
