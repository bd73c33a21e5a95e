//! SQL of managers beside the owner.

use crate::{
    cx::Tx,
    db::{Arg, Reads, Sql},
};
use domain::{
    clients::Client,
    error::AppError,
    ids::{ClientId, UserId, WorkspaceId},
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct ManagerRow {
    user_id: Uuid,
}

/// The managers of a client, in the order of their ids.
pub(super) async fn list(
    db: &mut impl Reads,
    workspace: WorkspaceId,
    client: ClientId,
) -> Result<Vec<UserId>, AppError> {
    let mut sql = Sql::new("select user_id from client_managers where workspace_id = ");
    sql.bind(workspace).push(" and client_id = ").bind(client).push(" order by user_id");
    let rows: Vec<ManagerRow> = db.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| row.user_id.into()).collect())
}

pub(super) async fn insert_many(tx: &mut Tx, clients: &[Client]) -> Result<(), AppError> {
    const INTO: &str = "insert into client_managers (workspace_id, client_id, user_id) values ";
    let workspace = tx.workspace();
    let of = |client: &Client| {
        let id = client.id;
        let row = move |manager: UserId| vec![Arg::from(workspace), id.into(), manager.into()];
        client.managers.clone().into_iter().map(row)
    };
    Ok(tx.insert_rows(INTO, clients.iter().flat_map(of).collect()).await?)
}

pub(super) async fn replace(tx: &mut Tx, client: &Client) -> Result<(), AppError> {
    let mut sql = Sql::new("delete from client_managers where workspace_id = ");
    sql.bind(tx.workspace()).push(" and client_id = ").bind(client.id);
    tx.execute(sql).await?;
    insert_many(tx, std::slice::from_ref(client)).await
}
