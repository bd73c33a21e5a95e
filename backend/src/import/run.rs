//! One import from claim to end, chunk by chunk. A chunk's rows, its counts and its last row are one transaction under
//! the fence: after a crash whoever takes the import goes on exactly there.

use super::{
    chunk::{Chunk, Records, Source},
    draft::Drafter,
    known::Known,
    mapping::Mapping,
    store::{self, claim::Claim},
};
use crate::{
    clients,
    cx::{Backend, Cx, Tx},
    deals, users,
};
use chrono::TimeDelta;
use domain::{
    access::Right,
    error::AppError,
    events::{Change, EventKind, Told},
    fields::Noun,
    import::{FileProblem, ISSUES_KEPT, ImportReport},
};
use std::collections::BTreeMap;

/// Seconds for which a worker holds an import without a sign of life.
pub(super) const LEASE: i64 = 60;

/// An import under way.
pub(super) struct Run {
    cx: Cx,
    claim: Claim,
    source: Source,
    around: deals::Surroundings,
    /// The chunk after the last one that was written, or what went wrong with it.
    ahead: Option<Result<Option<Chunk>, AppError>>,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A chunk is written.
    More,
    /// All rows have their outcome.
    Done,
    /// The import was cancelled, or another worker has it.
    Lost,
}

impl Run {
    /// Opens the file of a claimed import for the person who started it.
    pub async fn open(backend: &Backend, claim: Claim) -> Result<Self, AppError> {
        let cx = acting(backend, &claim).await?;
        let known = Known::load(&cx, claim.noun).await?;
        let mapping = Mapping::of(&cx, &known, &claim.plan)?;
        let file = store::find_file(&mut backend.db(), claim.workspace, claim.id).await?;
        let file = file.ok_or(AppError::NotFound(Noun::Import))?;
        let around = deals::Surroundings {
            stages: known.stages.clone(),
            fields: known.fields.clone(),
            currency: known.workspace.currency,
            clients: BTreeMap::new(),
        };
        let drafter = Drafter { mapping, known };
        let source =
            Source::open(backend.desk(), (file, &claim.file_name), (drafter, &claim.plan), claim.done_row).await?;
        Ok(Run { cx, claim, source, around, ahead: None })
    }

    /// Writes the next chunk, or the end.
    pub async fn step(&mut self) -> Result<Step, AppError> {
        // Rights as they are now, not as they were at the start.
        self.cx = acting(self.cx.backend(), &self.claim).await?;
        let next = match self.ahead.take() {
            Some(ahead) => ahead?,
            None => self.source.next(&self.cx).await?,
        };
        let Some(chunk) = next else {
            return end(&self.cx, &self.claim, None).await.map(|ours| if ours { Step::Done } else { Step::Lost });
        };
        let issues = chunk.progress.issues;
        let written = write(&self.cx, &self.claim, chunk, &mut self.around);
        // The database writes while the next rows are looked at. Deals wait: their clients are looked up with rights
        // that are read again for each chunk.
        let step = if self.claim.noun == Noun::Client {
            let (step, ahead) = tokio::join!(written, self.source.next(&self.cx));
            self.ahead = Some(ahead);
            step?
        } else {
            written.await?
        };
        self.claim.issues += issues;
        Ok(step)
    }
}

async fn write(cx: &Cx, claim: &Claim, chunk: Chunk, around: &mut deals::Surroundings) -> Result<Step, AppError> {
    let until = cx.now() + TimeDelta::seconds(LEASE);
    let mut tx = cx.begin_own().await?;
    if !store::claim::set_progress(&mut tx, claim, chunk.progress, until).await? {
        return Ok(Step::Lost);
    }
    let room = ISSUES_KEPT.saturating_sub(claim.issues as usize).min(chunk.issues.len());
    store::insert_issues(&mut tx, claim.id, &chunk.issues[..room]).await?;
    create(&mut tx, chunk.records, around).await?;
    tx.commit(()).await?;
    Ok(Step::More)
}

async fn create(tx: &mut Tx, records: Records, around: &mut deals::Surroundings) -> Result<(), AppError> {
    match records {
        Records::Clients(new) if !new.is_empty() => {
            clients::create_many_in(tx, new, EventKind::Imported, &around.fields).await?;
        }
        Records::Deals(new, names) if !new.is_empty() => {
            around.clients = names;
            deals::create_many_in(tx, new, around, EventKind::Imported).await?;
        }
        _ => {}
    }
    Ok(())
}

/// The starter's context, as long as they may import.
async fn acting(backend: &Backend, claim: &Claim) -> Result<Cx, AppError> {
    let cx = users::cx_of(backend, claim.workspace, claim.by).await?.ok_or(AppError::Forbidden)?;
    cx.require(Right::Import)?;
    cx.require(if claim.noun == Noun::Deal { Right::CreateDeals } else { Right::CreateClients })?;
    Ok(cx)
}

/// Ends a claimed import: counts, event, and the file goes; false when it is not ours any more.
pub(super) async fn end(cx: &Cx, claim: &Claim, failure: Option<&FileProblem>) -> Result<bool, AppError> {
    let mut tx = cx.begin_own().await?;
    if !store::claim::set_ended(&mut tx, claim, failure).await? {
        return Ok(false);
    }
    store::delete_file(&mut tx, claim.id).await?;
    let report = store::find(cx, &mut tx, claim.id).await?;
    if let Some(report) = report {
        tx.record(Noun::Import, claim.id, EventKind::Imported, told(&report));
    }
    tx.commit(true).await
}

/// The counts of an ended import.
pub(super) fn told(report: &ImportReport) -> Vec<Change> {
    let outcomes = &report.outcomes;
    let counts = [
        ("rows", outcomes.rows),
        ("created", outcomes.created),
        ("updated", outcomes.updated),
        ("skipped", outcomes.skipped),
        ("failed", outcomes.failed),
    ];
    let mut changes: Vec<Change> = counts
        .iter()
        .filter_map(|(name, count)| Change::of(name, None, Some(Told::Integer((*count).into()))))
        .collect();
    changes.extend(Change::of("state", None, Some(Told::Text(report.state.key().into()))));
    changes
}
