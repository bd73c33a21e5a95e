//! SQL of the worker: taking an import, writing its progress under the fence, giving it back.

use super::{count, noun};
use crate::{
    cx::{Backend, Tx},
    db::{Arg, Reads, Sql},
};
use chrono::{DateTime, Utc};
use domain::{
    error::AppError,
    fields::Noun,
    ids::{ImportId, UserId, WorkspaceId},
    import::{FileProblem, ImportPlan, ImportState},
};
use sqlx::types::Json;
use uuid::Uuid;

/// An import that this worker holds, as long as nobody else has taken it with a higher fence.
#[derive(Debug, Clone)]
pub(in crate::import) struct Claim {
    /// The company.
    pub workspace: WorkspaceId,
    /// The import.
    pub id: ImportId,
    /// Which holder this is, counted from 1.
    pub fence: i64,
    /// Holders since the last chunk was written.
    pub attempts: u32,
    /// Clients or deals.
    pub noun: Noun,
    /// The file's name.
    pub file_name: String,
    /// The prepared mapping.
    pub plan: ImportPlan,
    /// The last row of the file that has its outcome.
    pub done_row: u32,
    /// Issues so far.
    pub issues: u32,
    /// Whoever started it.
    pub by: UserId,
}

#[derive(sqlx::FromRow)]
struct Waiting {
    workspace_id: Uuid,
    id: Uuid,
}

#[derive(sqlx::FromRow)]
struct Claimed {
    fence: i64,
    attempts: i64,
    noun: String,
    file_name: String,
    plan: Json<ImportPlan>,
    done_row: i64,
    issues_total: i64,
    created_by: Uuid,
}

/// Takes the import that has waited longest, of any company; none when there is nothing to do.
pub(in crate::import) async fn set_claimed(backend: &Backend, until: DateTime<Utc>) -> Result<Option<Claim>, AppError> {
    let now = backend.now();
    // Without a transaction first: an idle worker never takes SQLite's one writer.
    let Some(waiting) = backend.db().fetch_optional::<Waiting>(waiting(now)).await? else { return Ok(None) };
    let mut sql = Sql::new("update imports set fence = fence + 1, attempts = attempts + 1, state = ");
    sql.bind(ImportState::Running.key()).push(", lease_until = ").bind(until);
    sql.push(" where workspace_id = ").bind(waiting.workspace_id).push(" and id = ").bind(waiting.id);
    push_free(&mut sql, now);
    sql.push(" returning fence, attempts, noun, file_name, plan, done_row, issues_total, created_by");
    let mut tx = backend.begin().await?;
    let claimed: Option<Claimed> = tx.fetch_optional(sql).await?;
    tx.commit().await?;
    let Some(row) = claimed else { return Ok(None) };
    Ok(Some(Claim {
        workspace: waiting.workspace_id.into(),
        id: waiting.id.into(),
        fence: row.fence,
        attempts: count(row.attempts),
        noun: noun(&row.noun)?,
        file_name: row.file_name,
        plan: row.plan.0,
        done_row: count(row.done_row),
        issues: count(row.issues_total),
        by: row.created_by.into(),
    }))
}

fn waiting(now: DateTime<Utc>) -> Sql {
    let mut sql = Sql::new("select workspace_id, id from imports where 1 = 1");
    push_free(&mut sql, now);
    sql.push(" order by attempts, created_at, id limit 1");
    sql
}

fn push_free(sql: &mut Sql, now: DateTime<Utc>) {
    let open = [ImportState::Queued, ImportState::Running];
    sql.push(" and state in (").bind_list(open.map(ImportState::key));
    sql.push(") and (lease_until is null or lease_until < ").bind(now).push(")");
}

/// What one chunk adds.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::import) struct Progress {
    /// Records created.
    pub created: u32,
    /// Rows refused.
    pub failed: u32,
    /// Issues of the refused rows.
    pub issues: u32,
    /// The last row looked at.
    pub done_row: u32,
}

