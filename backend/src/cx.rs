//! `Cx` - backend and actor - is the first parameter of every operation and the only way to a connection;
//! `Tx` is the one write path: change, event and answer in one transaction.

use crate::{
    clock::{Clock, Ids},
    db::{Db, DbError, Reads, Row, Sql, Transaction, dialect::Dialect},
    events,
    import::{Desk, read::Reader},
};
use chrono::{DateTime, Utc};
use domain::{
    access::{Actor, Right, Rights, Sees},
    error::{AppError, ConflictKind},
    events::{Change, EventKind},
    fields::Noun,
    filter::Filter,
    ids::{RequestId, UserId, WorkspaceId},
    lang::Lang,
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, ops::Deref, sync::Arc};
use uuid::Uuid;

/// What every operation shares: the database, the clock, the source of ids.
#[derive(Clone)]
pub struct Backend {
    db: Db,
    clock: Clock,
    ids: Ids,
    desk: Arc<Desk>,
}

impl Backend {
    /// A backend on this database with the machine's clock and random ids.
    pub fn new(db: Db) -> Self {
        Backend { db, clock: Clock::System, ids: Ids::Random, desk: Arc::new(Desk::new(Reader::own())) }
    }

    /// The same with a chosen clock and seeded ids.
    pub fn seeded(db: Db, clock: Clock, seed: u64) -> Self {
        Backend { clock, ids: Ids::seeded(seed), ..Backend::new(db) }
    }

    /// The same with another way to read table files.
    pub fn with_reader(self, reader: Reader) -> Self {
        Backend { desk: Arc::new(Desk::new(reader)), ..self }
    }

    /// What all imports of this process share.
    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Now, in microseconds.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A new id, ordered by time.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        T::from(self.ids.next(&self.clock))
    }

    /// The database, for what is read before a company is known.
    pub(crate) fn db(&self) -> Db {
        self.db.clone()
    }

    /// A transaction before any actor exists: set-up, sign-in.
    pub(crate) async fn begin(&self) -> Result<Transaction, DbError> {
        self.db.begin().await
    }

    /// Whether the database answers and takes writes.
    pub async fn is_ready(&self) -> bool {
        let probe = async {
            let mut tx = self.db.begin().await?;
            tx.execute(Sql::new("delete from rate_limits where hits < 0")).await?;
            tx.commit().await
        };
        probe.await.inspect_err(|error| tracing::warn!(%error, "not ready")).is_ok()
    }

    /// Closes the database.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

/// Backend and actor.
#[derive(Clone)]
pub struct Cx {
    backend: Backend,
    actor: Arc<Actor>,
}

impl Cx {
    /// A context for a person, built by `sessions` from a session only.
    pub(crate) fn new(backend: Backend, actor: Actor) -> Self {
        Cx { backend, actor: Arc::new(actor) }
    }

