//! SQL of roles.

use crate::{
    cx::{Cx, Tx},
    db::{Reads, Sql, types::Counted},
};
use domain::{
    access::Rights,
    error::{AppError, ConflictKind},
    ids::RoleId,
    roles::{Role, RoleKind},
    search_text::fold,
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct RoleRow {
    id: Uuid,
    kind: String,
    name: String,
    rights: i64,
    second_factor: bool,
    version: i64,
}

impl From<RoleRow> for Role {
    fn from(row: RoleRow) -> Self {
        Role {
            id: row.id.into(),
            kind: RoleKind::from_key(&row.kind),
            name: row.name,
            rights: Rights(row.rights),
            second_factor: row.second_factor,
            version: row.version,
        }
    }
}

/// Every role of the company: the shipped ones first.
pub(crate) async fn list(cx: &Cx) -> Result<Vec<Role>, AppError> {
    let mut sql = Sql::new("select id, kind, name, rights, second_factor, version from roles where workspace_id = ");
    sql.bind(cx.workspace());
    let mut roles: Vec<Role> = cx.db().fetch_all::<RoleRow>(sql).await?.into_iter().map(Role::from).collect();
    roles.sort_by_cached_key(|role| (role.kind as u8, fold(&role.name)));
    Ok(roles)
}

pub(crate) async fn find(tx: &mut Tx, id: RoleId) -> Result<Option<Role>, AppError> {
    let mut sql = Sql::new("select id, kind, name, rights, second_factor, version from roles where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(id);
    Ok(tx.fetch_optional::<RoleRow>(sql).await?.map(Role::from))
}

pub(super) async fn count_people(tx: &mut Tx, id: RoleId) -> Result<i64, AppError> {
    let mut sql = Sql::new("select count(*) as n from users where workspace_id = ");
    sql.bind(tx.workspace()).push(" and role_id = ").bind(id);
    Ok(tx.fetch_one::<Counted>(sql).await?.n)
}

pub(super) async fn insert(tx: &mut Tx, role: &Role) -> Result<(), AppError> {
    let mut sql =
        Sql::new("insert into roles (workspace_id, id, kind, name, name_norm, rights, second_factor) values ");
    sql.bind_tuple([
        tx.workspace().into(),
        role.id.into(),
        role.kind.key().into(),
        (&role.name).into(),
        fold(&role.name).into(),
        role.rights.0.into(),
        role.second_factor.into(),
    ]);
    tx.execute(sql).await.map_err(|error| error.on_unique("roles_name_key", ConflictKind::NameTaken))?;
    Ok(())
}

pub(super) async fn set_changed(tx: &mut Tx, role: &Role) -> Result<(), AppError> {
    let mut sql = Sql::new("update roles set name = ");
    sql.bind(&role.name).push(", name_norm = ").bind(fold(&role.name)).push(", rights = ").bind(role.rights.0);
    sql.push(", second_factor = ").bind(role.second_factor);
    sql.push(", version = ").bind(role.version).push(" where workspace_id = ").bind(tx.workspace());
    sql.push(" and id = ").bind(role.id);
    tx.execute(sql).await.map_err(|error| error.on_unique("roles_name_key", ConflictKind::NameTaken))?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: RoleId) -> Result<(), AppError> {
    let mut sql = Sql::new("delete from roles where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(id);
    tx.execute(sql).await?;
    Ok(())
}
