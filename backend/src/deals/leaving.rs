//! All deals of a stage go to another one: what becomes of them when their stage is deleted.

use super::{position, store, told};
use crate::cx::{TotalKey, Tx};
use domain::{access::Right, error::AppError, events::EventKind, fields::Noun, ids::StageId, pipelines::Stage};

/// Locks the deals of stages that are all to go. Stage by stage, whoever changes deals of several could wait in a circle.
pub(crate) async fn lock_in(tx: &mut Tx, stages: Vec<StageId>) -> Result<(), AppError> {
    tx.require(Right::SetUpFunnel)?;
    if stages.len() > 1 { store::leaving::lock(tx, stages).await } else { Ok(()) }
}

/// Puts every deal of a locked stage, which the caller deletes with its totals, on top of another one, in the order they
/// have and whoever owns them: what a funnel is made of is the company's, and no deal may be left in a stage that is gone.
pub(crate) async fn leave_stage_in(tx: &mut Tx, from: &Stage, to: &Stage) -> Result<(), AppError> {
    tx.require(Right::SetUpFunnel)?;
    let leaving = store::leaving::list_all(tx, from.id).await?;
    if leaving.is_empty() {
        return Ok(());
    }
    let top = position::top(tx, to.id).await?;
    store::leaving::touch_choices(tx, from.id).await?;
    store::leaving::set_stage(tx, (from.id, to.id), top).await?;
    let changes = told::moved_between(from, to);
    for deal in leaving {
        // The totals of the stage that is left are deleted with it.
        tx.add_total(TotalKey::Deals(to.id.into(), deal.owner.into(), deal.currency), 1, deal.budget);
        tx.record(Noun::Deal, deal.id, EventKind::Moved, changes.clone());
    }
    Ok(())
}
