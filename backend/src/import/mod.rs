//! Import of clients and deals from table files (S0.63-S0.71, S4.16-S4.19, R5, R6, R21): upload, a look at the file,
//! dry run, start, report, cancel. Rows are written by the worker (`worker`, `run`), never within a request.

mod cells;
mod chunk;
mod desk;
mod draft;
mod dry_run;
mod guess;
mod headings;
mod known;
mod look;
mod mapping;
mod prepare;
pub mod read;
mod run;
mod store;
mod table;
mod template;
mod worker;

pub(crate) use desk::Desk;
pub use dry_run::{dry_run, dry_run_issues};
pub use template::{Template, template};
pub use worker::work;

use crate::cx::{Cx, begin};
use desk::Place;
use domain::{
    access::Right,
    error::{AppError, ConflictKind, Problem},
    events::{Change, EventKind, Told},
    fields::Noun,
    ids::{ImportId, RequestId},
    import::{FILE_LIMIT_MB, FileGlimpse, FileProblem, ImportPlan, ImportReport, ImportState, RowIssue},
    text::{Limit, clean},
};
use known::Known;
use look::Look;
use mapping::Mapping;
use sha2::{Digest, Sha256};

/// The longest name of a file, in graphemes.
const FILE_NAME_LIMIT: usize = 255;
/// As many rows of a file a person is shown before mapping it.
const FIRST_ROWS: usize = 5;

/// Whether somebody may send a file at all: asked before one is read, since it takes memory for as long as it comes.
/// What the file is for stands within it; [`upload`] asks for the rest.
pub fn check_may_upload(cx: &Cx) -> Result<(), AppError> {
    cx.require(Right::Import)
}

/// Keeps a file until its mapping is known (S0.66, R5). What is in it is looked at by [`glimpse`].
pub async fn upload(
    cx: &Cx,
    request: RequestId,
    noun: Noun,
    file_name: String,
    file: Vec<u8>,
) -> Result<ImportId, AppError> {
    require(cx, noun)?;
    let file_name = checked_file_name(&file_name)?;
    if file.len() as u64 > FILE_LIMIT_MB * 1024 * 1024 {
        return Err(AppError::File(FileProblem::new("import.read.too_large").with("limit_mb", FILE_LIMIT_MB)));
    }
    if file.is_empty() {
        return Err(AppError::File(FileProblem::new("import.read.empty")));
    }
    let hash = Sha256::digest(&file).to_vec();
    let mut tx = begin!(cx, request, ("import.upload", noun, &file_name, hash));
    let id = cx.backend().new_id();
    store::insert(&mut tx, id, noun, &file_name).await?;
    store::insert_parts(&mut tx, id, &file).await?;
    tx.commit(id).await
}

/// The right to import, and the right to what an import does (S0.63).
fn require(cx: &Cx, noun: Noun) -> Result<(), AppError> {
    cx.require(Right::Import)?;
    match noun {
        Noun::Client => cx.require(Right::CreateClients),
        Noun::Deal => cx.require(Right::CreateDeals),
        _ => Err(AppError::invalid("noun", Problem::Unknown)),
    }
}

fn checked_file_name(name: &str) -> Result<String, AppError> {
    let name = clean(name.rsplit(['/', '\\']).next().unwrap_or_default());
    match (Limit { max: FILE_NAME_LIMIT }).check(&name) {
        Ok(()) => Ok(name),
        Err(over) => Err(AppError::invalid("file_name", Problem::TooLong { max: over.max, actual: over.actual })),
    }
}

/// An uploaded import of the actor's own, with its file and the place to read it.
async fn uploaded(cx: &Cx, id: ImportId) -> Result<(ImportReport, Vec<u8>, Place), AppError> {
    let found = store::find(cx, &mut cx.db(), id).await?.filter(|import| import.created_by == cx.user());
    let import = found.ok_or(AppError::NotFound(Noun::Import))?;
    require(cx, import.noun)?;
    if import.state != ImportState::Uploaded {
        return Err(AppError::Conflict(ConflictKind::UnderWay));
    }
    let place = cx.backend().desk().place(cx.user()).await?;
    let file = store::find_file(&mut cx.db(), cx.workspace(), id).await?.ok_or(AppError::NotFound(Noun::Import))?;
    Ok((import, file, place))
}

