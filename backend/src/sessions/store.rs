//! SQL of sessions and sign-in links.

use super::{Origin, Waits};
use crate::{
    cx::{Backend, Cx, Tx},
    db::{Reads, Sql, Transaction, types::Counted},
    preferences,
    security_log::{NewLine, store::insertion},
};
use chrono::{DateTime, Utc};
use domain::{
    error::AppError,
    ids::{UserId, WorkspaceId},
    security_log::AccessKind,
    users::UserStatus,
};
use uuid::Uuid;

const KIND: &str = "sign_in";

#[derive(sqlx::FromRow)]
pub(super) struct Candidate {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub password_hash: Option<String>,
}

/// Before a company is known: people with this e-mail, in the order they joined.
pub(super) async fn list_by_email(backend: &Backend, email: &str, limit: i64) -> Result<Vec<Candidate>, AppError> {
    let mut sql = Sql::new("select workspace_id, id, password_hash from users where email_norm = ");
    sql.bind(email).push(" and status = ").bind(UserStatus::Active.key());
    sql.push(" order by created_at limit ").bind(limit);
    Ok(backend.db().fetch_all(sql).await?)
}

#[derive(sqlx::FromRow)]
pub(super) struct Session {
    pub user_id: Uuid,
    pub role_id: Uuid,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub rights: i64,
    pub lacks_factor: i64,
    pub told: i64,
    pub lang: String,
    pub settings: i64,
    pub preferences: Option<String>,
}

pub(super) async fn find(backend: &Backend, workspace: WorkspaceId, hash: &[u8]) -> Result<Option<Session>, AppError> {
    let mut sql = Sql::by_key(
        "select s.user_id, u.role_id, s.created_at, s.seen_at, r.rights, u.lang, coalesce(v.version, 0) as settings,
         cast(case when r.second_factor and f.user_id is null then 1 else 0 end as bigint) as lacks_factor,
         (select count(*) from (select 1 from notifications n where n.workspace_id = s.workspace_id and n.user_id = s.user_id
           and n.seen_at is null limit 1) new) as told, ",
    );
    sql.push(preferences::store::COLUMN).push(
        " from sessions s
         join users u on u.workspace_id = s.workspace_id and u.id = s.user_id
         join roles r on r.workspace_id = u.workspace_id and r.id = u.role_id
         left join settings_versions v on v.workspace_id = s.workspace_id
         left join second_factors f on f.workspace_id = s.workspace_id and f.user_id = s.user_id and f.confirmed_at is not null
         where s.workspace_id = ",
    );
    sql.bind(workspace).push(" and s.token_hash = ").bind(hash.to_vec()).push(" and s.awaits_code = ").bind(false);
    sql.push(" and u.status = ").bind(UserStatus::Active.key());
    Ok(backend.db().fetch_optional(sql).await?)
}

/// Whether this person may sign in, by the password of this hash where one is given; their row stays as it is until the
/// transaction ends. It is shared: sign-ins do not wait for each other, nor for bulk work that keeps people as they are.
pub(super) async fn lock_active(
    tx: &mut Transaction,
    of: (WorkspaceId, UserId),
    password: Option<&str>,
) -> Result<bool, AppError> {
    let lock = tx.dialect().for_share();
    let mut sql = Sql::new("select count(*) as n from (select id from users where workspace_id = ");
    sql.bind(of.0).push(" and id = ").bind(of.1).push(" and status = ").bind(UserStatus::Active.key());
    if let Some(hash) = password {
        sql.push(" and password_hash = ").bind(hash);
    }
    sql.push(lock).push(") locked");
    Ok(tx.fetch_one::<Counted>(sql).await?.n > 0)
}

/// Waits until no session of this person is about to begin, and keeps others waiting until the commit.
pub(super) async fn lock(tx: &mut Tx, user: UserId) -> Result<(), AppError> {
    let lock = tx.dialect().for_key_update();
    let mut sql = Sql::new("select count(*) as n from (select id from users where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(user).push(lock).push(") locked");
    tx.fetch_one::<Counted>(sql).await?;
    Ok(())
}

