//! A company in a database of its own, and the verbs that the stories use.

use crate::{
    Backend, Cx, clients,
    cx::Clock,
    db::{DbConfig, migrate},
    deals,
    import::{self, read::Reader, run::Run, store::claim, worker::run_one},
    setup, users,
};
use chrono::{DateTime, Utc};
use domain::{
    access::{Actor, Right, Rights},
    error::AppError,
    fields::Noun,
    filter::{ListQuery, Page},
    ids::{ImportId, RequestId},
    import::{DryRun, FileGlimpse, ImportPlan, ImportReport, Target},
    workspaces::NewWorkspace,
};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tempfile::TempDir;
use tokio::sync::watch;

pub(super) struct Crm {
    pub backend: Backend,
    /// The director.
    pub cx: Cx,
    millis: Arc<AtomicU64>,
    pub folder: Arc<TempDir>,
}

fn company(name: &str) -> NewWorkspace {
    NewWorkspace {
        company: name.into(),
        currency: domain::money::Currency::USD,
        first_name: "Анна".into(),
        last_name: "Ли".into(),
        email: "anna@example.uz".into(),
        password: "очень длинный пароль".into(),
        zone: "Asia/Tashkent".into(),
        lang: domain::lang::Lang::Ru,
    }
}

impl Crm {
    pub async fn new() -> Self {
        let start: DateTime<Utc> = "2026-01-02T03:04:05Z".parse().unwrap();
        let millis = Arc::new(AtomicU64::new(start.timestamp_millis() as u64));
        let folder = Arc::new(TempDir::new().unwrap());
        let db = migrate(&DbConfig::Sqlite(folder.path().join("crm.db"))).await.unwrap();
        let backend = Backend::seeded(db, Clock::Set(millis.clone()), 7).with_reader(Reader::Thread);
        let cx = Self::sign_up(&backend, "Ромашка").await;
        Crm { backend, cx, millis, folder }
    }

    pub async fn sign_up(backend: &Backend, name: &str) -> Cx {
        let (workspace, user) = setup::sign_up(backend, company(name)).await.unwrap();
        users::cx_of(backend, workspace, user).await.unwrap().unwrap()
    }

    /// The director without these rights.
    pub fn without(&self, rights: &[Right]) -> Cx {
        let left: Vec<Right> = Right::ALL.iter().copied().filter(|right| !rights.contains(right)).collect();
        Cx::new(self.backend.clone(), Actor { rights: Rights::of(&left), ..self.cx.actor().clone() })
    }

    pub fn request(&self) -> RequestId {
        self.backend.new_id()
    }

    pub fn minutes_pass(&self, minutes: u64) {
        self.millis.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    pub async fn upload(&self, noun: Noun, text: &str) -> ImportId {
        self.upload_file(noun, "файл.csv", text.as_bytes().to_vec()).await
    }

    pub async fn upload_file(&self, noun: Noun, name: &str, file: Vec<u8>) -> ImportId {
        import::upload(&self.cx, self.request(), noun, name.into(), file).await.unwrap()
    }

    pub async fn glimpse(&self, id: ImportId) -> FileGlimpse {
        import::glimpse(&self.cx, id, None).await.unwrap()
    }

    pub async fn guess(&self, id: ImportId) -> ImportPlan {
        self.glimpse(id).await.guess
    }

    pub async fn dry_run(&self, id: ImportId, plan: &ImportPlan) -> DryRun {
        import::dry_run(&self.cx, id, plan.clone()).await.unwrap()
    }

    pub async fn start(&self, id: ImportId, plan: &ImportPlan) -> Result<ImportReport, AppError> {
        import::start(&self.cx, self.request(), id, plan.clone()).await
    }

    /// Takes the waiting import and opens it, as a worker does.
    pub async fn claim(&self) -> Run {
        Run::open(&self.backend, self.claimed().await).await.unwrap()
    }

    pub async fn claimed(&self) -> claim::Claim {
        let until = self.backend.now() + chrono::TimeDelta::seconds(60);
        claim::set_claimed(&self.backend, until).await.unwrap().expect("an import waits")
    }

    /// Works until nothing waits.
    pub async fn work(&self) {
        let (_stop, stopped) = watch::channel(false);
        while run_one(&self.backend, &stopped).await.unwrap() {}
    }

    /// Imports with the guessed mapping.
    pub async fn import(&self, noun: Noun, text: &str) -> ImportReport {
        let id = self.upload(noun, text).await;
        let plan = self.guess(id).await;
        self.run(id, &plan).await
    }

    pub async fn run(&self, id: ImportId, plan: &ImportPlan) -> ImportReport {
        self.start(id, plan).await.unwrap();
        self.work().await;
        self.report(id).await
    }

    pub async fn report(&self, id: ImportId) -> ImportReport {
        import::report(&self.cx, id).await.unwrap()
    }

    /// Names of all clients, sorted.
    pub async fn client_names(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut query = ListQuery::default();
        loop {
            let page = clients::list(&self.cx, &query).await.unwrap();
            names.extend(page.rows.into_iter().map(|row| row.name));
            match page.next {
                Some(next) => query.page = Page { after: Some(next), ..query.page },
                None => break,
            }
        }
        names.sort();
        names
    }

    /// Stage names with their deals and sums in minor units, empty stages left out.
    pub async fn funnel(&self) -> Vec<(String, i64, i64)> {
        let board = deals::board::open(&self.cx).await.unwrap();
        let name = |id| board.stages.iter().find(|stage| stage.id == id).map(|stage| stage.name.clone()).unwrap();
        let totals = board.totals.iter().filter(|total| total.count > 0);
        totals.map(|total| (name(total.stage), total.count, total.sums.iter().map(|sum| sum.minor).sum())).collect()
    }
}

/// The same plan with another target for one column.
pub(super) fn with_target(mut plan: ImportPlan, heading: &str, target: Target) -> ImportPlan {
    let column = plan.columns.iter_mut().find(|column| column.heading == heading).expect("the column");
    column.target = target;
    plan
}
