//! SQL of stages.

use crate::{
    cx::Tx,
    db::{Reads, Sql, types::corrupt},
};
use domain::{
    colour::Colour,
    error::{AppError, ConflictKind},
    ids::WorkspaceId,
    pipelines::{Stage, StageGroup},
    search_text::fold,
};
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
    let mut sql = Sql::new("select id, stage_group, name, colour, position from stages where workspace_id = ");
    sql.bind(workspace);
    let mut placed = Vec::new();
    for row in db.fetch_all::<StageRow>(sql).await? {
        let group = StageGroup::from_key(&row.stage_group).ok_or_else(|| corrupt("stage group", &row.stage_group))?;
        let colour = Colour::parse(&row.colour).map_err(|_| corrupt("colour", &row.colour))?;
        placed.push((group.order(), row.position, Stage { id: row.id.into(), group, name: row.name, colour }));
    }
    placed.sort_by_key(|(group, position, stage)| (*group, *position, stage.id));
    Ok(placed.into_iter().map(|(_, _, stage)| stage).collect())
}

pub(super) async fn insert(tx: &mut Tx, stage: &Stage) -> Result<(), AppError> {
    let mut sql = Sql::new(
        "insert into stages (workspace_id, id, stage_group, name, name_norm, colour, position)
         select w.id, ",
    );
    sql.bind(stage.id).push(", ").bind(stage.group.key()).push(", ").bind(&stage.name).push(", ");
    sql.bind(fold(&stage.name)).push(", ").bind(stage.colour.to_string());
    sql.push(", (select coalesce(max(s.position), 0) + 1 from stages s where s.workspace_id = w.id) from workspaces w where w.id = ");
    sql.bind(tx.workspace());
    tx.execute(sql).await.map_err(|error| error.on_unique("stages_name_key", ConflictKind::NameTaken))?;
    Ok(())
}
