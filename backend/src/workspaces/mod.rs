//! The company's settings (R2).

mod store;

use crate::{
    cx::{Cx, Tx, begin},
    db::Reads,
    settings,
};
use domain::{
    access::Right,
    error::{AppError, ConflictKind},
    events::{Change, EventKind, Told},
    fields::Noun,
    ids::{RequestId, WorkspaceId},
    workspaces::{LimitSettings, Workspace},
};

/// The company.
pub async fn get(cx: &Cx) -> Result<Workspace, AppError> {
    Ok(settings::of(cx).await?.workspace.clone())
}

/// The company as this transaction sees it; a second connection would be waited for while one is held.
pub(crate) async fn get_in(tx: &mut Tx) -> Result<Workspace, AppError> {
    Ok(tx.settings().await?.workspace.clone())
}

/// The company as it is stored, for `settings`.
pub(crate) async fn stored(db: &mut impl Reads, id: WorkspaceId) -> Result<Workspace, AppError> {
    store::find(db, id).await?.ok_or(AppError::NotFound(Noun::Workspace))
}

/// Changes the limits on names and text fields (R2): administrators only. What is stored already stays as it is.
pub async fn set_limits(cx: &Cx, request: RequestId, seen: i64, limits: LimitSettings) -> Result<Workspace, AppError> {
    cx.require(Right::SetUpCompany)?;
    let issues = limits.issues();
    if !issues.is_empty() {
        return Err(AppError::Invalid(issues));
    }
    let mut tx = begin!(cx, request, ("workspaces.set_limits", seen, limits));
    let before = get_in(&mut tx).await?;
    if !store::set_limits(&mut tx, seen, limits).await? {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    let told = |limit: usize| i64::try_from(limit).ok().map(Told::Integer);
    let changes = [
        Change::of("name_limit", told(before.name_limit), told(limits.name_limit)),
        Change::of("text_limit", told(before.text_limit), told(limits.text_limit)),
    ];
    tx.record(Noun::Workspace, before.id, EventKind::Changed, changes.into_iter().flatten().collect());
    let after = Workspace { name_limit: limits.name_limit, text_limit: limits.text_limit, version: seen + 1, ..before };
    tx.commit(after).await
}
