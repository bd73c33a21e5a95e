//! What a person who imports does, and the worker beside them.

use crate::{
    Cx,
    import::{self, run::Run, store::claim, worker::run_one},
    test_crm::{TestActor, TestCrm},
};
use chrono::TimeDelta;
use domain::{
    access::Actor,
    error::AppError,
    fields::Noun,
    filter::ListQuery,
    ids::ImportId,
    import::{ColumnPlan, DryRun, FileGlimpse, ImportPlan, ImportReport, Meaning, RowIssue, Target},
    lang::Lang,
};
use tokio::sync::watch;

/// A person and the company's worker.
pub(super) struct Importer<'a> {
    pub crm: &'a TestCrm,
    pub who: &'a TestActor,
}

/// The director imports.
pub(super) fn anna(crm: &TestCrm) -> Importer<'_> {
    Importer { crm, who: crm.anna() }
}

/// The same person, reading this language.
pub(super) fn in_language(cx: &Cx, lang: Lang) -> Cx {
    Cx::new(cx.backend().clone(), Actor { lang, ..cx.actor().clone() })
}

/// One column of the plan, to be changed.
pub(super) fn column<'a>(plan: &'a mut ImportPlan, heading: &str) -> &'a mut ColumnPlan {
    plan.columns.iter_mut().find(|column| column.heading == heading).expect("the column")
}

/// Where the columns go.
pub(super) fn targets(plan: &ImportPlan) -> Vec<&Target> {
    plan.columns.iter().map(|column| &column.target).collect()
}

/// What the values of a column mean.
pub(super) fn meanings(plan: &ImportPlan, heading: &str) -> Vec<(String, Meaning)> {
    let column = plan.columns.iter().find(|column| column.heading == heading).expect("the column");
    column.values.clone().into_iter().collect()
}

impl Importer<'_> {
    pub async fn uploads(&self, noun: Noun, text: &str) -> ImportId {
        self.tries_to_upload(noun, "файл.csv", text.as_bytes().to_vec()).await.unwrap()
    }

    pub async fn tries_to_upload(&self, noun: Noun, name: &str, file: Vec<u8>) -> Result<ImportId, AppError> {
        import::upload(&self.who.cx, self.who.request(), noun, name.into(), file).await
    }

    pub async fn looks(&self, id: ImportId) -> FileGlimpse {
        import::glimpse(&self.who.cx, id, None).await.unwrap()
    }

    pub async fn guesses(&self, noun: Noun, text: &str) -> (ImportId, ImportPlan) {
        let id = self.uploads(noun, text).await;
        (id, self.looks(id).await.guess)
    }

    pub async fn rehearses(&self, id: ImportId, plan: &ImportPlan) -> DryRun {
        import::dry_run(&self.who.cx, id, plan.clone()).await.unwrap()
    }

    pub async fn rehearses_on(&self, id: ImportId, plan: &ImportPlan, after: u32) -> Vec<RowIssue> {
        import::dry_run_issues(&self.who.cx, id, plan.clone(), after).await.unwrap()
    }

    pub async fn reads_issues(&self, id: ImportId, after: u32) -> Vec<RowIssue> {
        import::issues(&self.who.cx, id, after).await.unwrap()
    }

    pub async fn starts(&self, id: ImportId, plan: &ImportPlan) -> Result<ImportReport, AppError> {
        import::start(&self.who.cx, self.who.request(), id, plan.clone()).await
    }

    pub async fn cancels(&self, id: ImportId) -> ImportReport {
        import::cancel(&self.who.cx, self.who.request(), id).await.unwrap()
    }

    pub async fn reads_report(&self, id: ImportId) -> ImportReport {
        import::report(&self.who.cx, id).await.unwrap()
    }

    /// Imports with this mapping, to the end.
    pub async fn imports_as(&self, id: ImportId, plan: &ImportPlan) -> ImportReport {
        self.starts(id, plan).await.unwrap();
        self.worker_works().await;
        self.reads_report(id).await
    }

    /// Imports with the guessed mapping.
    pub async fn imports(&self, noun: Noun, text: &str) -> ImportReport {
        let (id, plan) = self.guesses(noun, text).await;
        self.imports_as(id, &plan).await
    }

    /// The worker takes what waits, until nothing does.
    pub async fn worker_works(&self) {
        let (_stop, stopped) = watch::channel(false);
        while run_one(&self.crm.backend, &stopped).await.unwrap() {}
    }

    /// A worker takes the import that waits.
    pub async fn worker_claims(&self) -> claim::Claim {
        let until = self.crm.backend.now() + TimeDelta::seconds(60);
        claim::set_claimed(&self.crm.backend, until).await.unwrap().expect("an import waits")
    }

    /// A worker takes the import that waits and opens its file.
    pub async fn worker_opens(&self) -> Run {
        Run::open(&self.crm.backend, self.worker_claims().await).await.unwrap()
    }

    /// Names of all clients that the director sees, sorted.
    pub async fn client_names(&self) -> Vec<String> {
        let query = ListQuery::default();
        let rows = self.crm.anna().walks(&query.filter, query.sort, 200).await;
        let mut names: Vec<String> = rows.into_iter().map(|row| row.name).collect();
        names.sort();
        names
    }
}
