//! SQL of demo data: colleagues, who have no password and cannot sign in.

use crate::{
    cx::Tx,
    db::{Reads, Sql, types::Counted},
};
use domain::{access::Rank, error::AppError, ids::UserId, roles::RoleKind};

/// A colleague who is a manager.
pub(super) async fn insert_user(tx: &mut Tx, id: UserId, names: (&str, &str), email: &str) -> Result<(), AppError> {
    let mut sql = Sql::new(
        "insert into users (workspace_id, id, email, email_norm, first_name, last_name, role_id, rank, lang, zone, created_at)
         select r.workspace_id, ",
    );
    sql.bind(id).push(", ").bind(email).push(", ").bind(email).push(", ").bind(names.0).push(", ").bind(names.1);
    sql.push(", r.id, ").bind(Rank::Manager.key()).push(", 'ru', 'Asia/Tashkent', ").bind(tx.now());
    sql.push(" from roles r where r.workspace_id = ")
        .bind(tx.workspace())
        .push(" and r.kind = ")
        .bind(RoleKind::Manager.key());
    sql.push(" order by r.id limit 1");
    tx.execute(sql).await?;
    Ok(())
}

/// Whether the company has no client and no deal.
pub(super) async fn is_empty(tx: &mut Tx) -> Result<bool, AppError> {
    let mut sql = Sql::new("select count(*) as n from (select 1 as one from clients where workspace_id = ");
    sql.bind(tx.workspace()).push(" and deleted_at is null union all select 1 as one from deals where workspace_id = ");
    sql.bind(tx.workspace()).push(" and deleted_at is null limit 1) found");
    Ok(tx.fetch_one::<Counted>(sql).await?.n == 0)
}
