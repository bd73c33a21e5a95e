//! SQL of the deals that leave a stage all at once.

use crate::{
    cx::Tx,
    db::{Reads, Sql, types::Counted},
    deals::position::Top,
};
use domain::{
    error::AppError,
    ids::{DealId, StageId, UserId},
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct LeavingRow {
    id: Uuid,
    owner_id: Uuid,
    currency: String,
    budget: Option<i64>,
}

/// A deal that leaves, with what its stage's totals counted of it.
pub(in crate::deals) struct Leaving {
    pub id: DealId,
    pub owner: UserId,
    pub currency: String,
    pub budget: i64,
}

/// Locks the live deals of these stages in the order of all bulk changes, whoever owns them.
pub(in crate::deals) async fn lock(tx: &mut Tx, stages: Vec<StageId>) -> Result<(), AppError> {
    let lock = tx.dialect().for_update();
    let mut sql = Sql::new("select count(*) as n from (select id from deals where workspace_id = ");
    sql.bind(tx.workspace()).push(" and stage_id in (").bind_list(stages).push(") and deleted_at is null");
    sql.push(" order by number desc").push(lock).push(") held");
    tx.fetch_one::<Counted>(sql).await?;
    Ok(())
}

/// The live deals of a stage, locked in the order of all bulk changes, whoever owns them.
pub(in crate::deals) async fn list_all(tx: &mut Tx, stage: StageId) -> Result<Vec<Leaving>, AppError> {
    let lock = tx.dialect().for_update();
    let mut sql = Sql::new("select id, owner_id, currency, budget from deals where workspace_id = ");
    sql.bind(tx.workspace()).push(" and stage_id = ").bind(stage).push(" and deleted_at is null");
    sql.push(" order by number desc").push(lock);
    let told = |row: LeavingRow| Leaving {
        id: row.id.into(),
        owner: row.owner_id.into(),
        currency: row.currency,
        budget: row.budget.unwrap_or(0),
    };
    Ok(tx.fetch_all::<LeavingRow>(sql).await?.into_iter().map(told).collect())
}

/// Choices are kept in the order of the list: those of a stage's deals follow the change that comes.
pub(in crate::deals) async fn touch_choices(tx: &mut Tx, stage: StageId) -> Result<(), AppError> {
    let mut sql = Sql::new("update deal_field_choices set updated_at = ");
    sql.bind(tx.now()).push(" where workspace_id = ").bind(tx.workspace());
    sql.push(" and deal_id in (select id from deals where workspace_id = ").bind(tx.workspace());
    sql.push(" and stage_id = ").bind(stage).push(" and deleted_at is null)");
    tx.execute(sql).await?;
    Ok(())
}

/// Puts the live deals of one stage on top of the other in one statement: the lowest one lands lowest, a step above what
/// is on top there now, the others a step above each other.
pub(in crate::deals) async fn set_stage(tx: &mut Tx, (from, to): (StageId, StageId), top: Top) -> Result<(), AppError> {
    let (hex, end) = tx.dialect().hex();
    let now = tx.now();
    let mut sql = Sql::new("update deals set stage_id = ");
    sql.bind(to).push(", stage_since = ").bind(now).push(", position = ").push(hex).bind(top.steps);
    sql.push(" - placed.place").push(end).push(" || ").bind(top.rest).push(", version = version + 1, updated_at = ");
    sql.bind(now).push(", updated_by = ").bind(tx.user());
    sql.push(" from (select id, row_number() over (order by position desc) as place from deals where workspace_id = ");
    sql.bind(tx.workspace()).push(" and stage_id = ").bind(from).push(" and deleted_at is null) placed");
    sql.push(" where deals.workspace_id = ").bind(tx.workspace()).push(" and deals.id = placed.id");
    tx.execute(sql).await?;
    Ok(())
}
