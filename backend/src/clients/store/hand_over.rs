//! SQL of the hand-over of clients.

use crate::{
    cx::Tx,
    db::{Reads, Sql, types::Counted},
};
use domain::{clients::ClientAccess, error::AppError, ids::UserId};
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Handed {
    id: Uuid,
    access: String,
}

#[derive(sqlx::FromRow)]
struct Touched {
    id: Uuid,
}

/// Locks all live clients that a person owns or manages, in the one order in which others lock many.
pub(in crate::clients) async fn lock(tx: &mut Tx, person: UserId) -> Result<(), AppError> {
    let lock = tx.dialect().for_key_update();
    let mut sql = Sql::new("select count(*) as n from (select id from clients where workspace_id = ");
    sql.bind(tx.workspace()).push(" and deleted_at is null and (owner_id = ").bind(person);
    sql.push(" or id in (select client_id from client_managers where workspace_id = ").bind(tx.workspace());
    sql.push(" and user_id = ").bind(person).push(")) order by id").push(lock).push(") held");
    tx.fetch_one::<Counted>(sql).await?;
    Ok(())
}

/// Sets the owner of all live clients of a person; gives those clients, with what everybody may do with them.
pub(in crate::clients) async fn set_owner(
    tx: &mut Tx,
    from: UserId,
    to: UserId,
) -> Result<Vec<(Uuid, ClientAccess)>, AppError> {
    let mut sql = Sql::new("update clients set owner_id = ");
    sql.bind(to).push(", ");
    push_touch(&mut sql, tx);
    sql.push(" and owner_id = ").bind(from).push(" and deleted_at is null returning id, access");
    let rows: Vec<Handed> = tx.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.id, ClientAccess::from_key(&row.access))).collect())
}

/// Takes an owner out of the managers of their own clients: the clients that they managed until they were given them.
pub(in crate::clients) async fn delete_owning_manager(tx: &mut Tx, owner: UserId) -> Result<BTreeSet<Uuid>, AppError> {
    let mut sql = Sql::new("delete from client_managers where workspace_id = ");
    sql.bind(tx.workspace()).push(" and user_id = ").bind(owner);
    sql.push(" and client_id in (select id from clients where workspace_id = ").bind(tx.workspace());
    sql.push(" and owner_id = ").bind(owner).push(" and deleted_at is null) returning client_id as id");
    Ok(tx.fetch_all::<Touched>(sql).await?.into_iter().map(|row| row.id).collect())
}

/// Takes a person out of the managers of all live clients; gives those clients. These are changed first: whoever changes one
/// of them just now holds it before its managers, too.
pub(in crate::clients) async fn set_unmanaged(tx: &mut Tx, person: UserId) -> Result<Vec<Uuid>, AppError> {
    let mut sql = Sql::new("update clients set ");
    push_touch(&mut sql, tx);
    sql.push(" and deleted_at is null and id in (select client_id from client_managers where workspace_id = ");
    sql.bind(tx.workspace()).push(" and user_id = ").bind(person).push(") returning id");
    let rows: Vec<Touched> = tx.fetch_all(sql).await?;
    let mut sql = Sql::new("delete from client_managers where workspace_id = ");
    sql.bind(tx.workspace()).push(" and user_id = ").bind(person);
    sql.push(" and client_id in (select id from clients where workspace_id = ").bind(tx.workspace());
    sql.push(" and deleted_at is null)");
    tx.execute(sql).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Appends the rest of what a change writes, and `where` up to the company.
fn push_touch(sql: &mut Sql, tx: &Tx) {
    sql.push("updated_at = ").bind(tx.now()).push(", updated_by = ").bind(tx.user());
    sql.push(", version = version + 1 where workspace_id = ").bind(tx.workspace());
}
