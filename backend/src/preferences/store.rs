//! SQL of preferences.

use crate::{
    cx::Tx,
    db::{Arg, Reads, Sql},
};
use domain::{
    error::AppError,
    ids::{UserId, WorkspaceId},
    preferences::{Preference, Subject},
};

/// A column of the session's query: a user's choices, each in a line, the subject before its value. Neither subjects nor
/// JSON as we store it hold line breaks.
pub(crate) const COLUMN: &str = "(select string_agg(p.subject || ' ' || cast(p.value as text), '
') from preferences p where p.workspace_id = s.workspace_id and p.user_id = s.user_id) as preferences";

#[derive(sqlx::FromRow)]
struct Row {
    subject: String,
    value: String,
}

pub(super) async fn list(
    db: &mut impl Reads,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Vec<(String, String)>, AppError> {
    let mut sql = Sql::new("select subject, cast(value as text) as value from preferences where workspace_id = ");
    sql.bind(workspace).push(" and user_id = ").bind(user);
    let rows: Vec<Row> = db.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.subject, row.value)).collect())
}

/// The value as it is now, and its row locked: two windows that save at once do it one after the other. Where there is none
/// a row without a choice is made, since a row that is not there cannot be locked.
pub(super) async fn find_for_update(tx: &mut Tx, user: UserId, subject: Subject) -> Result<Option<String>, AppError> {
    let mut sql =
        Sql::new("insert into preferences (workspace_id, user_id, subject, value, version, updated_at) values ");
    let (workspace, now) = (tx.workspace(), tx.now());
    sql.bind_tuple([workspace.into(), user.into(), subject.key().into(), Arg::json(&())?, 0i64.into(), now.into()]);
    sql.push(" on conflict (workspace_id, user_id, subject) do update set updated_at = excluded.updated_at");
    sql.push(" returning subject, cast(value as text) as value");
    let row: Row = tx.fetch_one(sql).await?;
    Ok(Some(row.value).filter(|value| value != "null"))
}

pub(super) async fn set(tx: &mut Tx, user: UserId, preference: &Preference) -> Result<(), AppError> {
    let mut sql = Sql::new("update preferences set value = ");
    sql.bind(Arg::json(preference)?).push(", version = version + 1 where workspace_id = ").bind(tx.workspace());
    sql.push(" and user_id = ").bind(user).push(" and subject = ").bind(preference.subject().key());
    tx.execute(sql).await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, subject: Subject) -> Result<(), AppError> {
    let mut sql = Sql::new("delete from preferences where workspace_id = ");
    sql.bind(tx.workspace()).push(" and user_id = ").bind(tx.user()).push(" and subject = ").bind(subject.key());
    tx.execute(sql).await?;
    Ok(())
}
