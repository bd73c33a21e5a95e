//! SQL of the second factor.

use crate::{
    cx::{Backend, Cx, Tx},
    db::{Reads, Sql, Transaction, types::Counted},
};
use domain::{
    error::AppError,
    ids::{UserId, WorkspaceId},
    second_factor::SecondFactor,
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct State {
    is_on: i64,
    is_required: i64,
    codes: i64,
}

/// How the actor signs in.
pub(super) async fn find_state(cx: &Cx) -> Result<SecondFactor, AppError> {
    let mut sql = Sql::new(
        "select (select count(*) from second_factors f where f.workspace_id = u.workspace_id and f.user_id = u.id
           and f.confirmed_at is not null) as is_on,
         (select count(*) from roles r where r.workspace_id = u.workspace_id and r.id = u.role_id and r.second_factor) as is_required,
         (select count(*) from recovery_codes c where c.workspace_id = u.workspace_id and c.user_id = u.id) as codes
         from users u where u.workspace_id = ",
    );
    sql.bind(cx.workspace()).push(" and u.id = ").bind(cx.user());
    let state: State = cx.db().fetch_one(sql).await?;
    Ok(SecondFactor { on: state.is_on > 0, required: state.is_required > 0, codes_left: state.codes as usize })
}

#[derive(sqlx::FromRow)]
struct Kept {
    secret: Vec<u8>,
}

/// The secret of somebody who is asked for codes.
pub(super) async fn find_secret(db: &mut impl Reads, of: (WorkspaceId, UserId)) -> Result<Option<Vec<u8>>, AppError> {
    let mut sql = Sql::new("select secret from second_factors where workspace_id = ");
    sql.bind(of.0).push(" and user_id = ").bind(of.1).push(" and confirmed_at is not null");
    Ok(db.fetch_optional::<Kept>(sql).await?.map(|row| row.secret))
}

/// A secret that waits for its first code.
pub(super) async fn find_unconfirmed(
    db: &mut impl Reads,
    of: (WorkspaceId, UserId),
) -> Result<Option<Vec<u8>>, AppError> {
    let mut sql = Sql::new("select secret from second_factors where workspace_id = ");
    sql.bind(of.0).push(" and user_id = ").bind(of.1).push(" and confirmed_at is null");
    Ok(db.fetch_optional::<Kept>(sql).await?.map(|row| row.secret))
}

/// Keeps a new secret of the actor; false when one is confirmed already.
pub(super) async fn set_secret(tx: &mut Tx, secret: &[u8]) -> Result<bool, AppError> {
    let mut sql = Sql::new("insert into second_factors (workspace_id, user_id, secret, last_step) values ");
    sql.bind_tuple([tx.workspace().into(), tx.user().into(), secret.to_vec().into(), 0i64.into()]);
    sql.push(" on conflict (workspace_id, user_id) do update set secret = excluded.secret");
    sql.push(" where second_factors.confirmed_at is null");
    Ok(tx.execute(sql).await? > 0)
}

/// The actor is asked for codes of this secret from now on; false when another one waits by now, or one is confirmed already.
pub(super) async fn set_confirmed(tx: &mut Tx, secret: &[u8], step: i64) -> Result<bool, AppError> {
    let mut sql = Sql::new("update second_factors set confirmed_at = ");
    sql.bind(tx.now()).push(", last_step = ").bind(step).push(" where workspace_id = ").bind(tx.workspace());
    sql.push(" and user_id = ").bind(tx.user()).push(" and secret = ").bind(secret.to_vec());
    sql.push(" and confirmed_at is null");
    Ok(tx.execute(sql).await? > 0)
}

#[derive(sqlx::FromRow)]
struct Asked {
    workspace_id: Uuid,
    user_id: Uuid,
    company: String,
}

/// Before a company is known: people with this e-mail who are asked for codes, with their companies' names.
pub(super) async fn list_by_email(
    backend: &Backend,
    email: &str,
) -> Result<Vec<(WorkspaceId, UserId, String)>, AppError> {
    let mut sql = Sql::new(
        "select u.workspace_id, u.id as user_id, w.name as company from users u
         join second_factors f on f.workspace_id = u.workspace_id and f.user_id = u.id and f.confirmed_at is not null
         join workspaces w on w.id = u.workspace_id where u.email_norm = ",
    );
    sql.bind(email).push(" order by w.name, w.id");
    let rows: Vec<Asked> = backend.db().fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.workspace_id.into(), row.user_id.into(), row.company)).collect())
}

/// Uses a step up; false when it or a later one was used before: two at once, one wins.
pub(super) async fn set_step(tx: &mut Transaction, of: (WorkspaceId, UserId), step: i64) -> Result<bool, AppError> {
    let mut sql = Sql::new("update second_factors set last_step = ");
    sql.bind(step).push(" where workspace_id = ").bind(of.0).push(" and user_id = ").bind(of.1);
    sql.push(" and last_step < ").bind(step);
    Ok(tx.execute(sql).await? > 0)
}

/// Keeps the hashes of the actor's recovery codes.
pub(super) async fn insert_codes(tx: &mut Tx, hashes: Vec<Vec<u8>>) -> Result<(), AppError> {
    let rows = hashes.into_iter().map(|hash| vec![tx.workspace().into(), tx.user().into(), hash.into()]).collect();
    tx.insert_rows("insert into recovery_codes (workspace_id, user_id, code_hash) values ", rows).await?;
    Ok(())
}

/// Whether one of these recovery codes of the actor's is still there.
pub(super) async fn has_code(cx: &Cx, hashes: Vec<Vec<u8>>) -> Result<bool, AppError> {
    let mut sql = Sql::new("select count(*) as n from recovery_codes where workspace_id = ");
    sql.bind(cx.workspace()).push(" and user_id = ").bind(cx.user());
    sql.push(" and code_hash in (").bind_list(hashes).push(")");
    Ok(cx.db().fetch_one::<Counted>(sql).await?.n > 0)
}

/// Uses a recovery code up; false when there is none.
pub(super) async fn delete_code(
    tx: &mut Transaction,
    of: (WorkspaceId, UserId),
    hash: &[u8],
) -> Result<bool, AppError> {
    let mut sql = Sql::new("delete from recovery_codes where workspace_id = ");
    sql.bind(of.0).push(" and user_id = ").bind(of.1).push(" and code_hash = ").bind(hash.to_vec());
    Ok(tx.execute(sql).await? > 0)
}

/// Forgets somebody's secret and codes; whether they were asked for codes.
pub(super) async fn delete(tx: &mut Tx, user: UserId) -> Result<bool, AppError> {
    let mut sql =
        Sql::new("select count(*) as n from second_factors where confirmed_at is not null and workspace_id = ");
    sql.bind(tx.workspace()).push(" and user_id = ").bind(user);
    let was_on = tx.fetch_one::<Counted>(sql).await?.n > 0;
    for text in ["delete from recovery_codes where workspace_id = ", "delete from second_factors where workspace_id = "]
    {
        let mut sql = Sql::new(text);
        sql.bind(tx.workspace()).push(" and user_id = ").bind(user);
        tx.execute(sql).await?;
    }
    Ok(was_on)
}
