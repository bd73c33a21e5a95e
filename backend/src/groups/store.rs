//! SQL of groups.

use crate::{
    cx::{Cx, Tx},
    db::{Reads, Sql, types::Counted},
};
use domain::{
    error::{AppError, ConflictKind},
    ids::GroupId,
    search_text::fold,
    staff::Group,
    users::UserStatus,
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct GroupRow {
    id: Uuid,
    name: String,
    version: i64,
}

impl From<GroupRow> for Group {
    fn from(row: GroupRow) -> Self {
        Group { id: row.id.into(), name: row.name, version: row.version }
    }
}

/// Every group of the company, in the order of their names.
pub(crate) async fn list(cx: &Cx) -> Result<Vec<Group>, AppError> {
    let mut sql = Sql::new("select id, name, version from user_groups where workspace_id = ");
    sql.bind(cx.workspace());
    let mut groups: Vec<Group> = cx.db().fetch_all::<GroupRow>(sql).await?.into_iter().map(Group::from).collect();
    groups.sort_by_cached_key(|group| fold(&group.name));
    Ok(groups)
}

pub(crate) async fn find(tx: &mut Tx, id: GroupId) -> Result<Option<Group>, AppError> {
    let mut sql = Sql::new("select id, name, version from user_groups where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(id);
    Ok(tx.fetch_optional::<GroupRow>(sql).await?.map(Group::from))
}

/// Everybody in it who has not been dismissed.
pub(super) async fn count_people(tx: &mut Tx, id: GroupId) -> Result<i64, AppError> {
    let mut sql = Sql::new(
        "select count(*) as n from posts p join users u on u.workspace_id = p.workspace_id and u.id = p.user_id
         where p.workspace_id = ",
    );
    sql.bind(tx.workspace()).push(" and p.group_id = ").bind(id);
    sql.push(" and u.status <> ").bind(UserStatus::Dismissed.key());
    Ok(tx.fetch_one::<Counted>(sql).await?.n)
}

pub(super) async fn insert(tx: &mut Tx, group: &Group) -> Result<(), AppError> {
    let mut sql = Sql::new("insert into user_groups (workspace_id, id, name, name_norm) values ");
    sql.bind_tuple([tx.workspace().into(), group.id.into(), (&group.name).into(), fold(&group.name).into()]);
    tx.execute(sql).await.map_err(|error| error.on_unique("user_groups_name_key", ConflictKind::NameTaken))?;
    Ok(())
}

pub(super) async fn set_changed(tx: &mut Tx, group: &Group) -> Result<(), AppError> {
    let mut sql = Sql::new("update user_groups set name = ");
    sql.bind(&group.name).push(", name_norm = ").bind(fold(&group.name)).push(", version = ").bind(group.version);
    sql.push(" where workspace_id = ").bind(tx.workspace()).push(" and id = ").bind(group.id);
    tx.execute(sql).await.map_err(|error| error.on_unique("user_groups_name_key", ConflictKind::NameTaken))?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: GroupId) -> Result<(), AppError> {
    // People who were dismissed before groups let go of them.
    let mut sql = Sql::new("update posts set group_id = null where workspace_id = ");
    sql.bind(tx.workspace()).push(" and group_id = ").bind(id);
    tx.execute(sql).await?;
    let mut sql = Sql::new("delete from user_groups where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(id);
    tx.execute(sql).await?;
    Ok(())
}