    /// The system acting within a company, before or without a person.
    pub(crate) fn system(backend: Backend, workspace: WorkspaceId) -> Self {
        let nobody = Uuid::nil();
        let actor = Actor {
            workspace,
            user: nobody.into(),
            role: nobody.into(),
            rights: Rights::all(),
            sees: Sees::Everything,
            lang: Lang::Ru,
        };
        Cx::new(backend, actor)
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The company.
    pub fn workspace(&self) -> WorkspaceId {
        self.actor.workspace
    }

    /// The acting person.
    pub fn user(&self) -> UserId {
        self.actor.user
    }

    /// What all operations share.
    pub fn backend(&self) -> &Backend {
        &self.backend
    }

    /// Reads outside a transaction.
    pub(crate) fn db(&self) -> Db {
        self.backend.db()
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        self.backend.now()
    }

    /// The filter that every read of this noun carries.
    pub fn scope(&self, noun: Noun) -> Filter {
        self.actor.scope(noun)
    }

    /// Refuses whoever lacks the right.
    pub fn require(&self, right: Right) -> Result<(), AppError> {
        if self.actor.can(right) { Ok(()) } else { Err(AppError::Forbidden) }
    }

    /// Begins the transaction of one request. A request that was answered before is answered the same way;
    /// the same id with another body is refused. Use it through `begin!`.
    pub(crate) async fn begin<A: DeserializeOwned>(
        &self,
        request: RequestId,
        body: &impl Serialize,
    ) -> Result<Begun<A>, AppError> {
        let fingerprint = fingerprint(body)?;
        let mut tx = self.backend.db.begin().await?;
        let mut sql =
            Sql::new("insert into requests (workspace_id, user_id, request_id, fingerprint, created_at) values ");
        sql.bind_tuple([
            self.workspace().into(),
            self.user().into(),
            request.into(),
            fingerprint.clone().into(),
            self.now().into(),
        ]);
        sql.push(" on conflict do nothing");
        if tx.execute(sql).await? == 1 {
            return Ok(Begun::New(self.tx(tx, Some(request))));
        }
        answered(self, &mut tx, request, &fingerprint).await
    }

    /// Begins a transaction of the system's own: a job's chunk, demo data.
    pub(crate) async fn begin_own(&self) -> Result<Tx, AppError> {
        let tx = self.backend.db.begin().await?;
        Ok(self.tx(tx, None))
    }

    fn tx(&self, inner: Transaction, request: Option<RequestId>) -> Tx {
        Tx { cx: self.clone(), inner, request, events: Vec::new(), totals: BTreeMap::new() }
    }
}

fn fingerprint(body: &impl Serialize) -> Result<Vec<u8>, AppError> {
    let json = serde_json::to_vec(body).map_err(|error| internal("fingerprint", &error))?;
    Ok(Sha256::digest(&json).to_vec())
}

/// Logs a fault of ours and gives what a person is told.
pub(crate) fn internal(what: &str, cause: &dyn std::fmt::Display) -> AppError {
    let id = Uuid::now_v7();
    tracing::error!(%id, %cause, what, "internal");
    AppError::Internal(id)
}

#[derive(sqlx::FromRow)]
struct Answer {
    fingerprint: Vec<u8>,
    answer: Option<sqlx::types::Json<serde_json::Value>>,
}

async fn answered<A: DeserializeOwned>(
    cx: &Cx,
    tx: &mut Transaction,
    request: RequestId,
    fingerprint: &[u8],
) -> Result<Begun<A>, AppError> {
    let mut sql = Sql::new("select fingerprint, answer from requests where workspace_id = ");
    sql.bind(cx.workspace()).push(" and user_id = ").bind(cx.user()).push(" and request_id = ").bind(request);
    let row: Answer = tx.fetch_one(sql).await?;
    if row.fingerprint != fingerprint {
        return Err(AppError::Conflict(ConflictKind::RequestReused));
    }
    let answer = row.answer.ok_or(AppError::Conflict(ConflictKind::UnderWay))?;
    serde_json::from_value(answer.0).map(Begun::Answered).map_err(|error| internal("stored answer", &error))
}

/// What `begin` found.
pub(crate) enum Begun<A> {
    /// A new request: go on.
    New(Tx),
    /// The answer given before.
    Answered(A),
}

/// Begins a request's transaction, or returns the answer that the request was given before.
macro_rules! begin {
    ($cx:expr, $request:expr, $body:expr) => {
        match $cx.begin($request, &$body).await? {
            $crate::cx::Begun::New(tx) => tx,
            $crate::cx::Begun::Answered(answer) => return Ok(answer),
        }
    };
}
pub(crate) use begin;

/// A transaction of one actor. Dropped without a commit it rolls back, kept totals and events included.
pub(crate) struct Tx {
    cx: Cx,
    inner: Transaction,
    request: Option<RequestId>,
    events: Vec<events::NewEvent>,
    /// Changes of kept totals, written last and in key order: two writers never wait for each other in a circle.
    totals: BTreeMap<TotalKey, (i64, i64)>,
}

/// Which kept total changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TotalKey {
    /// Live clients of an owner.
    Clients(Uuid),
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
    /// Runs a statement; gives the number of rows it changed.
    pub async fn execute(&mut self, sql: Sql) -> Result<u64, DbError> {
        self.inner.execute(sql).await
    }

    /// Adds an event; it is written with the others at commit.
    pub fn record(&mut self, noun: Noun, record: impl Into<Uuid>, kind: EventKind, changes: Vec<Change>) {
        let record = record.into();
        self.events.push(events::NewEvent { at: None, noun, record, kind, changes });
    }

    /// Adds the event of a record's creation, at the record's own moment.
    pub fn record_birth(
        &mut self,
        (noun, record): (Noun, Uuid),
        at: DateTime<Utc>,
        kind: EventKind,
        changes: Vec<Change>,
    ) {
        self.events.push(events::NewEvent { at: Some(at), noun, record, kind, changes });
    }

    /// Changes a kept total by so many records and so much money.
    pub fn add_total(&mut self, key: TotalKey, count: i64, amount: i64) {
        let total = self.totals.entry(key).or_default();
        total.0 += count;
        total.1 += amount;
    }

    /// The next human numbers of a noun: `count` of them, the first is returned.
    pub async fn next_numbers(&mut self, noun: Noun, count: i64) -> Result<i64, AppError> {
        let mut sql = Sql::new("insert into counters (workspace_id, noun, last_number) values ");
        sql.bind_tuple([self.workspace().into(), noun.key().into(), count.into()]);
        sql.push(
            " on conflict (workspace_id, noun) do update set last_number = counters.last_number + excluded.last_number",
        );
        sql.push(" returning last_number as n");
        let last = self.fetch_one::<crate::db::types::Counted>(sql).await?.n;
        Ok(last - count + 1)
    }

    /// Writes totals, events and the answer, and makes everything last.
    pub async fn commit<A: Serialize>(mut self, answer: A) -> Result<A, AppError> {
        let now = self.now();
        let events = std::mem::take(&mut self.events);
        events::store::insert_many(&mut self, events, now).await?;
        if let Some(request) = self.request {
            let json = serde_json::to_value(&answer).map_err(|error| internal("answer", &error))?;
            let mut sql = Sql::new("update requests set answer = ");
            sql.bind(json).push(" where workspace_id = ").bind(self.workspace());
            sql.push(" and user_id = ").bind(self.user()).push(" and request_id = ").bind(request);
            self.execute(sql).await?;
        }
        crate::totals::write(&mut self).await?;
        self.inner.commit().await?;
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
