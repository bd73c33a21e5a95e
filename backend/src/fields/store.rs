//! SQL of field definitions and choices.

pub(super) mod values;

use crate::{
    cx::Tx,
    db::{Reads, Sql, types::corrupt},
};
use domain::{
    error::{AppError, ConflictKind},
    fields::{FieldDef, FieldKind, FieldOption, Noun},
    ids::{FieldId, WorkspaceId},
    search_text::name_key,
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct FieldRow {
    id: Uuid,
    kind: String,
    name: String,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct OptionRow {
    field_id: Uuid,
    id: Uuid,
    name: String,
}

pub(super) async fn list(db: &mut impl Reads, workspace: WorkspaceId, noun: Noun) -> Result<Vec<FieldDef>, AppError> {
    found(db, (workspace, noun), " and deleted_at is null order by position, id").await
}

/// Those that are deleted, the last one first.
pub(super) async fn list_deleted(
    db: &mut impl Reads,
    workspace: WorkspaceId,
    noun: Noun,
) -> Result<Vec<FieldDef>, AppError> {
    found(db, (workspace, noun), " and deleted_at is not null order by deleted_at desc, id").await
}

async fn found(
    db: &mut impl Reads,
    (workspace, noun): (WorkspaceId, Noun),
    which: &'static str,
) -> Result<Vec<FieldDef>, AppError> {
    let mut sql = Sql::new("select id, kind, name, version from field_defs where workspace_id = ");
    sql.bind(workspace).push(" and noun = ").bind(noun.key()).push(which);
    let rows: Vec<FieldRow> = db.fetch_all(sql).await?;
    let mut options = Vec::new();
    if rows.iter().any(|row| row.kind == FieldKind::Choice.key()) {
        let mut sql = Sql::new("select field_id, id, name from field_options where workspace_id = ");
        sql.bind(workspace).push(" order by position, id");
        options = db.fetch_all::<OptionRow>(sql).await?;
    }
    rows.into_iter()
        .map(|row| {
            let own = options.iter().filter(|option| option.field_id == row.id);
            Ok(FieldDef {
                id: row.id.into(),
                noun,
                kind: FieldKind::from_key(&row.kind).ok_or_else(|| corrupt("field kind", &row.kind))?,
                name: row.name,
                options: own.map(|option| FieldOption { id: option.id.into(), name: option.name.clone() }).collect(),
                version: row.version,
            })
        })
        .collect()
}

pub(super) async fn insert(tx: &mut Tx, field: &FieldDef) -> Result<(), AppError> {
    let mut sql =
        Sql::new("insert into field_defs (workspace_id, id, noun, kind, name, name_norm, position) select w.id, ");
    sql.bind(field.id).push(", ").bind(field.noun.key()).push(", ").bind(field.kind.key()).push(", ");
    sql.bind(&field.name).push(", ").bind(name_key(&field.name));
    sql.push(", (select coalesce(max(f.position), 0) + 1 from field_defs f where f.workspace_id = w.id)");
    sql.push(" from workspaces w where w.id = ").bind(tx.workspace());
    tx.execute(sql).await.map_err(|error| error.on_unique("field_defs_name_key", ConflictKind::NameTaken))?;
    Ok(())
}

pub(super) async fn insert_option(
    tx: &mut Tx,
    field: FieldId,
    option: &FieldOption,
    position: usize,
) -> Result<(), AppError> {
    let mut sql = Sql::new("insert into field_options (workspace_id, field_id, id, name, name_norm, position) values ");
    sql.bind_tuple([
        tx.workspace().into(),
        field.into(),
        option.id.into(),
        (&option.name).into(),
        name_key(&option.name).into(),
        (position as i64).into(),
    ]);
    tx.execute(sql).await.map_err(|error| error.on_unique("field_options_name_key", ConflictKind::NameTaken))?;
    Ok(())
}

pub(super) async fn set_name(tx: &mut Tx, id: FieldId, seen: i64, name: &str) -> Result<bool, AppError> {
    let mut sql = Sql::new("update field_defs set version = version + 1, name = ");
    sql.bind(name).push(", name_norm = ").bind(name_key(name)).push(" where workspace_id = ").bind(tx.workspace());
    sql.push(" and id = ").bind(id).push(" and deleted_at is null and version = ").bind(seen);
    let changed =
        tx.execute(sql).await.map_err(|error| error.on_unique("field_defs_name_key", ConflictKind::NameTaken))?;
    Ok(changed == 1)
}

/// Counts a change of a field's choices; false when somebody else has changed the field meanwhile.
pub(super) async fn set_seen(tx: &mut Tx, id: FieldId, seen: i64) -> Result<bool, AppError> {
    let mut sql = Sql::new("update field_defs set version = version + 1 where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(id);
    sql.push(" and deleted_at is null and version = ").bind(seen);
    Ok(tx.execute(sql).await? == 1)
}

pub(super) async fn set_deleted(tx: &mut Tx, id: FieldId, seen: i64) -> Result<bool, AppError> {
    let mut sql = Sql::new("update field_defs set version = version + 1, deleted_at = ");
    sql.bind(tx.now()).push(" where workspace_id = ").bind(tx.workspace());
    sql.push(" and id = ").bind(id).push(" and deleted_at is null and version = ").bind(seen);
    Ok(tx.execute(sql).await? == 1)
}

pub(super) async fn set_restored(tx: &mut Tx, id: FieldId, seen: i64) -> Result<bool, AppError> {
    let mut sql = Sql::new("update field_defs set version = version + 1, deleted_at = null where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(id);
    sql.push(" and deleted_at is not null and version = ").bind(seen);
    let changed =
        tx.execute(sql).await.map_err(|error| error.on_unique("field_defs_name_key", ConflictKind::NameTaken))?;
    Ok(changed == 1)
}
