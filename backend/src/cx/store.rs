//! SQL of the write path itself: requests and their answers, human numbers, the probe.

use super::{Cx, Tx};
use crate::db::{Arg, Db, DbError, Reads, Sql, Transaction, types::Counted};
use domain::{error::AppError, fields::Noun, ids::RequestId};
use sqlx::types::Json;

/// Claims a request; gives the version of the company's settings, or nothing when the request was claimed before.
pub(super) async fn insert_request(
    cx: &Cx,
    tx: &mut Transaction,
    request: RequestId,
    fingerprint: &[u8],
) -> Result<Option<i64>, AppError> {
    let mut sql = Sql::new("insert into requests (workspace_id, user_id, request_id, fingerprint, created_at) values ");
    sql.bind_tuple([
        cx.workspace().into(),
        cx.user().into(),
        request.into(),
        fingerprint.to_vec().into(),
        cx.now().into(),
    ]);
    sql.push(" on conflict do nothing returning coalesce((select v.version from settings_versions v");
    sql.push(" where v.workspace_id = ").bind(cx.workspace()).push("), 0) as n");
    Ok(tx.fetch_optional::<Counted>(sql).await?.map(|row| row.n))
}

/// What a claimed request asked, and its answer once there is one.
#[derive(sqlx::FromRow)]
pub(super) struct Answer {
    pub fingerprint: Vec<u8>,
    pub answer: Option<Json<serde_json::Value>>,
}

pub(super) async fn find_answer(cx: &Cx, tx: &mut Transaction, request: RequestId) -> Result<Answer, AppError> {
    let mut sql = Sql::new("select fingerprint, answer from requests where workspace_id = ");
    sql.bind(cx.workspace()).push(" and user_id = ").bind(cx.user()).push(" and request_id = ").bind(request);
    Ok(tx.fetch_one(sql).await?)
}

pub(super) async fn set_answer(tx: &mut Tx, request: RequestId, answer: Arg) -> Result<(), AppError> {
    let mut sql = Sql::new("update requests set answer = ");
    sql.bind(answer).push(" where workspace_id = ").bind(tx.workspace());
    sql.push(" and user_id = ").bind(tx.user()).push(" and request_id = ").bind(request);
    tx.execute(sql).await?;
    Ok(())
}

/// Gives out human numbers of a noun; gives the last of them.
pub(super) async fn set_numbers(tx: &mut Tx, noun: Noun, count: i64) -> Result<i64, AppError> {
    let mut sql = Sql::new("insert into counters (workspace_id, noun, last_number) values ");
    sql.bind_tuple([tx.workspace().into(), noun.key().into(), count.into()]);
    sql.push(
        " on conflict (workspace_id, noun) do update set last_number = counters.last_number + excluded.last_number",
    );
    sql.push(" returning last_number as n");
    Ok(tx.fetch_one::<Counted>(sql).await?.n)
}

/// Writes nothing, as a writer would, and looks at one key for it: anybody may ask.
pub(super) async fn delete_nothing(db: &Db) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    tx.execute(Sql::new("delete from rate_limits where key = '' and slot = 0")).await?;
    tx.commit().await
}

/// Tells every server that listens to this channel, when the transaction commits.
pub(super) async fn notify(tx: &mut Tx, channel: &'static str, text: String) -> Result<(), DbError> {
    let mut sql = Sql::new("select pg_notify(");
    sql.bind(channel).push(", ").bind(text).push(")");
    tx.execute(sql).await?;
    Ok(())
}
