//! How stored columns become domain types, with one error for what cannot be: a corrupt row is ours, never a person's.

use super::DbError;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};

/// A stored value that the domain does not know.
pub(crate) fn corrupt(what: &str, value: impl std::fmt::Display) -> DbError {
    DbError(sqlx::Error::Decode(format!("stored {what} is unknown: {value}").into()))
}

/// Both databases keep microseconds; times are cut before they are bound, so that what is read equals what was written.
pub(crate) fn to_micros(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(at)
}

/// A one-column row of a count or a sum.
#[derive(sqlx::FromRow)]
pub(crate) struct Counted {
    /// The number.
    pub n: i64,
}
