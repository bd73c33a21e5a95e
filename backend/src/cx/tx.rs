//! The one write path: change, event and answer in one transaction.

use super::{Cx, store};
use crate::{
    db::{Arg, DbError, Reads, Row, Sql, Transaction, dialect::Dialect},
    events,
    live::{CHANNEL, Changed},
    settings::{self, Settings},
};
use chrono::{DateTime, Utc};
use domain::{
    clients::ClientAccess,
    error::AppError,
    events::{Change, EventKind},
    fields::Noun,
    ids::{RequestId, UserId},
};
use serde::Serialize;
use std::{collections::BTreeMap, ops::Deref, sync::Arc};
use uuid::Uuid;

/// A transaction of one actor. Dropped without a commit it rolls back, kept totals and events included.
pub(crate) struct Tx {
    cx: Cx,
    inner: Transaction,
    request: Option<RequestId>,
    events: Vec<events::NewEvent>,
    /// Changes of kept totals, written last and in key order: two writers never wait for each other in a circle.
    totals: BTreeMap<TotalKey, (i64, i64)>,
    /// The settings that it may take from memory; none once it has changed them itself.
    settings: Option<i64>,
    /// The settings that it has read itself, as long as it does not change them.
    read: Option<Arc<Settings>>,
    changes_settings: bool,
    /// People some of whose sessions it ends.
    ended: Vec<UserId>,
}

/// Which kept total changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TotalKey {
    /// Live clients of an owner, and what everybody may do with them.
    Clients(Uuid, ClientAccess),
    /// Live deals of a stage, owner and currency.
    Deals(Uuid, Uuid, String),
}

impl Deref for Tx {
    type Target = Cx;
    fn deref(&self) -> &Cx {
        &self.cx
    }
}

impl Tx {
    pub(super) fn new(cx: Cx, inner: Transaction, request: Option<RequestId>, settings: Option<i64>) -> Self {
        let (events, totals, ended) = Default::default();
        Tx { cx, inner, request, events, totals, settings, read: None, changes_settings: false, ended }
    }

    /// The transaction itself, for what is written before anybody acts, too.
    pub fn inner(&mut self) -> &mut Transaction {
        &mut self.inner
    }

    /// Runs a statement; gives the number of rows it changed.
    pub async fn execute(&mut self, sql: Sql) -> Result<u64, DbError> {
        self.inner.execute(sql).await
    }

    /// Adds an event; it is written with the others at commit.
    pub fn record(&mut self, noun: Noun, record: impl Into<Uuid>, kind: EventKind, changes: Vec<Change>) {
        self.push_event(events::NewEvent { at: None, noun, record: record.into(), kind, changes });
    }

    /// Adds the event of a record's creation, at the record's own moment.
    pub fn record_birth(
        &mut self,
        (noun, record): (Noun, Uuid),
        at: DateTime<Utc>,
        kind: EventKind,
        changes: Vec<Change>,
    ) {
        self.push_event(events::NewEvent { at: Some(at), noun, record, kind, changes });
    }

    fn push_event(&mut self, event: events::NewEvent) {
        if settings::holds(event.noun) {
            (self.changes_settings, self.settings, self.read) = (true, None, None);
        }
        self.events.push(event);
    }

    /// The company's settings as this transaction sees them, its own changes included. A change shows once its event is
    /// recorded.
    pub async fn settings(&mut self) -> Result<Arc<Settings>, AppError> {
        let workspace = self.workspace();
        let kept = self.settings.and_then(|version| self.backend().settings().get(workspace, version));
        if let Some(settings) = self.read.clone().or(kept) {
            return Ok(settings);
        }
        // Not kept for others: what a transaction reads may be its own and never last.
        let settings = Arc::new(Settings::load(self, workspace).await?);
        self.read = Some(settings.clone());
        Ok(settings)
    }

    /// Changes a kept total by so many records and so much money.
    pub fn add_total(&mut self, key: TotalKey, count: i64, amount: i64) {
        let total = self.totals.entry(key).or_default();
        total.0 += count;
        total.1 += amount;
    }

    /// Says that it ends sessions of this person: their pages on every server are let go once it is committed.
    pub fn tell_ended(&mut self, user: UserId) {
        self.ended.push(user);
    }

    /// The next human numbers of a noun: `count` of them, the first is returned.
    pub async fn next_numbers(&mut self, noun: Noun, count: i64) -> Result<i64, AppError> {
        let last = store::set_numbers(self, noun, count).await?;
        Ok(last - count + 1)
    }

    /// Writes totals, events and the answer, and makes everything last.
    pub async fn commit<A: Serialize>(mut self, answer: A) -> Result<A, AppError> {
        let now = self.now();
        let events = std::mem::take(&mut self.events);
        let changed = Changed::of(self.workspace(), &events, std::mem::take(&mut self.ended));
        events::store::insert_many(&mut self, events, now).await?;
        if let Some(request) = self.request {
            store::set_answer(&mut self, request, Arg::json(&answer)?).await?;
        }
        if self.changes_settings {
            settings::set_changed(&mut self).await?;
        }
        crate::totals::write(&mut self).await?;
        // PostgreSQL carries it to every server, this one included, once it is committed.
        let shared = self.dialect() == Dialect::Postgres;
        if let Some(changed) = changed.as_ref().filter(|_| shared) {
            store::notify(&mut self, CHANNEL, changed.told()).await?;
        }
        self.inner.commit().await?;
        if let Some(changed) = changed.filter(|_| !shared) {
            self.cx.backend().live().tell(changed);
        }
        if self.changes_settings {
            self.cx.backend().settings().forget(self.cx.workspace());
        }
        Ok(answer)
    }

    /// The request this transaction belongs to.
    pub fn request(&self) -> Option<RequestId> {
        self.request
    }

    /// Takes the changes of kept totals, in key order.
    pub fn take_totals(&mut self) -> BTreeMap<TotalKey, (i64, i64)> {
        std::mem::take(&mut self.totals)
    }
}

impl Reads for Tx {
    async fn fetch_all<T: Row>(&mut self, sql: Sql) -> Result<Vec<T>, DbError> {
        self.inner.fetch_all(sql).await
    }

    async fn fetch_optional<T: Row>(&mut self, sql: Sql) -> Result<Option<T>, DbError> {
        self.inner.fetch_optional(sql).await
    }

    fn dialect(&self) -> Dialect {
        self.inner.dialect()
    }
}
