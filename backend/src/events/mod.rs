//! The append-only history: written through `Tx::record`, read as a record's feed. There is no update and no delete.

pub(crate) mod store;

use crate::cx::Cx;
use chrono::{DateTime, Utc};
use domain::{
    error::AppError,
    events::{Change, Event, EventKind},
    fields::Noun,
    filter::{Page, Rows},
};
use uuid::Uuid;

/// An event before it has an id.
pub(crate) struct NewEvent {
    /// When; at the commit unless said otherwise.
    pub at: Option<DateTime<Utc>>,
    /// What kind of record.
    pub noun: Noun,
    /// Which record.
    pub record: Uuid,
    /// What happened.
    pub kind: EventKind,
    /// Field by field.
    pub changes: Vec<Change>,
}

/// A record's feed, newest first. The caller has read the record through its scope.
pub(crate) async fn feed_of(cx: &Cx, record: Uuid, page: &Page) -> Result<Rows<Event>, AppError> {
    store::list(cx, record, page).await
}

#[cfg(test)]
mod tests;