pub(super) async fn insert(
    backend: &Backend,
    tx: &mut Transaction,
    (of, hash): ((WorkspaceId, UserId), &[u8]),
    (origin, waits): (&Origin, Waits),
) -> Result<(), AppError> {
    let now = backend.now();
    let mut sql = Sql::new(
        "insert into sessions (workspace_id, token_hash, user_id, created_at, seen_at, device, awaits_code) values ",
    );
    sql.bind_tuple([
        of.0.into(),
        hash.to_vec().into(),
        of.1.into(),
        now.into(),
        now.into(),
        origin.device_kept().into(),
        (waits == Waits::ForCode).into(),
    ]);
    tx.execute(sql).await?;
    // Whoever still owes a code has not signed in yet.
    if waits == Waits::ForNothing {
        tx.execute(insertion(backend, NewLine::new(of, AccessKind::SignedIn, origin))).await?;
    }
    Ok(())
}

/// Whose session waits for a code, and since when.
#[derive(sqlx::FromRow)]
pub(super) struct Waiting {
    pub user_id: Uuid,
    pub created_at: DateTime<Utc>,
}

pub(super) async fn find_waiting(
    backend: &Backend,
    workspace: WorkspaceId,
    hash: &[u8],
) -> Result<Option<Waiting>, AppError> {
    let mut sql = Sql::new("select user_id, created_at from sessions where workspace_id = ");
    sql.bind(workspace).push(" and token_hash = ").bind(hash.to_vec()).push(" and awaits_code = ").bind(true);
    Ok(backend.db().fetch_optional(sql).await?)
}

/// Removes a session that waited for its code; false when it is gone already: two at once, one wins.
pub(super) async fn delete_waiting(
    tx: &mut Transaction,
    workspace: WorkspaceId,
    hash: &[u8],
) -> Result<bool, AppError> {
    let mut sql = Sql::new("delete from sessions where workspace_id = ");
    sql.bind(workspace).push(" and token_hash = ").bind(hash.to_vec()).push(" and awaits_code = ").bind(true);
    Ok(tx.execute(sql).await? > 0)
}

pub(super) async fn set_seen(backend: &Backend, workspace: WorkspaceId, hash: &[u8]) -> Result<(), AppError> {
    let mut tx = backend.begin().await?;
    let mut sql = Sql::new("update sessions set seen_at = ");
    sql.bind(backend.now()).push(" where workspace_id = ").bind(workspace);
    sql.push(" and token_hash = ").bind(hash.to_vec());
    tx.execute(sql).await?;
    Ok(tx.commit().await?)
}

#[derive(sqlx::FromRow)]
struct Gone {
    user_id: Uuid,
}

/// Removes a session; gives whose it was.
pub(super) async fn delete(tx: &mut Tx, hash: &[u8]) -> Result<Option<UserId>, AppError> {
    let mut sql = Sql::new("delete from sessions where workspace_id = ");
    sql.bind(tx.workspace()).push(" and token_hash = ").bind(hash.to_vec()).push(" returning user_id");
    Ok(tx.fetch_optional::<Gone>(sql).await?.map(|gone| gone.user_id.into()))
}

/// A session as it is kept.
#[derive(sqlx::FromRow)]
pub(super) struct Kept {
    pub token_hash: Vec<u8>,
    pub device: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
}

/// The actor's sessions, the one used last first.
pub(super) async fn list(cx: &Cx) -> Result<Vec<Kept>, AppError> {
    let mut sql = Sql::new("select token_hash, device, created_at, seen_at from sessions where workspace_id = ");
    sql.bind(cx.workspace()).push(" and user_id = ").bind(cx.user()).push(" and awaits_code = ").bind(false);
    sql.push(" order by seen_at desc, token_hash");
    Ok(cx.db().fetch_all(sql).await?)
}

