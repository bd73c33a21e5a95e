//! SQL of people as administrators see and change them.

use crate::{
    cx::{Cx, Tx},
    db::{Reads, Sql, types::Counted},
};
use domain::{
    access::{Rank, SharedAccess},
    error::{AppError, ConflictKind},
    ids::UserId,
    search_text::fold,
    staff::Member,
    users::{User, UserStatus},
};
use uuid::Uuid;

const SELECT: &str = "select u.id, u.first_name, u.last_name, u.rank, u.email, u.status, u.role_id, u.version,
    p.group_id, p.superior_id, p.shared_access from users u
    left join posts p on p.workspace_id = u.workspace_id and p.user_id = u.id where u.workspace_id = ";

#[derive(sqlx::FromRow)]
struct MemberRow {
    id: Uuid,
    first_name: String,
    last_name: String,
    rank: String,
    email: String,
    status: String,
    role_id: Uuid,
    version: i64,
    group_id: Option<Uuid>,
    superior_id: Option<Uuid>,
    shared_access: Option<String>,
}

impl From<MemberRow> for Member {
    fn from(row: MemberRow) -> Self {
        Member {
            user: User {
                id: row.id.into(),
                first_name: row.first_name,
                last_name: row.last_name,
                rank: Rank::from_key(&row.rank),
            },
            email: row.email,
            status: UserStatus::from_key(&row.status),
            role: row.role_id.into(),
            group: row.group_id.map(Into::into),
            superior: row.superior_id.map(Into::into),
            access: row.shared_access.as_deref().map_or(SharedAccess::Forbid, SharedAccess::from_key),
            version: row.version,
        }
    }
}

/// Everybody in the order of their names, the dismissed last.
pub(in crate::users) async fn list(cx: &Cx) -> Result<Vec<Member>, AppError> {
    let mut sql = Sql::new(SELECT);
    sql.bind(cx.workspace());
    let mut members: Vec<Member> = cx.db().fetch_all::<MemberRow>(sql).await?.into_iter().map(Member::from).collect();
    members.sort_by_cached_key(|member| {
        (member.status == UserStatus::Dismissed, fold(&member.user.name()), member.user.id)
    });
    Ok(members)
}

pub(in crate::users) async fn find(tx: &mut Tx, id: UserId) -> Result<Option<Member>, AppError> {
    let mut sql = Sql::new(SELECT);
    sql.bind(tx.workspace()).push(" and u.id = ").bind(id);
    Ok(tx.fetch_optional::<MemberRow>(sql).await?.map(Member::from))
}

/// Everybody who answers to this person.
pub(in crate::users) async fn list_subordinates(tx: &mut Tx, id: UserId) -> Result<Vec<Member>, AppError> {
    let mut sql = Sql::new(SELECT);
    sql.bind(tx.workspace()).push(" and p.superior_id = ").bind(id).push(" order by u.id");
    Ok(tx.fetch_all::<MemberRow>(sql).await?.into_iter().map(Member::from).collect())
}

/// Locks a person and everybody who answers to them in the order of their ids.
pub(in crate::users) async fn lock_with_subordinates(tx: &mut Tx, id: UserId) -> Result<(), AppError> {
    let mut sql = Sql::new("select count(*) as n from (select id from users where workspace_id = ");
    sql.bind(tx.workspace()).push(" and (id = ").bind(id);
    sql.push(" or id in (select user_id from posts where workspace_id = ").bind(tx.workspace());
    sql.push(" and superior_id = ")
        .bind(id)
        .push(")) order by id")
        .push(tx.dialect().for_key_update())
        .push(") locked");
    tx.fetch_one::<Counted>(sql).await?;
    Ok(())
}

/// The highest rank among them.
pub(in crate::users) async fn highest_subordinate(tx: &mut Tx, id: UserId) -> Result<Option<Rank>, AppError> {
    let ranks: Vec<Rank> = list_subordinates(tx, id).await?.iter().map(|member| member.user.rank).collect();
    Ok(Rank::ALL.into_iter().find(|rank| ranks.contains(rank)))
}

pub(in crate::users) async fn has_password(tx: &mut Tx, id: UserId) -> Result<bool, AppError> {
    let mut sql = Sql::new("select count(*) as n from users where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(id).push(" and password_hash is not null");
    Ok(tx.fetch_one::<Counted>(sql).await?.n > 0)
}

/// A person without a password, with the language and zone of whoever creates them.
pub(in crate::users) async fn insert(tx: &mut Tx, member: &Member, email_norm: &str) -> Result<(), AppError> {
    let mut sql = Sql::new(
        "insert into users (workspace_id, id, email, email_norm, first_name, last_name, role_id, rank, status, created_at, lang, zone)
         select w.id, ",
    );
    sql.bind_list([
        member.user.id.into(),
        (&member.email).into(),
        email_norm.into(),
        (&member.user.first_name).into(),
        (&member.user.last_name).into(),
        member.role.into(),
        member.user.rank.key().into(),
        member.status.key().into(),
        crate::db::Arg::from(tx.now()),
    ]);
    sql.push(", me.lang, me.zone from workspaces w join users me on me.workspace_id = w.id where w.id = ");
    sql.bind(tx.workspace()).push(" and me.id = ").bind(tx.user());
    tx.execute(sql).await.map_err(|error| error.on_unique("users_email_key", ConflictKind::EmailTaken))?;
    Ok(())
}

pub(in crate::users) async fn set_changed(tx: &mut Tx, member: &Member) -> Result<(), AppError> {
    let mut sql = Sql::new("update users set first_name = ");
    sql.bind(&member.user.first_name).push(", last_name = ").bind(&member.user.last_name);
    sql.push(", role_id = ").bind(member.role).push(", rank = ").bind(member.user.rank.key());
    sql.push(", status = ").bind(member.status.key()).push(", version = ").bind(member.version);
    sql.push(" where workspace_id = ").bind(tx.workspace()).push(" and id = ").bind(member.user.id);
    tx.execute(sql).await?;
    Ok(())
}

/// Writes a person's place.
pub(in crate::users) async fn set_post(tx: &mut Tx, member: &Member) -> Result<(), AppError> {
    let mut sql = Sql::new("insert into posts (workspace_id, user_id, superior_id, group_id, shared_access) values ");
    sql.bind_tuple([
        tx.workspace().into(),
        member.user.id.into(),
        member.superior.into(),
        member.group.into(),
        member.access.key().into(),
    ]);
    sql.push(" on conflict (workspace_id, user_id) do update set superior_id = excluded.superior_id,");
    sql.push(" group_id = excluded.group_id, shared_access = excluded.shared_access");
    tx.execute(sql).await?;
    Ok(())
}
