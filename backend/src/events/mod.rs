//! The append-only history: written through `Tx::record`, read as a record's feed. There is no update and no delete.

pub(crate) mod store;

use crate::{
    cx::{Cx, Tx},
    db::Reads,
};
use chrono::{DateTime, Utc};
use domain::{
    error::AppError,
    events::{Change, Event, EventKind},
    fields::Noun,
    filter::{Page, Rows},
    ids::RequestId,
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
    feed_in(cx, &mut cx.db(), record, page).await
}

/// The same as a transaction sees it.
pub(crate) async fn feed_in(cx: &Cx, db: &mut impl Reads, record: Uuid, page: &Page) -> Result<Rows<Event>, AppError> {
    store::list(cx, db, record, page).await
}

/// What one act of the actor's own changed of a record; nothing when there was no such act.
pub(crate) async fn told_in(tx: &mut Tx, record: Uuid, act: RequestId) -> Result<Vec<Change>, AppError> {
    store::list_of_act(tx, record, act).await
}

/// What the last event of this kind told of a record, if it was this act of the actor's own; else nothing.
pub(crate) async fn told_last_in(
    tx: &mut Tx,
    record: Uuid,
    of: (EventKind, RequestId),
) -> Result<Vec<Change>, AppError> {
    store::find_last_of_act(tx, record, of).await
}

#[cfg(test)]
mod tests;
