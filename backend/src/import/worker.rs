//! The worker: takes queued imports of any company one after the other, for as long as the server runs.

use super::{
    run::{self, LEASE, Run, Step},
    store::claim::{self, Claim},
};
use crate::{
    cx::{Backend, Cx},
    db::{Reads, dialect::Dialect},
};
use chrono::TimeDelta;
use domain::{error::AppError, import::FileProblem};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How often a server looks for imports that another one has queued or dropped.
const LOOK: Duration = Duration::from_secs(2);
/// How often forgotten files are removed.
const SWEEP: Duration = Duration::from_secs(3600);
/// Hours for which an uploaded file waits for its mapping.
const FORGOTTEN: i64 = 24;
/// After so many tries without one more chunk an import is given up.
const ATTEMPTS: u32 = 8;

/// Works until `stop` turns true or its sender is gone. A chunk that has begun is written to its end.
pub async fn work(backend: &Backend, mut stop: watch::Receiver<bool>) {
    // One process per SQLite file: whoever held a lease there is dead.
    if backend.db().dialect() == Dialect::Sqlite
        && let Err(error) = claim::set_all_free(backend).await
    {
        tracing::warn!(%error, "leases of imports");
    }
    let mut swept: Option<Instant> = None;
    while !is_stopped(&stop) {
        if swept.is_none_or(|at| at.elapsed() > SWEEP) {
            sweep(backend).await;
            swept = Some(Instant::now());
        }
        match run_one(backend, &stop).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "imports wait"),
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = backend.desk().bell.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

fn is_stopped(stop: &watch::Receiver<bool>) -> bool {
    *stop.borrow() || stop.has_changed().is_err()
}

async fn sweep(backend: &Backend) {
    let before = backend.now() - TimeDelta::hours(FORGOTTEN);
    if let Err(error) = claim::delete_forgotten(backend, before).await {
        tracing::warn!(%error, "forgotten files of imports");
    }
}

/// Takes one import and works on it; false when none waits.
pub(super) async fn run_one(backend: &Backend, stop: &watch::Receiver<bool>) -> Result<bool, AppError> {
    let until = backend.now() + TimeDelta::seconds(LEASE);
    let Some(claim) = claim::set_claimed(backend, until).await? else { return Ok(false) };
    if claim.attempts > ATTEMPTS {
        give_up(backend, &claim, &FileProblem::new("import.failed.attempts")).await?;
        return Ok(true);
    }
    let (task_backend, task_claim, task_stop) = (backend.clone(), claim.clone(), stop.clone());
    // A task of its own: a panic ends this import's turn, not the worker.
    let ended = tokio::spawn(async move { run_to_end(&task_backend, task_claim, &task_stop).await }).await;
    let error = match ended {
        Ok(Ok(())) => return Ok(true),
        Ok(Err(error)) => error,
        Err(panic) => crate::cx::internal("import", &panic),
    };
    match verdict(error) {
        Some(problem) => give_up(backend, &claim, &problem).await?,
        None => {
            let pause = TimeDelta::seconds(2i64.pow(claim.attempts.min(6)));
            claim::set_released(backend, &claim, Some(backend.now() + pause)).await?;
        }
    }
    Ok(true)
}

async fn run_to_end(backend: &Backend, claim: Claim, stop: &watch::Receiver<bool>) -> Result<(), AppError> {
    let started = Instant::now();
    let mut run = Run::open(backend, claim.clone()).await?;
    let step = loop {
        if is_stopped(stop) {
            return claim::set_released(backend, &claim, None).await;
        }
        match run.step().await? {
            Step::More => {}
            step => break step,
        }
    };
    tracing::info!(import = %claim.id, ?step, milliseconds = started.elapsed().as_millis(), "import");
    Ok(())
}

/// Why trying again would not help; none when it may.
fn verdict(error: AppError) -> Option<FileProblem> {
    match error {
        AppError::File(problem) => Some(problem),
        AppError::Forbidden | AppError::NotSignedIn => Some(FileProblem::new("import.failed.rights")),
        AppError::Invalid(_) | AppError::NotFound(_) => Some(FileProblem::new("import.failed.mapping")),
        AppError::Conflict(_) | AppError::TooMany { .. } | AppError::Internal(_) | AppError::Unavailable => None,
    }
}

async fn give_up(backend: &Backend, claim: &Claim, problem: &FileProblem) -> Result<(), AppError> {
    tracing::warn!(import = %claim.id, code = problem.code, "import given up");
    // The starter may be gone or have lost the right to import: the system writes this end.
    run::end(&Cx::system(backend.clone(), claim.workspace), claim, Some(problem)).await.map(drop)
}
