//! SQL of the order within a stage.

use crate::{
    cx::Tx,
    db::{
        Reads, Sql,
        filter_sql::{DEALS, push_filter},
    },
};
use domain::{
    error::AppError,
    fields::Noun,
    ids::{DealId, StageId},
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Placed {
    id: Uuid,
    position: String,
}

/// Locks the stage's row against others who put cards there, so that two people never take the same key; says whether
/// there is such a stage.
pub(in crate::deals) async fn lock_stage(tx: &mut Tx, stage: StageId) -> Result<bool, AppError> {
    let lock = tx.dialect().for_key_update();
    let mut sql = Sql::new("select id, name as position from stages where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(stage).push(lock);
    Ok(tx.fetch_optional::<Placed>(sql).await?.is_some())
}

/// The live deals of a stage, whoever owns them: the order is one for the company.
fn of_stage(tx: &Tx, stage: StageId) -> Sql {
    let mut sql = Sql::new("select id, position from deals where workspace_id = ");
    sql.bind(tx.workspace()).push(" and stage_id = ").bind(stage).push(" and deleted_at is null");
    sql
}

/// The topmost key of a stage.
pub(in crate::deals) async fn find_top_position(tx: &mut Tx, stage: StageId) -> Result<Option<String>, AppError> {
    let mut sql = of_stage(tx, stage);
    sql.push(" order by position limit 1");
    Ok(tx.fetch_optional::<Placed>(sql).await?.map(|row| row.position))
}

/// The key of a deal in this stage, if the actor sees it there.
pub(in crate::deals) async fn find_position(
    tx: &mut Tx,
    stage: StageId,
    id: DealId,
) -> Result<Option<String>, AppError> {
    let mut sql = Sql::new("select r.id, r.position from deals r where r.workspace_id = ");
    sql.bind(tx.workspace()).push(" and r.id = ").bind(id).push(" and r.stage_id = ").bind(stage);
    sql.push(" and r.deleted_at is null and ");
    push_filter(&mut sql, &DEALS, tx.workspace(), &tx.scope(Noun::Deal))?;
    Ok(tx.fetch_optional::<Placed>(sql).await?.map(|row| row.position))
}

/// Which neighbour of a key.
#[derive(Clone, Copy)]
pub(in crate::deals) enum Beside {
    /// The next one above.
    Above,
    /// The next one below.
    Below,
}

/// The key next to this one, but for that of the moved deal.
pub(in crate::deals) async fn find_beside(
    tx: &mut Tx,
    stage: StageId,
    moved: DealId,
    (beside, key): (Beside, &str),
) -> Result<Option<String>, AppError> {
    let (from, order) = match beside {
        Beside::Above => (" and position < ", " order by position desc limit 1"),
        Beside::Below => (" and position > ", " order by position limit 1"),
    };
    let mut sql = of_stage(tx, stage);
    sql.push(" and id <> ").bind(moved).push(from).bind(key).push(order);
    Ok(tx.fetch_optional::<Placed>(sql).await?.map(|row| row.position))
}

/// So many cards and one more to each side of a key, in order, and how many of them lie below it.
pub(in crate::deals) async fn list_around(
    tx: &mut Tx,
    stage: StageId,
    key: &str,
    reach: usize,
) -> Result<(Vec<(DealId, String)>, usize), AppError> {
    let limit = reach as i64 + 1;
    let mut sql = of_stage(tx, stage);
    sql.push(" and position <= ").bind(key).push(" order by position desc limit ").bind(limit);
    let mut rows: Vec<Placed> = tx.fetch_all(sql).await?;
    rows.reverse();
    let mut sql = of_stage(tx, stage);
    sql.push(" and position > ").bind(key).push(" order by position limit ").bind(limit);
    let lower: Vec<Placed> = tx.fetch_all(sql).await?;
    let count = lower.len();
    rows.extend(lower);
    Ok((rows.into_iter().map(|row| (row.id.into(), row.position)).collect(), count))
}

/// Locks the cards between two keys, these included, and the deal that comes among them: by number, the newest first, as all do
/// who change many deals.
pub(in crate::deals) async fn lock(
    tx: &mut Tx,
    stage: StageId,
    moved: DealId,
    (top, bottom): (&str, &str),
) -> Result<(), AppError> {
    let lock = tx.dialect().for_update();
    let mut sql = Sql::new("select id, position from deals where workspace_id = ");
    sql.bind(tx.workspace()).push(" and deleted_at is null and (stage_id = ").bind(stage);
    sql.push(" and position >= ").bind(top).push(" and position <= ").bind(bottom).push(" or id = ").bind(moved);
    sql.push(") order by number desc").push(lock);
    tx.fetch_all::<Placed>(sql).await?;
    Ok(())
}

/// Gives cards that stand beside each other new keys in the same order.
pub(in crate::deals) async fn set_positions(
    tx: &mut Tx,
    stage: StageId,
    keys: &[(DealId, String)],
) -> Result<(), AppError> {
    // A new key may be the old one of a neighbour: first all of them step aside, to keys that no other card has.
    let aside = keys.iter().map(|(id, key)| (*id, format!("~{key}")));
    for (id, key) in aside.chain(keys.iter().cloned()) {
        set_position(tx, stage, id, key).await?;
    }
    Ok(())
}

/// Puts a deal elsewhere within its stage. Nothing of the deal itself changes.
pub(in crate::deals) async fn set_position(
    tx: &mut Tx,
    stage: StageId,
    id: DealId,
    key: String,
) -> Result<(), AppError> {
    let mut sql = Sql::new("update deals set position = ");
    sql.bind(key).push(" where workspace_id = ").bind(tx.workspace());
    sql.push(" and id = ").bind(id).push(" and stage_id = ").bind(stage);
    tx.execute(sql).await?;
    Ok(())
}