/// What is in a sheet of the file, and a guess of its mapping (S0.67).
pub async fn glimpse(cx: &Cx, id: ImportId, sheet: Option<String>) -> Result<FileGlimpse, AppError> {
    cx.require(Right::Import)?;
    let (import, file, _place) = uploaded(cx, id).await?;
    let mut table = cx.backend().desk().open((file, &import.file_name), sheet.as_deref(), cx.actor().lang).await?;
    let mut columns: Vec<Look> = table.headings.iter().cloned().map(Look::new).collect();
    let (mut rows, mut first) = (0, Vec::new());
    while let Some(row) = table.next().await? {
        rows += 1;
        if first.len() < FIRST_ROWS {
            let cells =
                row.cells.iter().take(FileGlimpse::CELLS).map(|cell| cells::shown(&cells::text_of(cell))).collect();
            first.push((row.number, cells));
        }
        if row.cells.len() > columns.len() {
            columns.resize_with(row.cells.len(), || Look::new(String::new()));
        }
        columns.iter_mut().zip(&row.cells).for_each(|(column, cell)| column.see(cell));
    }
    store::set_rows(cx, id, rows).await?;
    let columns: Vec<_> = columns.into_iter().map(Look::glimpse).collect();
    let guess = guess::guess(cx, import.noun, table.info.sheet.clone(), &columns).await?;
    let sheet = table.info.sheet.clone().unwrap_or_else(|| import.file_name.clone());
    let sheets = if table.info.sheets.is_empty() { vec![sheet.clone()] } else { table.info.sheets.clone() };
    Ok(FileGlimpse { sheets, sheet, rows, first, columns, guess })
}

/// Hands a mapped file to the worker. Missing fields, stages and choices are created here, in the same transaction.
pub async fn start(cx: &Cx, request: RequestId, id: ImportId, plan: ImportPlan) -> Result<ImportReport, AppError> {
    cx.require(Right::Import)?;
    let mut tx = begin!(cx, request, ("import.start", id, &plan));
    let found = store::find(cx, &mut tx, id).await?.filter(|import| import.created_by == cx.user());
    let import = found.ok_or(AppError::NotFound(Noun::Import))?;
    require(cx, import.noun)?;
    if import.state != ImportState::Uploaded {
        return Err(AppError::Conflict(ConflictKind::UnderWay));
    }
    check_plan(&import, &plan)?;
    let (plan, _) = prepare::create_missing_in(&mut tx, plan).await?;
    let known = Known::load_in(&mut tx, import.noun).await?;
    Mapping::of(cx, &known, &plan)?;
    if !store::set_queued(&mut tx, id, &plan).await? {
        return Err(AppError::Conflict(ConflictKind::UnderWay));
    }
    let name = Change::of("file_name", None, Some(Told::Text(import.file_name.clone())));
    tx.record(Noun::Import, id, EventKind::Created, name.into_iter().collect());
    let report = tx.commit(ImportReport { state: ImportState::Queued, ..import }).await?;
    cx.backend().desk().bell.notify_one();
    Ok(report)
}

/// A plan is for the noun of its import; characters that no database keeps are refused.
fn check_plan(import: &ImportReport, plan: &ImportPlan) -> Result<(), AppError> {
    let has_nul = |text: &String| text.contains('\0');
    let odd = plan.columns.iter().any(|column| has_nul(&column.heading) || column.values.keys().any(has_nul));
    if plan.noun != import.noun || odd || plan.sheet.as_ref().is_some_and(has_nul) {
        return Err(AppError::invalid("plan", Problem::Unknown));
    }
    Ok(())
}

/// An import with its issues, while it runs and for ever after (S0.71, S2.14, S4.19).
pub async fn report(cx: &Cx, id: ImportId) -> Result<ImportReport, AppError> {
    cx.require(Right::Import)?;
    let import = store::find(cx, &mut cx.db(), id).await?.ok_or(AppError::NotFound(Noun::Import))?;
    Ok(ImportReport { issues: store::list_issues(cx, id, 0).await?, ..import })
}

/// The issues of an import in the rows after this one, a page of them (S2.14).
pub async fn issues(cx: &Cx, id: ImportId, after: u32) -> Result<Vec<RowIssue>, AppError> {
    cx.require(Right::Import)?;
    store::find(cx, &mut cx.db(), id).await?.ok_or(AppError::NotFound(Noun::Import))?;
    store::list_issues(cx, id, after).await
}

/// The newest imports, without their issues.
pub async fn recent(cx: &Cx) -> Result<Vec<ImportReport>, AppError> {
    cx.require(Right::Import)?;
    store::list_recent(cx).await
}

/// Stops an import; rows written before stay, the report counts the others as skipped.
pub async fn cancel(cx: &Cx, request: RequestId, id: ImportId) -> Result<ImportReport, AppError> {
    cx.require(Right::Import)?;
    let mut tx = begin!(cx, request, ("import.cancel", id));
    let before = store::find(cx, &mut tx, id).await?.ok_or(AppError::NotFound(Noun::Import))?;
    if !store::set_cancelled(&mut tx, id).await? {
        // It has ended by itself meanwhile: there is nothing left to stop.
        return tx.commit(before).await;
    }
    store::delete_file(&mut tx, id).await?;
    let after = store::find(cx, &mut tx, id).await?.ok_or(AppError::NotFound(Noun::Import))?;
    tx.record(Noun::Import, id, EventKind::Changed, run::told(&after));
    tx.commit(after).await
}

#[cfg(test)]
mod tests;
