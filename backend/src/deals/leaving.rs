//! All deals of a stage go to another one: what becomes of them when their stage is deleted.

use super::{position, store, told};
use crate::{
    cx::{TotalKey, Tx},
    fields::values,
};
use domain::{access::Right, error::AppError, events::EventKind, fields::Noun, pipelines::Stage};

/// So many deals are moved by one statement.
const TOGETHER: usize = 256;

/// Puts every deal of a locked stage, which the caller deletes with its totals, on top of another one, in the order they
/// have and whoever owns them: what a funnel is made of is the company's, and no deal may be left in a stage that is gone.
pub(crate) async fn leave_stage_in(tx: &mut Tx, from: &Stage, to: &Stage) -> Result<(), AppError> {
    tx.require(Right::SetUpFunnel)?;
    let changes = told::moved_between(from, to);
    let now = tx.now();
    loop {
        // From the lowest one up, so that each lands above those that came before it.
        let leaving = store::leaving::list_lowest(tx, from.id, TOGETHER).await?;
        if leaving.is_empty() {
            return Ok(());
        }
        let keys = position::on_top(tx, to.id, leaving.len()).await?;
        let placed: Vec<_> = leaving.iter().map(|deal| deal.id).zip(keys).collect();
        store::leaving::set_stage_of(tx, to.id, &placed, now).await?;
        let records: Vec<uuid::Uuid> = leaving.iter().map(|deal| deal.id.into()).collect();
        values::touch(tx, Noun::Deal, &records, now).await?;
        for deal in leaving {
            // The totals of the stage that is left are deleted with it.
            tx.add_total(TotalKey::Deals(to.id.into(), deal.owner.into(), deal.currency), 1, deal.budget);
            tx.record(Noun::Deal, deal.id, EventKind::Moved, changes.clone());
        }
    }
}
