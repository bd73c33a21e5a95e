//! SQL of imports as people see them: the row, its file, its report. What the worker needs is `store/claim.rs`.

pub(super) mod claim;

use crate::{
    cx::{Cx, Tx},
    db::{Arg, Reads, Sql, types::corrupt},
};
use chrono::{DateTime, Utc};
use domain::{
    access::Sees,
    error::{AppError, Problem},
    fields::Noun,
    ids::{ImportId, WorkspaceId},
    import::{FileProblem, ISSUES_PAGE, ImportPlan, ImportReport, ImportState, Outcomes, RowIssue, issues_page},
};
use sqlx::types::Json;
use uuid::Uuid;

/// Bytes of one stored piece of a file.
const PIECE: usize = 1024 * 1024;
/// As many imports are listed.
const RECENT: i64 = 20;

const COLUMNS: &str =
    "r.id, r.noun, r.file_name, r.state, r.rows_total, r.rows_created, r.rows_updated, r.rows_skipped,
    r.rows_failed, r.issues_total, r.failure, r.created_by, r.created_at, r.finished_at";

#[derive(sqlx::FromRow)]
struct ImportRow {
    id: Uuid,
    noun: String,
    file_name: String,
    state: String,
    rows_total: i64,
    rows_created: i64,
    rows_updated: i64,
    rows_skipped: i64,
    rows_failed: i64,
    issues_total: i64,
    failure: Option<Json<FileProblem>>,
    created_by: Uuid,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

/// A stored count; none of them is ever negative.
pub(super) fn count(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or(u32::MAX)
}

impl TryFrom<ImportRow> for ImportReport {
    type Error = AppError;
    fn try_from(row: ImportRow) -> Result<Self, AppError> {
        Ok(ImportReport {
            id: row.id.into(),
            noun: noun(&row.noun)?,
            state: ImportState::from_key(&row.state).ok_or_else(|| corrupt("import state", &row.state))?,
            file_name: row.file_name,
            outcomes: Outcomes {
                rows: count(row.rows_total),
                created: count(row.rows_created),
                updated: count(row.rows_updated),
                skipped: count(row.rows_skipped),
                failed: count(row.rows_failed),
            },
            issues: Vec::new(),
            issues_total: count(row.issues_total),
            failure: row.failure.map(|failure| failure.0),
            created_by: row.created_by.into(),
            created_at: row.created_at,
            finished_at: row.finished_at,
        })
    }
}

/// Reads a stored noun back.
pub(super) fn noun(key: &str) -> Result<Noun, AppError> {
    Ok(Noun::from_key(key).ok_or_else(|| corrupt("noun", key))?)
}

/// Imports show cells of their files, so they are seen like the records: all of them, or one's own.
fn push_scope(sql: &mut Sql, cx: &Cx) {
    sql.push(" from imports r where r.workspace_id = ").bind(cx.workspace());
    match &cx.actor().sees {
        Sees::Everything => {}
        Sees::Owners(owners) if owners.is_empty() => drop(sql.push(" and 1 = 0")),
        Sees::Owners(owners) => drop(sql.push(" and r.created_by in (").bind_list(owners.clone()).push(")")),
    }
}

/// An import within the actor's scope, without its issues.
pub(super) async fn find(cx: &Cx, db: &mut impl Reads, id: ImportId) -> Result<Option<ImportReport>, AppError> {
    let mut sql = Sql::new("select ");
    sql.push(COLUMNS);
    push_scope(&mut sql, cx);
    sql.push(" and r.id = ").bind(id);
    db.fetch_optional::<ImportRow>(sql).await?.map(ImportReport::try_from).transpose()
}

/// The newest imports that were started.
pub(super) async fn list_recent(cx: &Cx) -> Result<Vec<ImportReport>, AppError> {
    let mut sql = Sql::new("select ");
    sql.push(COLUMNS);
    push_scope(&mut sql, cx);
    sql.push(" and r.state <> ").bind(ImportState::Uploaded.key());
    sql.push(" order by r.created_at desc, r.id desc limit ").bind(RECENT);
    cx.db().fetch_all::<ImportRow>(sql).await?.into_iter().map(ImportReport::try_from).collect()
}

pub(super) async fn insert(tx: &mut Tx, id: ImportId, noun: Noun, file_name: &str) -> Result<(), AppError> {
    let mut sql =
        Sql::new("insert into imports (workspace_id, id, noun, file_name, state, created_by, created_at) values ");
    sql.bind_tuple([
        tx.workspace().into(),
        id.into(),
        noun.key().into(),
        file_name.into(),
        ImportState::Uploaded.key().into(),
        tx.user().into(),
        tx.now().into(),
    ]);
    tx.execute(sql).await?;
    Ok(())
}

pub(super) async fn insert_parts(tx: &mut Tx, id: ImportId, file: &[u8]) -> Result<(), AppError> {
    for (number, piece) in (0i64..).zip(file.chunks(PIECE)) {
        let mut sql = Sql::new("insert into import_parts (workspace_id, import_id, part_no, bytes) values ");
        sql.bind_tuple([tx.workspace().into(), id.into(), number.into(), piece.to_vec().into()]);
        tx.execute(sql).await?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Piece {
    bytes: Vec<u8>,
}

/// The uploaded file, put together; none once it is gone.
pub(super) async fn find_file(
    db: &mut impl Reads,
    workspace: WorkspaceId,
    id: ImportId,
) -> Result<Option<Vec<u8>>, AppError> {
    let mut sql = Sql::new("select bytes from import_parts where workspace_id = ");
    sql.bind(workspace).push(" and import_id = ").bind(id).push(" order by part_no");
    let pieces: Vec<Piece> = db.fetch_all(sql).await?;
    Ok((!pieces.is_empty()).then(|| pieces.into_iter().flat_map(|piece| piece.bytes).collect()))
}

pub(super) async fn delete_file(tx: &mut Tx, id: ImportId) -> Result<(), AppError> {
    let mut sql = Sql::new("delete from import_parts where workspace_id = ");
    sql.bind(tx.workspace()).push(" and import_id = ").bind(id);
    tx.execute(sql).await?;
    Ok(())
}

/// Remembers how many rows the chosen sheet has, for the progress to come.
pub(super) async fn set_rows(cx: &Cx, id: ImportId, rows: u32) -> Result<(), AppError> {
    let mut tx = cx.begin_own().await?;
    let mut sql = Sql::new("update imports set rows_total = ");
    sql.bind(rows).push(" where workspace_id = ").bind(cx.workspace()).push(" and id = ").bind(id);
    sql.push(" and state = ").bind(ImportState::Uploaded.key());
    tx.execute(sql).await?;
    tx.commit(()).await
}

/// Hands an import to the workers; false when it is not waiting for its mapping.
pub(super) async fn set_queued(tx: &mut Tx, id: ImportId, plan: &ImportPlan) -> Result<bool, AppError> {
    let mut sql = Sql::new("update imports set plan = ");
    sql.bind(Arg::json(plan)?).push(", state = ").bind(ImportState::Queued.key());
    sql.push(" where workspace_id = ").bind(tx.workspace()).push(" and id = ").bind(id);
    sql.push(" and state = ").bind(ImportState::Uploaded.key());
    Ok(tx.execute(sql).await? == 1)
}

/// Stops an import that has not ended; its rows that come no more count as skipped.
pub(super) async fn set_cancelled(tx: &mut Tx, id: ImportId) -> Result<bool, AppError> {
    let mut sql = Sql::new("update imports set ");
    claim::push_end(&mut sql, ImportState::Cancelled, Arg::Json(None), tx.now());
    sql.push(" where workspace_id = ").bind(tx.workspace()).push(" and id = ").bind(id);
    let open = [ImportState::Uploaded, ImportState::Queued, ImportState::Running];
    sql.push(" and state in (").bind_list(open.map(ImportState::key)).push(")");
    Ok(tx.execute(sql).await? == 1)
}

#[derive(sqlx::FromRow)]
struct IssueRow {
    row_no: i64,
    column_name: String,
    value: String,
    problem: Json<Problem>,
}

/// The issues of rows after this one, a page of them.
pub(super) async fn list_issues(cx: &Cx, id: ImportId, after: u32) -> Result<Vec<RowIssue>, AppError> {
    let mut sql = Sql::new("select row_no, column_name, value, problem from import_issues where workspace_id = ");
    sql.bind(cx.workspace()).push(" and import_id = ").bind(id).push(" and row_no > ").bind(after);
    sql.push(" order by row_no, issue_no limit ").bind(ISSUES_PAGE as i64 + 1);
    let rows: Vec<IssueRow> = cx.db().fetch_all(sql).await?;
    let issue = |row: IssueRow| RowIssue {
        row: count(row.row_no),
        column: row.column_name,
        value: row.value,
        problem: row.problem.0,
    };
    Ok(issues_page(rows.into_iter().map(issue).collect()))
}

pub(super) async fn insert_issues(tx: &mut Tx, id: ImportId, issues: &[RowIssue]) -> Result<(), AppError> {
    const INTO: &str =
        "insert into import_issues (workspace_id, import_id, row_no, issue_no, column_name, value, problem) values ";
    let mut rows: Vec<Vec<Arg>> = Vec::with_capacity(issues.len());
    for (number, issue) in (0i64..).zip(issues) {
        rows.push(vec![
            tx.workspace().into(),
            id.into(),
            issue.row.into(),
            number.into(),
            (&issue.column).into(),
            (&issue.value).into(),
            Arg::json(&issue.problem)?,
        ]);
    }
    Ok(tx.insert_rows(INTO, rows).await?)
}
