//! SQL of people.

pub(super) mod staff;

use super::{Own, Seat, Stored};
use crate::{
    cx::{Backend, Cx, Tx},
    db::{Reads, Sql},
};
use domain::{
    access::{Post, Rank, Rights, SharedAccess},
    error::AppError,
    ids::{UserId, WorkspaceId},
    lang::Lang,
    users::{User, UserStatus},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct UserRow {
    id: Uuid,
    first_name: String,
    last_name: String,
    rank: String,
    status: String,
    email: String,
    zone: String,
    superior_id: Option<Uuid>,
    shared_access: Option<String>,
}

/// Everybody, with what only they see of themselves and with their places.
pub(super) async fn list(db: &mut impl Reads, workspace: WorkspaceId) -> Result<Stored, AppError> {
    let mut sql = Sql::new(
        "select u.id, u.first_name, u.last_name, u.rank, u.status, u.email, u.zone, p.superior_id, p.shared_access
         from users u left join posts p on p.workspace_id = u.workspace_id and p.user_id = u.id where u.workspace_id = ",
    );
    sql.bind(workspace);
    let rows: Vec<UserRow> = db.fetch_all(sql).await?;
    let mut stored = Stored::default();
    for row in rows {
        let (id, rank) = (UserId(row.id), Rank::from_key(&row.rank));
        let access = row.shared_access.as_deref().map_or(SharedAccess::Forbid, SharedAccess::from_key);
        stored.posts.push(Post { user: id, rank, superior: row.superior_id.map(Into::into), access });
        stored.own.insert(id, Own { email: row.email, zone: row.zone });
        let user = User { id, first_name: row.first_name, last_name: row.last_name, rank };
        match UserStatus::from_key(&row.status) {
            UserStatus::Dismissed => stored.former.push(user),
            status => {
                stored.away.extend((status == UserStatus::Suspended).then_some(id));
                stored.people.push(user);
            }
        }
    }
    // In Rust, since the two databases order Cyrillic differently.
    for people in [&mut stored.people, &mut stored.former] {
        people.sort_by_cached_key(|user| (domain::search_text::fold(&user.name()), user.id));
    }
    Ok(stored)
}

#[derive(sqlx::FromRow)]
struct EmailRow {
    email_norm: String,
    id: Uuid,
}

pub(super) async fn list_emails(cx: &Cx, db: &mut impl Reads) -> Result<Vec<(String, UserId)>, AppError> {
    let mut sql = Sql::new("select email_norm, id from users where workspace_id = ");
    sql.bind(cx.workspace()).push(" and status <> ").bind(UserStatus::Dismissed.key());
    let rows: Vec<EmailRow> = db.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.email_norm, row.id.into())).collect())
}

#[derive(sqlx::FromRow)]
struct SeatRow {
    role_id: Uuid,
    rights: i64,
    lang: String,
    settings: i64,
}

/// The seat of somebody who may sign in.
pub(super) async fn find_seat(
    backend: &Backend,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<Seat>, AppError> {
    let mut sql = Sql::new(
        "select u.role_id, r.rights, u.lang, coalesce(v.version, 0) as settings from users u
         join roles r on r.workspace_id = u.workspace_id and r.id = u.role_id
         left join settings_versions v on v.workspace_id = u.workspace_id where u.workspace_id = ",
    );
    sql.bind(workspace).push(" and u.id = ").bind(user);
    sql.push(" and u.status = ").bind(UserStatus::Active.key());
    let row: Option<SeatRow> = backend.db().fetch_optional(sql).await?;
    Ok(row.map(|row| Seat {
        user,
        role: row.role_id.into(),
        rights: Rights(row.rights),
        lang: Lang::parse(&row.lang).unwrap_or_default(),
        settings: row.settings,
    }))
}

/// The words and the clock of a person.
#[derive(sqlx::FromRow)]
pub(super) struct Home {
    /// The code of their language.
    pub lang: String,
    /// The name of their zone.
    pub zone: String,
}

/// The actor's; their row is locked.
pub(super) async fn find_home_for_update(tx: &mut Tx) -> Result<Home, AppError> {
    let mut sql = Sql::new("select lang, zone from users where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(tx.user()).push(tx.dialect().for_key_update());
    Ok(tx.fetch_one(sql).await?)
}

pub(super) async fn set_home(tx: &mut Tx, lang: &str, zone: &str) -> Result<(), AppError> {
    let mut sql = Sql::new("update users set lang = ");
    sql.bind(lang).push(", zone = ").bind(zone).push(" where workspace_id = ").bind(tx.workspace());
    sql.push(" and id = ").bind(tx.user());
    tx.execute(sql).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct StatusRow {
    status: String,
}

/// The status of anybody who is or was a person of the company.
pub(super) async fn find_status(cx: &Cx, id: UserId) -> Result<Option<UserStatus>, AppError> {
    let mut sql = Sql::new("select status from users where workspace_id = ");
    sql.bind(cx.workspace()).push(" and id = ").bind(id);
    let row: Option<StatusRow> = cx.db().fetch_optional(sql).await?;
    Ok(row.map(|row| UserStatus::from_key(&row.status)))
}

#[derive(sqlx::FromRow)]
struct KeptRow {
    id: Uuid,
    status: String,
}

/// The statuses of these people, whose rows are locked in the order of their ids against every change.
pub(super) async fn list_statuses(
    tx: &mut Tx,
    people: BTreeSet<UserId>,
) -> Result<BTreeMap<UserId, UserStatus>, AppError> {
    if people.is_empty() {
        return Ok(BTreeMap::new());
    }
    let lock = tx.dialect().for_share();
    let mut sql = Sql::new("select id, status from users where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id in (").bind_list(people).push(") order by id").push(lock);
    let rows: Vec<KeptRow> = tx.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.id.into(), UserStatus::from_key(&row.status))).collect())
}
