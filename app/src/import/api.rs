//! Server functions of the import. The file itself comes by `routes::UPLOAD`.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::{
    ids::{ImportId, RequestId},
    import::{DryRun, FileGlimpse, ImportPlan, ImportReport, RowIssue},
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// The newest imports, without their issues.
#[server(input = Json)]
pub async fn list_imports() -> ApiResult<Vec<ImportReport>> {
    Ok(backend::import::recent(&cx::cx()?).await?)
}

/// An import with its issues.
#[server(input = Json)]
pub async fn get_import(id: ImportId) -> ApiResult<ImportReport> {
    Ok(backend::import::report(&cx::cx()?, id).await?)
}

/// What is in a sheet of the file; the first filled sheet without a name.
#[server(input = Json)]
pub async fn glimpse_import(id: ImportId, sheet: Option<String>) -> ApiResult<FileGlimpse> {
    Ok(backend::import::glimpse(&cx::cx()?, id, sheet).await?)
}

/// What an import with this mapping would do.
#[server(input = Json)]
pub async fn check_import(id: ImportId, plan: ImportPlan) -> ApiResult<DryRun> {
    Ok(backend::import::dry_run(&cx::cx()?, id, plan).await?)
}

/// The problems of an import in the rows after this one, a page of them.
#[server(input = Json)]
pub async fn list_import_issues(id: ImportId, after: u32) -> ApiResult<Vec<RowIssue>> {
    Ok(backend::import::issues(&cx::cx()?, id, after).await?)
}

/// The problems that an import with this mapping would have in the rows after this one, a page of them.
#[server(input = Json)]
pub async fn check_import_issues(id: ImportId, plan: ImportPlan, after: u32) -> ApiResult<Vec<RowIssue>> {
    Ok(backend::import::dry_run_issues(&cx::cx()?, id, plan, after).await?)
}

/// Hands a mapped file to the worker.
#[server(input = Json)]
pub async fn start_import(request: RequestId, id: ImportId, plan: ImportPlan) -> ApiResult<ImportReport> {
    Ok(backend::import::start(&cx::cx()?, request, id, plan).await?)
}

/// Stops an import; rows written before stay.
#[server(input = Json)]
pub async fn cancel_import(request: RequestId, id: ImportId) -> ApiResult<ImportReport> {
    Ok(backend::import::cancel(&cx::cx()?, request, id).await?)
}
