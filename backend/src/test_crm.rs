//! Two small companies for story tests, and actors whose verbs read as the story does.
//! Each verb takes the way that a request takes: a session's context, a request id, an operation.
#![allow(clippy::expect_used, reason = "a verb that fails has to fail its test")]

pub mod actor;
pub mod drags;
mod people;

pub use crate::db::test_db::TestDb;
pub use actor::TestActor;

use crate::{
    clock::Clock,
    cx::Backend,
    import::read::Reader,
    sessions::{self, Origin},
    setup,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ids::{UserId, WorkspaceId},
    lang::Lang,
    money::Currency,
    workspaces::NewWorkspace,
};
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Everybody's password in tests.
pub const PASSWORD: &str = "Воронка-2026";

/// A company with a director, Анна, and two managers who see their own records and may neither import nor give away what is
/// theirs, Борис and Вера; and another company.
pub struct TestCrm {
    /// What requests share.
    pub backend: Backend,
    /// The database below it.
    pub base: TestDb,
    now: Arc<AtomicU64>,
    anna: TestActor,
    boris: TestActor,
    vera: TestActor,
    other: TestActor,
}

impl TestCrm {
    /// On SQLite.
    pub async fn sqlite() -> Self {
        Self::new(TestDb::sqlite().await).await
    }

    /// On PostgreSQL.
    pub async fn postgres() -> Self {
        Self::new(TestDb::postgres().await).await
    }

    async fn new(base: TestDb) -> Self {
        let start: DateTime<Utc> = "2026-11-21T10:00:00Z".parse().expect("a moment");
        let now = Arc::new(AtomicU64::new(start.timestamp_millis().unsigned_abs()));
        let backend = Backend::seeded(base.db(), Clock::Set(now.clone()), 1).with_reader(Reader::Thread);
        let token = setup::new_link(&backend).await.expect("a link").expect("no company yet");
        let first = setup::create_first(&backend, &token, company("Ромашка", "anna@example.uz"), &origin())
            .await
            .expect("set up");
        let second =
            setup::sign_up(&backend, company("Другая", "other@example.uz"), &origin()).await.expect("signed up");
        let boris = colleague(&backend, &base, first, ("Борис", "Волков", "boris@example.uz")).await;
        let vera = colleague(&backend, &base, first, ("Вера", "Белова", "vera@example.uz")).await;
        let (anna, other) = (actor(&backend, first).await, actor(&backend, second).await);
        TestCrm { backend, base, now, anna, boris, vera, other }
    }

    /// The director: sees and may do everything.
    pub fn anna(&self) -> &TestActor {
        &self.anna
    }

    /// A manager: sees his own records.
    pub fn boris(&self) -> &TestActor {
        &self.boris
    }

    /// Another manager.
    pub fn vera(&self) -> &TestActor {
        &self.vera
    }

    /// The director of another company.
    pub fn other_company(&self) -> &TestActor {
        &self.other
    }

    /// Another server on the same database, with the same clock and nothing in its memory.
    pub fn another_server(&self) -> Backend {
        Backend::seeded(self.base.db(), Clock::Set(self.now.clone()), 2).with_reader(Reader::Thread)
    }

    /// Lets so much time pass.
    pub fn pass(&self, time: TimeDelta) {
        self.now.fetch_add(time.num_milliseconds().unsigned_abs(), Ordering::Relaxed);
    }
}

/// What sign-up asks for, filled in.
pub fn company(name: &str, email: &str) -> NewWorkspace {
    NewWorkspace {
        company: name.into(),
        currency: Currency::UZS,
        first_name: "Анна".into(),
        last_name: "Петрова".into(),
        email: email.into(),
        password: PASSWORD.into(),
        zone: "Asia/Tashkent".into(),
        lang: Lang::Ru,
    }
}

/// Where tests sign in from.
pub fn origin() -> Origin {
    Origin { address: "192.0.2.1".into(), device: "test".into() }
}

async fn colleague(
    backend: &Backend,
    base: &TestDb,
    of: (WorkspaceId, UserId),
    (first, last, email): (&str, &str, &str),
) -> TestActor {
    let id: UserId = backend.new_id();
    base.insert_colleague(of, id, (first, last), email).await;
    actor(backend, (of.0, id)).await
}

async fn actor(backend: &Backend, (workspace, user): (WorkspaceId, UserId)) -> TestActor {
    let cookie = sessions::start(backend, workspace, user, &origin()).await.expect("a session");
    let cx = sessions::cx(backend, &cookie).await.expect("looked up").expect("signed in");
    TestActor { cx, cookie }
}

/// Whether this does not end by itself while others hold what it needs.
pub async fn waits(work: Pin<&mut impl Future>) -> bool {
    tokio::time::timeout(Duration::from_millis(500), work).await.is_err()
}

/// One story, run on SQLite and on PostgreSQL: `db_test! { async fn a_sentence(crm: TestCrm) { … } }`.
#[macro_export]
macro_rules! db_test {
    ($(async fn $name:ident($world:ident: $kind:ident) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn story($world: $kind) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                story($kind::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                story($kind::postgres().await).await;
            }
        }
    )+};
}
