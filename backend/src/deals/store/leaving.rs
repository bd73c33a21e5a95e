//! SQL of the deals that leave a stage all at once.

use crate::{
    cx::Tx,
    db::{Arg, Reads, Sql},
};
use chrono::{DateTime, Utc};
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

/// The lowest live deals of a stage, locked, the lowest one first, whoever owns them.
pub(in crate::deals) async fn list_lowest(tx: &mut Tx, stage: StageId, count: usize) -> Result<Vec<Leaving>, AppError> {
    let lock = tx.dialect().for_update();
    let mut sql = Sql::new("select id, owner_id, currency, budget from deals where workspace_id = ");
    sql.bind(tx.workspace()).push(" and stage_id = ").bind(stage).push(" and deleted_at is null");
    sql.push(" order by position desc limit ").bind(count as i64).push(lock);
    let told = |row: LeavingRow| Leaving {
        id: row.id.into(),
        owner: row.owner_id.into(),
        currency: row.currency,
        budget: row.budget.unwrap_or(0),
    };
    Ok(tx.fetch_all::<LeavingRow>(sql).await?.into_iter().map(told).collect())
}

/// Puts these deals into a stage, each at its key.
pub(in crate::deals) async fn set_stage_of(
    tx: &mut Tx,
    to: StageId,
    placed: &[(DealId, String)],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let row = |(id, key): &(DealId, String)| -> Vec<Arg> { vec![(*id).into(), key.into()] };
    let mut sql = Sql::new("with placed (id, key) as (values ");
    sql.bind_rows(placed.iter().map(row)).push(") update deals set stage_id = ").bind(to);
    sql.push(", stage_since = ")
        .bind(now)
        .push(", position = placed.key, version = version + 1, updated_at = ")
        .bind(now);
    sql.push(", updated_by = ").bind(tx.user()).push(" from placed where deals.workspace_id = ").bind(tx.workspace());
    sql.push(" and deals.id = placed.id");
    tx.execute(sql).await?;
    Ok(())
}