#[derive(sqlx::FromRow)]
struct Hash {
    token_hash: Vec<u8>,
}

/// The actor's sessions by their hashes, as the transaction sees them.
pub(super) async fn list_hashes(tx: &mut Tx) -> Result<Vec<Vec<u8>>, AppError> {
    let mut sql = Sql::new("select token_hash from sessions where workspace_id = ");
    sql.bind(tx.workspace()).push(" and user_id = ").bind(tx.user());
    Ok(tx.fetch_all::<Hash>(sql).await?.into_iter().map(|row| row.token_hash).collect())
}

/// Removes these sessions of the actor.
pub(super) async fn delete_some(tx: &mut Tx, hashes: Vec<Vec<u8>>) -> Result<(), AppError> {
    if hashes.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("delete from sessions where workspace_id = ");
    sql.bind(tx.workspace())
        .push(" and user_id = ")
        .bind(tx.user())
        .push(" and token_hash in (")
        .bind_list(hashes)
        .push(")");
    tx.execute(sql).await?;
    Ok(())
}

/// Removes every session and every sign-in link of a person.
pub(super) async fn delete_all(tx: &mut Tx, user: UserId) -> Result<(), AppError> {
    let mut sql = Sql::new("delete from sessions where workspace_id = ");
    sql.bind(tx.workspace()).push(" and user_id = ").bind(user);
    tx.execute(sql).await?;
    let mut sql = Sql::new("delete from links where workspace_id = ");
    sql.bind(tx.workspace()).push(" and user_id = ").bind(user).push(" and kind = ").bind(KIND);
    tx.execute(sql).await?;
    Ok(())
}

pub(super) async fn insert_link(
    tx: &mut Transaction,
    hash: &[u8],
    of: (WorkspaceId, UserId),
    expires: DateTime<Utc>,
) -> Result<(), AppError> {
    let mut sql = Sql::new("insert into links (token_hash, kind, workspace_id, user_id, expires_at) values ");
    sql.bind_tuple([hash.to_vec().into(), KIND.into(), of.0.into(), of.1.into(), expires.into()]);
    tx.execute(sql).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Named {
    name: String,
}

pub(super) async fn find_link(backend: &Backend, hash: &[u8]) -> Result<Option<String>, AppError> {
    let mut sql =
        Sql::new("select w.name from links l join workspaces w on w.id = l.workspace_id where l.token_hash = ");
    sql.bind(hash.to_vec()).push(" and l.kind = ").bind(KIND);
    sql.push(" and l.used_at is null and l.expires_at > ").bind(backend.now());
    Ok(backend.db().fetch_optional::<Named>(sql).await?.map(|row| row.name))
}

#[derive(sqlx::FromRow)]
struct Linked {
    workspace_id: Uuid,
    user_id: Uuid,
}

/// Whom a link that is open lets in.
pub(super) async fn find_link_owner(backend: &Backend, hash: &[u8]) -> Result<Option<(WorkspaceId, UserId)>, AppError> {
    let mut sql = Sql::new("select workspace_id, user_id from links where token_hash = ");
    sql.bind(hash.to_vec()).push(" and kind = ").bind(KIND);
    sql.push(" and used_at is null and expires_at > ").bind(backend.now());
    let found: Option<Linked> = backend.db().fetch_optional(sql).await?;
    Ok(found.map(|row| (row.workspace_id.into(), row.user_id.into())))
}

/// Uses the link up in one statement; false when it is void: two at once, one wins.
pub(super) async fn use_link(tx: &mut Transaction, hash: &[u8], now: DateTime<Utc>) -> Result<bool, AppError> {
    let mut sql = Sql::new("update links set used_at = ");
    sql.bind(now).push(" where token_hash = ").bind(hash.to_vec()).push(" and kind = ").bind(KIND);
    sql.push(" and used_at is null and expires_at > ").bind(now);
    Ok(tx.execute(sql).await? > 0)
}
