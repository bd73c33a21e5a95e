//! SQL of the hand-over of clients.

use crate::{
    cx::Tx,
    db::{Reads, Sql},
};
use domain::{error::AppError, ids::UserId};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Handed {
    id: Uuid,
}

/// Sets the owner of all live clients of a person; gives those clients.
pub(in crate::clients) async fn set_owner(tx: &mut Tx, from: UserId, to: UserId) -> Result<Vec<Uuid>, AppError> {
    let now = tx.now();
    let mut sql = Sql::new("update clients set owner_id = ");
    sql.bind(to).push(", updated_at = ").bind(now).push(", updated_by = ").bind(tx.user());
    sql.push(", version = version + 1 where workspace_id = ").bind(tx.workspace());
    sql.push(" and owner_id = ").bind(from).push(" and deleted_at is null returning id");
    Ok(tx.fetch_all::<Handed>(sql).await?.into_iter().map(|row| row.id).collect())
}
