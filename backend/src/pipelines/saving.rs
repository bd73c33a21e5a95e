//! The whole funnel saved at once, as an administrator has edited it (S3.10, S3.13, S3.14, S3.17, S3.18).

use super::{sees_all_deals, store};
use crate::{
    cx::{Cx, Tx, begin},
    deals,
};
use domain::{
    access::Right,
    error::{AppError, ConflictKind, Problem},
    events::{Change, EventKind, Told},
    fields::Noun,
    ids::{RequestId, StageId},
    pipelines::{Stage, StageDraft, checked_funnel},
};
use std::collections::BTreeSet;

/// Saves stages, their names, colours, groups and order. `seen` is what the person edited: what somebody else has changed
/// since is not overwritten. A stage that is left out is deleted; its deals move to the stage that takes them, those that
/// came since the person looked included. With deals and without such a stage it is not deleted.
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
    if !before.iter().map(|(stage, _)| stage).eq(&seen) {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    let drafts = checked_funnel(drafts)?;
    check_ids(&seen, &drafts)?;
    let heirs: Vec<Vec<StageId>> = drafts.iter().map(|draft| draft.takes.clone()).collect();
    let after: Vec<Stage> = drafts.into_iter().map(|draft| stage(&tx, draft)).collect();
    set_names_aside(&mut tx, &seen, &after).await?;
    write(&mut tx, &before, &after).await?;
    let gone = || seen.iter().filter(|stage| !after.iter().any(|kept| kept.id == stage.id));
    deals::lock_stages_in(&mut tx, gone().map(|stage| stage.id).collect()).await?;
    for gone in gone() {
        let heir = heirs.iter().position(|takes| takes.contains(&gone.id)).map(|place| &after[place]);
        delete(&mut tx, gone, heir, &after).await?;
    }
    tx.commit(after).await
}

/// Writes new stages and those that differ from what is stored.
async fn write(tx: &mut Tx, before: &[(Stage, i64)], after: &[Stage]) -> Result<(), AppError> {
    for (place, stage) in (1..).zip(after) {
        let Some(was) = before.iter().position(|(other, _)| other.id == stage.id) else {
            super::insert_in(tx, stage, place).await?;
            continue;
        };
        let (old, stored) = &before[was];
        if (old, *stored) != (stage, place) {
            store::set(tx, stage, place).await?;
        }
        let changes = changed((was as i64 + 1, old), (place, stage));
        if !changes.is_empty() {
            tx.record(Noun::Stage, stage.id, EventKind::Changed, changes);
        }
    }
    Ok(())
}

/// Frees the names of stages that are renamed or deleted.
async fn set_names_aside(tx: &mut Tx, before: &[Stage], after: &[Stage]) -> Result<(), AppError> {
    let keeps = |old: &&Stage| !after.iter().any(|new| new.id == old.id && new.name == old.name);
    let freed: Vec<StageId> = before.iter().filter(keeps).map(|stage| stage.id).collect();
    if freed.is_empty() { Ok(()) } else { store::set_names_aside(tx, &freed).await }
}

fn check_ids(before: &[Stage], drafts: &[StageDraft]) -> Result<(), AppError> {
    let mut ids = BTreeSet::new();
    for id in drafts.iter().filter_map(|draft| draft.id) {
        if !before.iter().any(|stage| stage.id == id) || !ids.insert(id) {
            return Err(AppError::Conflict(ConflictKind::StageGone));
        }
    }
    // Only a deleted stage leaves its deals, and to one stage only.
    for left in drafts.iter().flat_map(|draft| &draft.takes) {
        if !before.iter().any(|stage| stage.id == *left) {
            return Err(AppError::Conflict(ConflictKind::StageGone));
        }
        if !ids.insert(*left) {
            return Err(AppError::invalid("stages", Problem::Unknown));
        }
    }
    Ok(())
}

fn stage(tx: &Tx, draft: StageDraft) -> Stage {
    let id: StageId = draft.id.unwrap_or_else(|| tx.backend().new_id());
    Stage { id, group: draft.group, name: draft.name, colour: draft.colour }
}

async fn delete(tx: &mut Tx, gone: &Stage, heir: Option<&Stage>, after: &[Stage]) -> Result<(), AppError> {
    match heir {
        Some(heir) => deals::leave_stage_in(tx, gone, heir).await?,
        // Whether it holds deals that are hidden from them is told to nobody: such people always choose.
        None if !sees_all_deals(tx.actor()) || store::has_deals(tx, gone.id).await? => {
            return Err(AppError::Conflict(ConflictKind::StageInUse));
        }
        None => {}
    }
    // Deleted deals come back to the stage that took the others, or to one of the same group: there always is one.
    let heir = heir.or(after.iter().find(|kept| kept.group == gone.group)).or(after.first());
    let heir = heir.ok_or(AppError::NotFound(Noun::Stage))?;
    store::delete(tx, gone.id, heir.id).await?;
    let name = Change::of("name", Some(Told::Text(gone.name.clone())), None);
    tx.record(Noun::Stage, gone.id, EventKind::Deleted, name.into_iter().collect());
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
