//! SQL of stages.

use crate::{
    cx::{Cx, Tx},
    db::{
        Reads, Sql,
        types::{Counted, corrupt},
    },
};
use domain::{
    colour::Colour,
    error::{AppError, ConflictKind},
    ids::{StageId, WorkspaceId},
    pipelines::{Stage, StageGroup},
    search_text::name_key,
};
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct StageRow {
    id: Uuid,
    stage_group: String,
    name: String,
    colour: String,
    position: i64,
}

pub(super) async fn list(db: &mut impl Reads, workspace: WorkspaceId) -> Result<Vec<Stage>, AppError> {
    Ok(list_placed(db, workspace).await?.into_iter().map(|(stage, _)| stage).collect())
}

/// The stages in order, each with the place that is stored: places may have gaps and are compared within a group only.
async fn list_placed(db: &mut impl Reads, workspace: WorkspaceId) -> Result<Vec<(Stage, i64)>, AppError> {
    let mut sql = Sql::new("select id, stage_group, name, colour, position from stages where workspace_id = ");
    sql.bind(workspace);
    let mut placed = Vec::new();
    for row in db.fetch_all::<StageRow>(sql).await? {
        let group = StageGroup::from_key(&row.stage_group).ok_or_else(|| corrupt("stage group", &row.stage_group))?;
        let colour = Colour::parse(&row.colour).map_err(|_| corrupt("colour", &row.colour))?;
        placed.push((Stage { id: row.id.into(), group, name: row.name, colour }, row.position));
    }
    placed.sort_by_key(|(stage, position)| (stage.group.order(), *position, stage.id));
    Ok(placed)
}

/// The stages and their stored places as they are now, locked: whoever moves a deal or saves the funnel waits.
pub(super) async fn list_for_update(tx: &mut Tx) -> Result<Vec<(Stage, i64)>, AppError> {
    let lock = tx.dialect().for_update();
    let mut sql = Sql::new("select position as n from stages where workspace_id = ");
    sql.bind(tx.workspace()).push(" order by id").push(lock);
    tx.fetch_all::<Counted>(sql).await?;
    let workspace = tx.workspace();
    list_placed(tx, workspace).await
}

#[derive(sqlx::FromRow)]
struct StageCount {
    stage_id: Uuid,
    n: i64,
}

/// How many live deals are in each stage, whoever owns them; from kept totals.
pub(super) async fn list_counts(cx: &Cx) -> Result<BTreeMap<StageId, i64>, AppError> {
    let mut sql = Sql::new("select stage_id, cast(sum(count) as bigint) as n from deal_totals where workspace_id = ");
    sql.bind(cx.workspace()).push(" group by stage_id");
    let rows: Vec<StageCount> = cx.db().fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.stage_id.into(), row.n)).collect())
}

pub(super) async fn find_last_position(tx: &mut Tx) -> Result<i64, AppError> {
    let mut sql = Sql::new("select coalesce(max(position), 0) as n from stages where workspace_id = ");
    sql.bind(tx.workspace());
    Ok(tx.fetch_one::<Counted>(sql).await?.n)
}

pub(super) async fn insert(tx: &mut Tx, stage: &Stage, place: i64) -> Result<(), AppError> {
    let mut sql =
        Sql::new("insert into stages (workspace_id, id, stage_group, name, name_norm, colour, position) values ");
    sql.bind_tuple([
        tx.workspace().into(),
        stage.id.into(),
        stage.group.key().into(),
        (&stage.name).into(),
        name_key(&stage.name).into(),
        stage.colour.to_string().into(),
        place.into(),
    ]);
    tx.execute(sql).await.map_err(|error| error.on_unique("stages_name_key", ConflictKind::NameTaken))?;
    Ok(())
}

/// Gives stages names that no person can type, with a space in front, so that others may take theirs.
pub(super) async fn set_names_aside(tx: &mut Tx, stages: &[StageId]) -> Result<(), AppError> {
    let mut sql = Sql::new("update stages set name_norm = ' ' || name_norm where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id in (").bind_list(stages.iter().copied()).push(")");
    tx.execute(sql).await?;
    Ok(())
}

pub(super) async fn set(tx: &mut Tx, stage: &Stage, place: i64) -> Result<(), AppError> {
    let mut sql = Sql::new("update stages set stage_group = ");
    sql.bind(stage.group.key()).push(", name = ").bind(&stage.name).push(", name_norm = ").bind(name_key(&stage.name));
    sql.push(", colour = ").bind(stage.colour.to_string()).push(", position = ").bind(place);
    sql.push(", version = version + 1 where workspace_id = ").bind(tx.workspace()).push(" and id = ").bind(stage.id);
    tx.execute(sql).await?;
    Ok(())
}

/// Whether live deals are in the stage, whoever owns them.
pub(super) async fn has_deals(tx: &mut Tx, stage: StageId) -> Result<bool, AppError> {
    let mut sql = Sql::new("select count(*) as n from (select 1 from deals where workspace_id = ");
    sql.bind(tx.workspace()).push(" and stage_id = ").bind(stage).push(" and deleted_at is null limit 1) found");
    Ok(tx.fetch_one::<Counted>(sql).await?.n > 0)
}

/// Deletes a stage without live deals; deleted ones belong to its heir from now on.
pub(super) async fn delete(tx: &mut Tx, stage: StageId, heir: StageId) -> Result<(), AppError> {
    let mut sql = Sql::new("update deals set stage_id = ");
    sql.bind(heir).push(" where workspace_id = ").bind(tx.workspace()).push(" and stage_id = ").bind(stage);
    tx.execute(sql).await?;
    let mut sql = Sql::new("delete from deal_totals where workspace_id = ");
    sql.bind(tx.workspace()).push(" and stage_id = ").bind(stage);
    tx.execute(sql).await?;
    let mut sql = Sql::new("delete from stages where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(stage);
    tx.execute(sql).await?;
    Ok(())
}
