//! The deal pipeline: four fixed groups with their stages (S3.12, R8).

mod saving;
pub(crate) mod store;

pub use saving::save;

use crate::{
    cx::{Cx, Tx},
    db::Reads,
    settings,
    words::Words,
};
use domain::{
    access::{Actor, Right},
    colour::Colour,
    error::{AppError, Problem},
    events::{Change, EventKind, Told},
    fields::Noun,
    filter::Filter,
    ids::{StageId, WorkspaceId},
    pipelines::{DEFAULT_STAGES, Funnel, STAGES_LIMIT, Stage, StageGroup, checked_stage_name},
};

/// Every stage in the order of the board.
pub async fn stages(cx: &Cx) -> Result<Vec<Stage>, AppError> {
    Ok(settings::of(cx).await?.stages.clone())
}

/// The funnel as it is edited: its stages, and for whoever sees all deals how many are in each.
pub async fn open(cx: &Cx) -> Result<Funnel, AppError> {
    cx.require(Right::SetUpFunnel)?;
    let deals = if sees_all_deals(cx.actor()) { Some(store::list_counts(cx).await?) } else { None };
    Ok(Funnel { stages: stages(cx).await?, deals })
}

/// Whether no deal is hidden from this person: only then do counts and refusals tell them nothing they may not know.
fn sees_all_deals(actor: &Actor) -> bool {
    actor.scope(Noun::Deal) == Filter::All
}

/// The stages as this transaction sees them.
pub(crate) async fn stages_in(tx: &mut Tx) -> Result<Vec<Stage>, AppError> {
    Ok(tx.settings().await?.stages.clone())
}

/// The stages as they are stored, for `settings`.
pub(crate) async fn stored(db: &mut impl Reads, workspace: WorkspaceId) -> Result<Vec<Stage>, AppError> {
    store::list(db, workspace).await
}

/// The shipped stages of a new company, called in the actor's language.
pub(crate) async fn create_defaults_in(tx: &mut Tx) -> Result<(), AppError> {
    let say = Words(tx.actor().lang);
    for (group, key, preset) in DEFAULT_STAGES {
        create_in(tx, group, &say.word(&format!("setup.stage.{key}")), Colour::preset(preset)).await?;
    }
    Ok(())
}

/// Adds a stage at the end of its group, if the funnel has room: administrators only (S3.10).
pub(crate) async fn create_in(tx: &mut Tx, group: StageGroup, name: &str, colour: Colour) -> Result<StageId, AppError> {
    tx.require(Right::SetUpFunnel)?;
    let stage = Stage { id: tx.backend().new_id(), group, name: checked_stage_name(name)?, colour };
    if stages_in(tx).await?.len() >= STAGES_LIMIT {
        return Err(AppError::invalid("stages", Problem::TooManyStages { max: STAGES_LIMIT }));
    }
    let place = store::find_last_position(tx).await? + 1;
    insert_in(tx, &stage, place).await?;
    Ok(stage.id)
}

async fn insert_in(tx: &mut Tx, stage: &Stage, place: i64) -> Result<(), AppError> {
    store::insert(tx, stage, place).await?;
    let name = Change::of("name", None, Some(Told::Text(stage.name.clone())));
    tx.record(Noun::Stage, stage.id, EventKind::Created, name.into_iter().collect());
    Ok(())
}

#[cfg(test)]
mod tests;
