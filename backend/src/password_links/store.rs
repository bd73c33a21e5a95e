//! SQL of passwords by letter.

use crate::{
    cx::{Backend, Tx},
    db::{Reads, Sql},
    letters::LetterKind,
};
use domain::{error::AppError, ids::UserId, users::UserStatus};
use uuid::Uuid;

/// As many companies are written to for one e-mail.
const COMPANIES: i64 = 3;

pub(super) async fn insert_request(backend: &Backend, email: &str) -> Result<(), AppError> {
    let mut tx = backend.begin().await?;
    let mut sql = Sql::new("insert into password_requests (id, email_norm, created_at) values ");
    sql.bind_tuple([backend.new_id::<Uuid>().into(), email.into(), backend.now().into()]);
    tx.execute(sql).await?;
    Ok(tx.commit().await?)
}

#[derive(sqlx::FromRow)]
pub(super) struct Request {
    pub id: Uuid,
    pub email_norm: String,
}

pub(super) async fn find_request(backend: &Backend) -> Result<Option<Request>, AppError> {
    let sql = Sql::new("select id, email_norm from password_requests order by id limit 1");
    Ok(backend.db().fetch_optional(sql).await?)
}

pub(super) async fn delete_request(tx: &mut Tx, id: Uuid) -> Result<bool, AppError> {
    let mut sql = Sql::new("delete from password_requests where id = ");
    sql.bind(id);
    Ok(tx.execute(sql).await? == 1)
}

#[derive(sqlx::FromRow)]
pub(super) struct Person {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub status: String,
}

/// Who has this e-mail and may sign in, or may once they have a password; in the order they joined.
pub(super) async fn list_by_email(backend: &Backend, email: &str) -> Result<Vec<Person>, AppError> {
    let mut sql = Sql::new("select workspace_id, id, status from users where email_norm = ");
    sql.bind(email).push(" and status in (").bind_list(open()).push(") order by created_at limit ").bind(COMPANIES);
    Ok(backend.db().fetch_all(sql).await?)
}

fn open() -> [&'static str; 2] {
    [UserStatus::Active.key(), UserStatus::Invited.key()]
}

fn kinds() -> [&'static str; 2] {
    [LetterKind::Activation.key(), LetterKind::Reset.key()]
}

#[derive(sqlx::FromRow)]
pub(super) struct Link {
    pub workspace_id: Uuid,
    pub user_id: Uuid,
    pub company: String,
    pub email: String,
}

pub(super) async fn find_link(backend: &Backend, hash: &[u8]) -> Result<Option<Link>, AppError> {
    let mut sql = Sql::new(
        "select l.workspace_id, l.user_id, w.name as company, u.email from links l
         join workspaces w on w.id = l.workspace_id
         join users u on u.workspace_id = l.workspace_id and u.id = l.user_id where l.token_hash = ",
    );
    sql.bind(hash.to_vec()).push(" and l.kind in (").bind_list(kinds()).push(") and u.status in (").bind_list(open());
    sql.push(") and l.used_at is null and l.expires_at > ").bind(backend.now());
    Ok(backend.db().fetch_optional(sql).await?)
}

pub(super) async fn use_link(tx: &mut Tx, hash: &[u8]) -> Result<bool, AppError> {
    let now = tx.now();
    let mut sql = Sql::new("update links set used_at = ");
    sql.bind(now).push(" where token_hash = ").bind(hash.to_vec()).push(" and kind in (").bind_list(kinds());
    sql.push(") and used_at is null and expires_at > ").bind(now);
    Ok(tx.execute(sql).await? == 1)
}

#[derive(sqlx::FromRow)]
struct Was {
    status: String,
}

/// Sets the password of somebody who may sign in from now on; gives what they were before.
pub(super) async fn set_password(tx: &mut Tx, user: UserId, hash: &str) -> Result<Option<UserStatus>, AppError> {
    let mut sql = Sql::new("select status from users where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(user).push(" and status in (").bind_list(open()).push(")");
    sql.push(tx.dialect().for_key_update());
    let Some(was) = tx.fetch_optional::<Was>(sql).await? else { return Ok(None) };
    let mut sql = Sql::new("update users set version = version + 1, password_hash = ");
    sql.bind(hash).push(", status = ").bind(UserStatus::Active.key()).push(" where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(user);
    tx.execute(sql).await?;
    Ok(Some(UserStatus::from_key(&was.status)))
}
