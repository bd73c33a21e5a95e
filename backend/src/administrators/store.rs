//! SQL of the rule about administrators.

use crate::{
    cx::Tx,
    db::{Reads, Sql, types::Counted},
};
use domain::{error::AppError, ids::RoleId, roles::RoleKind, users::UserStatus};
use uuid::Uuid;

pub(super) async fn lock(tx: &mut Tx) -> Result<(), AppError> {
    let mut sql = Sql::new("select count(*) as n from (select id from workspaces where id = ");
    sql.bind(tx.workspace()).push(tx.dialect().for_key_update()).push(") locked");
    tx.fetch_one::<Counted>(sql).await?;
    Ok(())
}

/// Administrators who can sign in, this transaction's changes included.
pub(super) async fn count(tx: &mut Tx) -> Result<i64, AppError> {
    let mut sql = Sql::new(
        "select count(*) as n from users u join roles r on r.workspace_id = u.workspace_id and r.id = u.role_id
         where u.workspace_id = ",
    );
    sql.bind(tx.workspace()).push(" and u.status = ").bind(UserStatus::Active.key());
    sql.push(" and r.kind = ").bind(RoleKind::Administrator.key());
    Ok(tx.fetch_one::<Counted>(sql).await?.n)
}

#[derive(sqlx::FromRow)]
struct OwnRole {
    role_id: Uuid,
}

/// The role of whoever acts, if they may still sign in.
pub(super) async fn find_own_role(tx: &mut Tx) -> Result<Option<RoleId>, AppError> {
    let mut sql = Sql::new("select role_id from users where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(tx.user());
    sql.push(" and status = ").bind(UserStatus::Active.key());
    Ok(tx.fetch_optional::<OwnRole>(sql).await?.map(|row| row.role_id.into()))
}
