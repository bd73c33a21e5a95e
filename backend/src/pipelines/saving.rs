//! The whole funnel saved at once, as an administrator has edited it (S3.10, S3.13, S3.14, S3.17, S3.18).

use super::store;
use crate::cx::{Cx, Tx, begin};
use domain::{
    access::Right,
    error::{AppError, ConflictKind},
    events::{Change, EventKind, Told},
    fields::Noun,
    ids::{RequestId, StageId},
    pipelines::{Stage, StageDraft, checked_funnel},
};
use std::collections::BTreeSet;

/// Saves stages, their names, colours, groups and order. `seen` is what the person edited: what somebody else has changed
/// since is not overwritten. A stage that is left out is deleted, unless it holds deals.
pub async fn save(
    cx: &Cx,
    request: RequestId,
    seen: Vec<Stage>,
    drafts: Vec<StageDraft>,
) -> Result<Vec<Stage>, AppError> {
    let mut tx = begin!(cx, request, ("pipelines.save", &seen, &drafts));
    tx.require(Right::SetUpFunnel)?;
    // As they are and not as memory has them: two administrators may save at the same moment.
    let before = store::list_for_update(&mut tx).await?;
    if before != seen {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    let drafts = checked_funnel(drafts)?;
    check_ids(&before, &drafts)?;
    let after: Vec<Stage> = drafts.into_iter().map(|draft| stage(&tx, draft)).collect();
    delete_missing(&mut tx, &before, &after).await?;
    store::set_names_aside(&mut tx).await?;
    for (place, stage) in (1..).zip(&after) {
        let old = before.iter().position(|other| other.id == stage.id);
        match old.map(|old| (old as i64 + 1, &before[old])) {
            Some((was, old)) => {
                store::set(&mut tx, stage, place).await?;
                let changes = changed((was, old), (place, stage));
                if !changes.is_empty() {
                    tx.record(Noun::Stage, stage.id, EventKind::Changed, changes);
                }
            }
            None => super::insert_in(&mut tx, stage, place).await?,
        }
    }
    tx.commit(after).await
}

fn check_ids(before: &[Stage], drafts: &[StageDraft]) -> Result<(), AppError> {
    let mut ids = BTreeSet::new();
    for id in drafts.iter().filter_map(|draft| draft.id) {
        if !before.iter().any(|stage| stage.id == id) || !ids.insert(id) {
            return Err(AppError::Conflict(ConflictKind::StageGone));
        }
    }
    Ok(())
}

fn stage(tx: &Tx, draft: StageDraft) -> Stage {
    let id: StageId = draft.id.unwrap_or_else(|| tx.backend().new_id());
    Stage { id, group: draft.group, name: draft.name, colour: draft.colour }
}

async fn delete_missing(tx: &mut Tx, before: &[Stage], after: &[Stage]) -> Result<(), AppError> {
    for gone in before.iter().filter(|stage| !after.iter().any(|kept| kept.id == stage.id)) {
        if store::has_deals(tx, gone.id).await? {
            return Err(AppError::Conflict(ConflictKind::StageInUse));
        }
        // Deleted deals come back to a stage of the same group: there always is one.
        let heir = after.iter().find(|kept| kept.group == gone.group).or(after.first());
        let heir = heir.ok_or(AppError::NotFound(Noun::Stage))?;
        store::delete(tx, gone.id, heir.id).await?;
        let name = Change::of("name", Some(Told::Text(gone.name.clone())), None);
        tx.record(Noun::Stage, gone.id, EventKind::Deleted, name.into_iter().collect());
    }
    Ok(())
}

fn changed((was, old): (i64, &Stage), (is, new): (i64, &Stage)) -> Vec<Change> {
    let text = |text: String| Some(Told::Text(text));
    let changes = [
        Change::of("name", text(old.name.clone()), text(new.name.clone())),
        Change::of("colour", text(old.colour.to_string()), text(new.colour.to_string())),
        Change::of("group", text(old.group.key().into()), text(new.group.key().into())),
        Change::of("order", Some(Told::Integer(was)), Some(Told::Integer(is))),
    ];
    changes.into_iter().flatten().collect()
}
