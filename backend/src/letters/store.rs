//! SQL of the outbox. The worker's half is `claim`.

pub(super) mod claim;

use super::{About, LetterKind, NewLetter};
use crate::{cx::Tx, db::Sql, tokens};
use chrono::{DateTime, Utc};
use domain::{
    error::AppError,
    ids::{ClientId, LetterId, UserId, WorkspaceId},
};

/// Removes a person's waiting letters of a kind, and the links of that kind.
pub(super) async fn delete(tx: &mut Tx, kind: LetterKind, of: (WorkspaceId, UserId)) -> Result<(), AppError> {
    let mut sql = Sql::new("delete from letters where sent_at is null and workspace_id = ");
    sql.bind(of.0).push(" and user_id = ").bind(of.1);
    sql.push(" and kind = ").bind(kind.key());
    tx.execute(sql).await?;
    let mut sql = Sql::new("delete from links where workspace_id = ");
    sql.bind(of.0).push(" and user_id = ").bind(of.1).push(" and kind = ").bind(kind.key());
    tx.execute(sql).await?;
    Ok(())
}

/// Removes what waits to be told to these people about a client.
pub(super) async fn delete_of_client(tx: &mut Tx, client: ClientId, people: Vec<UserId>) -> Result<(), AppError> {
    let mut sql = Sql::new("delete from letters where sent_at is null and workspace_id = ");
    sql.bind(tx.workspace()).push(" and user_id in (").bind_list(people);
    sql.push(") and id in (select letter_id from letter_clients where workspace_id = ").bind(tx.workspace());
    sql.push(" and client_id = ").bind(client).push(")");
    tx.execute(sql).await?;
    Ok(())
}

/// Writes what a letter's secret opens, and until when.
pub(super) async fn insert_link(
    tx: &mut Tx,
    (kind, token): (LetterKind, &str),
    (workspace, user): (WorkspaceId, UserId),
    expires_at: DateTime<Utc>,
) -> Result<(), AppError> {
    let mut sql = Sql::new("insert into links (token_hash, kind, workspace_id, user_id, expires_at) values ");
    let hash = tokens::hash_of(token);
    sql.bind_tuple([hash.into(), kind.key().into(), workspace.into(), user.into(), expires_at.into()]);
    tx.execute(sql).await?;
    Ok(())
}

/// Puts a letter into the outbox.
pub(super) async fn insert(tx: &mut Tx, letter: NewLetter) -> Result<(), AppError> {
    let id: LetterId = tx.backend().new_id();
    let (workspace, user) = letter.to;
    let token = match &letter.about {
        About::Secret(token) => Some(token.clone()),
        About::Client(_) | About::Heritage(_) => None,
    };
    let mut sql =
        Sql::new("insert into letters (workspace_id, id, kind, user_id, token, created_at, expires_at) values ");
    sql.bind_tuple([
        workspace.into(),
        id.into(),
        letter.kind.key().into(),
        user.into(),
        token.into(),
        tx.now().into(),
        letter.expires_at.into(),
    ]);
    tx.execute(sql).await?;
    let (into, about) = match letter.about {
        About::Secret(_) => return Ok(()),
        About::Client(client) => {
            ("insert into letter_clients (workspace_id, letter_id, client_id, by_id) values ", client.0)
        }
        About::Heritage(from) => {
            ("insert into letter_heritages (workspace_id, letter_id, from_id, by_id) values ", from.0)
        }
    };
    let mut sql = Sql::new(into);
    sql.bind_tuple([workspace.into(), id.into(), about.into(), tx.user().into()]);
    tx.execute(sql).await?;
    Ok(())
}