/// Counts a chunk and renews the lease; false when the import is not ours any more. It locks the import's row, so
/// nobody can cancel or take it before the chunk's rows are committed with it.
pub(in crate::import) async fn set_progress(
    tx: &mut Tx,
    claim: &Claim,
    add: Progress,
    until: DateTime<Utc>,
) -> Result<bool, AppError> {
    let mut sql = Sql::new("update imports set attempts = 0, rows_created = rows_created + ");
    sql.bind(add.created).push(", rows_failed = rows_failed + ").bind(add.failed);
    sql.push(", issues_total = issues_total + ").bind(add.issues);
    sql.push(", done_row = ").bind(add.done_row).push(", lease_until = ").bind(until);
    push_held(&mut sql, claim);
    Ok(tx.execute(sql).await? == 1)
}

/// Ends an import; false when it is not ours any more.
pub(in crate::import) async fn set_ended(
    tx: &mut Tx,
    claim: &Claim,
    failure: Option<&FileProblem>,
) -> Result<bool, AppError> {
    let state = if failure.is_some() { ImportState::Failed } else { ImportState::Finished };
    let failure = failure.map_or(Ok(Arg::Json(None)), Arg::json)?;
    let mut sql = Sql::new("update imports set ");
    push_end(&mut sql, state, failure, tx.now());
    push_held(&mut sql, claim);
    Ok(tx.execute(sql).await? == 1)
}

/// Gives an import back, to be taken again after this moment.
pub(in crate::import) async fn set_released(
    backend: &Backend,
    claim: &Claim,
    until: Option<DateTime<Utc>>,
) -> Result<(), AppError> {
    let mut sql = Sql::new("update imports set lease_until = ");
    sql.bind(until);
    push_held(&mut sql, claim);
    let mut tx = backend.begin().await?;
    tx.execute(sql).await?;
    Ok(tx.commit().await?)
}

/// Frees every lease: whoever held one cannot be alive.
pub(in crate::import) async fn set_all_free(backend: &Backend) -> Result<(), AppError> {
    let mut sql = Sql::new("update imports set lease_until = null where state = ");
    sql.bind(ImportState::Running.key()).push(" and lease_until is not null");
    let mut tx = backend.begin().await?;
    tx.execute(sql).await?;
    Ok(tx.commit().await?)
}

/// Removes files that were uploaded before this moment and never started.
pub(in crate::import) async fn delete_forgotten(backend: &Backend, before: DateTime<Utc>) -> Result<(), AppError> {
    let mut tx = backend.begin().await?;
    let mut sql = Sql::new(
        "delete from import_parts where exists (select 1 from imports r where r.workspace_id = import_parts.workspace_id
         and r.id = import_parts.import_id and r.state = ",
    );
    sql.bind(ImportState::Uploaded.key()).push(" and r.created_at < ").bind(before).push(")");
    tx.execute(sql).await?;
    let mut sql = Sql::new("delete from imports where state = ");
    sql.bind(ImportState::Uploaded.key()).push(" and created_at < ").bind(before);
    tx.execute(sql).await?;
    Ok(tx.commit().await?)
}

/// The columns of an end: rows that were expected and came no more are skipped, so that the outcomes add up.
pub(super) fn push_end(sql: &mut Sql, state: ImportState, failure: Arg, now: DateTime<Utc>) {
    const DONE: &str = "rows_created + rows_updated + rows_failed";
    sql.push("lease_until = null, finished_at = ").bind(now).push(", failure = ").bind(failure);
    if state == ImportState::Finished {
        sql.push(", rows_total = rows_skipped + ").push(DONE);
    } else {
        sql.push(", rows_skipped = case when rows_total > ").push(DONE).push(" then rows_total - (").push(DONE);
        sql.push(") else 0 end, rows_total = case when rows_total > ").push(DONE);
        sql.push(" then rows_total else ").push(DONE).push(" end");
    }
    sql.push(", state = ").bind(state.key());
}

fn push_held(sql: &mut Sql, claim: &Claim) {
    sql.push(" where workspace_id = ").bind(claim.workspace).push(" and id = ").bind(claim.id);
    sql.push(" and fence = ").bind(claim.fence).push(" and state = ").bind(ImportState::Running.key());
}
