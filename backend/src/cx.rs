//! `Cx` - backend and actor - is the first parameter of every operation and the only way to a connection;
//! `Tx` is the one write path. The SQL of both is `cx/store.rs`.

mod store;
mod tx;

pub(crate) use tx::{TotalKey, Tx};

use crate::{
    clock::{Clock, Ids},
    db::{Db, DbError, Transaction},
    floods::{self, Floods},
    import::{Desk, read::Reader},
    live::Live,
    sessions::Origin,
    settings::Kept,
};
use chrono::{DateTime, Utc};
use domain::{
    access::{Actor, Right, Rights, Sees},
    error::{AppError, ConflictKind},
    fields::Noun,
    filter::Filter,
    ids::{RequestId, SessionId, UserId, WorkspaceId},
    lang::Lang,
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// Hours for which the answer of a request is kept: a retry within them is answered, not repeated.
pub(crate) const ANSWERS_HOURS: i64 = 24;

/// What every operation shares: the database, the clock, the source of ids.
#[derive(Clone)]
pub struct Backend {
    db: Db,
    clock: Clock,
    ids: Ids,
    desk: Arc<Desk>,
    settings: Arc<Kept>,
    live: Arc<Live>,
    floods: Arc<Floods>,
}

impl Backend {
    /// A backend on this database with the machine's clock and random ids.
    pub fn new(db: Db) -> Self {
        let (desk, settings) = (Arc::new(Desk::new(Reader::own())), Arc::default());
        Backend {
            db,
            clock: Clock::System,
            ids: Ids::Random,
            desk,
            settings,
            live: Arc::default(),
            floods: Arc::default(),
        }
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

    /// The settings of companies that this process keeps.
    pub(crate) fn settings(&self) -> &Kept {
        &self.settings
    }

    /// What this server's pages are told.
    pub(crate) fn live(&self) -> &Live {
        &self.live
    }

    /// What was sent to this server within the minute.
    pub(crate) fn floods(&self) -> &Floods {
        &self.floods
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
        store::delete_nothing(&self.db).await.inspect_err(|error| tracing::warn!(%error, "not ready")).is_ok()
    }

    /// Closes the database.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

/// Backend and actor; it lives as long as its request.
#[derive(Clone)]
pub struct Cx {
    backend: Backend,
    actor: Arc<Actor>,
    settings: Option<i64>,
    /// The person's own preferences as the session's query found them.
    preferences: Option<Arc<str>>,
    /// The session that asks.
    session: Option<SessionId>,
    /// From where it asks.
    origin: Arc<Origin>,
    /// Whether the role asks for a second factor that the person has not set up yet.
    lacks_factor: bool,
    /// Whether the person was told something that they have not seen yet.
    told: bool,
}

impl Cx {
    /// A context that reads the company's settings from the database each time.
    pub(crate) fn new(backend: Backend, actor: Actor) -> Self {
        Cx {
            backend,
            actor: Arc::new(actor),
            settings: None,
            preferences: None,
            session: None,
            origin: Arc::default(),
            lacks_factor: false,
            told: false,
        }
    }

    /// A context that takes settings of this version or a newer one from memory: for a request that has just read it.
    pub(crate) fn at_version(backend: Backend, actor: Actor, settings: i64) -> Self {
        Cx { settings: Some(settings), ..Cx::new(backend, actor) }
    }

    /// The same with the person's own preferences, read along with the session.
    pub(crate) fn with_preferences(self, text: &str) -> Self {
        Cx { preferences: Some(text.into()), ..self }
    }

    /// The same as what this session asks for.
    pub(crate) fn with_session(self, session: SessionId) -> Self {
        Cx { session: Some(session), ..self }
    }

    /// The same as what is asked from there.
    pub fn asked_from(self, origin: Origin) -> Self {
        Cx { origin: Arc::new(origin), ..self }
    }

    /// The same for somebody who has to set up a second factor first.
    pub(crate) fn lacking_factor(self, lacks_factor: bool) -> Self {
        Cx { lacks_factor, ..self }
    }

    /// The same for somebody who has new notifications, read along with the session.
    pub(crate) fn with_told(self, told: bool) -> Self {
        Cx { told, ..self }
    }

    /// Whether the person had new notifications when the request began.
    pub(crate) fn is_told(&self) -> bool {
        self.told
    }

    /// Whether the person has to set up a second factor before anything else.
    pub fn lacks_factor(&self) -> bool {
        self.lacks_factor
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

    /// The version of the company's settings when the request began.
    pub(crate) fn settings_version(&self) -> Option<i64> {
        self.settings
    }

    /// The person's own preferences when the request began, as `preferences` reads them.
    pub(crate) fn preferences(&self) -> Option<&str> {
        self.preferences.as_deref()
    }

    /// The session that asks; none for jobs.
    pub(crate) fn session(&self) -> Option<SessionId> {
        self.session
    }

    /// From where it asks; empty for jobs.
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The filter that every read of this noun carries.
    pub fn scope(&self, noun: Noun) -> Filter {
        self.actor.scope(noun)
    }

    /// A filter that the actor sent, within what the actor sees of this noun and of all that the filter looks at.
    pub fn within(&self, noun: Noun, filter: &Filter) -> Filter {
        self.actor.within(noun, filter.clone())
    }

    /// Refuses whoever lacks the right.
    pub fn require(&self, right: Right) -> Result<(), AppError> {
        if self.actor.can(right) { Ok(()) } else { Err(AppError::Forbidden) }
    }

    /// Begins the transaction of one request. A request that was answered before is answered the same way;
    /// the same id with another body is refused. Here whoever sends more than hands can is stopped. Use it through `begin!`.
    pub(crate) async fn begin<A: DeserializeOwned>(
        &self,
        request: RequestId,
        body: &impl Serialize,
    ) -> Result<Begun<A>, AppError> {
        floods::change(self)?;
        let fingerprint = fingerprint(body)?;
        let mut tx = self.backend.db.begin().await?;
        match store::insert_request(self, &mut tx, request, &fingerprint).await? {
            Some(settings) => Ok(Begun::New(Box::new(Tx::new(self.clone(), tx, Some(request), Some(settings))))),
            None => answered(self, &mut tx, request, &fingerprint).await,
        }
    }

    /// Begins a transaction of the system's own: a job's chunk, demo data.
    pub(crate) async fn begin_own(&self) -> Result<Tx, AppError> {
        let tx = self.backend.db.begin().await?;
        Ok(Tx::new(self.clone(), tx, None, None))
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

async fn answered<A: DeserializeOwned>(
    cx: &Cx,
    tx: &mut Transaction,
    request: RequestId,
    fingerprint: &[u8],
) -> Result<Begun<A>, AppError> {
    let row = store::find_answer(cx, tx, request).await?;
    if row.fingerprint != fingerprint {
        return Err(AppError::Conflict(ConflictKind::RequestReused));
    }
    let answer = row.answer.ok_or(AppError::Conflict(ConflictKind::UnderWay))?;
    serde_json::from_value(answer.0).map(Begun::Answered).map_err(|error| internal("stored answer", &error))
}

/// What `begin` found.
pub(crate) enum Begun<A> {
    /// A new request: go on.
    New(Box<Tx>),
    /// The answer given before.
    Answered(A),
}

/// Begins a request's transaction, or returns the answer that the request was given before.
macro_rules! begin {
    ($cx:expr, $request:expr, $body:expr) => {
        match $cx.begin($request, &$body).await? {
            $crate::cx::Begun::New(tx) => *tx,
            $crate::cx::Begun::Answered(answer) => return Ok(answer),
        }
    };
}
pub(crate) use begin;
