//! SQL of the outbox. The worker's half is `claim`.

pub(super) mod claim;

use super::{LetterKind, NewLetter};
use crate::{cx::Tx, db::Sql, tokens};
use domain::{
    error::AppError,
    ids::{LetterId, UserId, WorkspaceId},
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

/// Writes a letter and its link in the place of earlier ones of its kind.
pub(super) async fn replace(tx: &mut Tx, letter: &NewLetter) -> Result<(), AppError> {
    let (workspace, user) = letter.to;
    delete(tx, letter.kind, letter.to).await?;
    let mut sql = Sql::new("insert into links (token_hash, kind, workspace_id, user_id, expires_at) values ");
    sql.bind_tuple([
        tokens::hash_of(&letter.token).into(),
        letter.kind.key().into(),
        workspace.into(),
        user.into(),
        letter.expires_at.into(),
    ]);
    tx.execute(sql).await?;
    let mut sql =
        Sql::new("insert into letters (workspace_id, id, kind, user_id, token, created_at, expires_at) values ");
    sql.bind_tuple([
        workspace.into(),
        tx.backend().new_id::<LetterId>().into(),
        letter.kind.key().into(),
        user.into(),
        (&letter.token).into(),
        tx.now().into(),
        letter.expires_at.into(),
    ]);
    tx.execute(sql).await?;
    Ok(())
}
