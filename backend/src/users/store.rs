//! SQL of people.

use crate::{
    cx::{Backend, Cx, Tx},
    db::{Reads, Sql, types::Counted},
};
use domain::{
    access::{Actor, Rank, Rights, Sees},
    error::AppError,
    ids::{UserId, WorkspaceId},
    lang::Lang,
    users::User,
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct UserRow {
    id: Uuid,
    first_name: String,
    last_name: String,
    rank: String,
}

pub(crate) async fn list(cx: &Cx) -> Result<Vec<User>, AppError> {
    let mut sql = Sql::new("select id, first_name, last_name, rank from users where workspace_id = ");
    sql.bind(cx.workspace());
    let rows: Vec<UserRow> = cx.db().fetch_all(sql).await?;
    let mut people: Vec<User> = rows
        .into_iter()
        .map(|row| User {
            id: row.id.into(),
            first_name: row.first_name,
            last_name: row.last_name,
            rank: Rank::from_key(&row.rank),
        })
        .collect();
    // In Rust, since the two databases order Cyrillic differently.
    people.sort_by_cached_key(|user| (domain::search_text::fold(&user.name()), user.id));
    Ok(people)
}

#[derive(sqlx::FromRow)]
pub(super) struct Own {
    pub email: String,
    pub zone: String,
}

pub(super) async fn find_own(cx: &Cx) -> Result<Option<Own>, AppError> {
    let mut sql = Sql::new("select email, zone from users where workspace_id = ");
    sql.bind(cx.workspace()).push(" and id = ").bind(cx.user());
    Ok(cx.db().fetch_optional(sql).await?)
}

#[derive(sqlx::FromRow)]
struct EmailRow {
    email_norm: String,
    id: Uuid,
}

pub(super) async fn list_emails(cx: &Cx) -> Result<Vec<(String, UserId)>, AppError> {
    let mut sql = Sql::new("select email_norm, id from users where workspace_id = ");
    sql.bind(cx.workspace());
    let rows: Vec<EmailRow> = cx.db().fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.email_norm, row.id.into())).collect())
}

#[derive(sqlx::FromRow)]
struct ActorRow {
    role_id: Uuid,
    rights: i64,
    sees_everything: bool,
    lang: String,
}

pub(super) async fn find_actor(
    backend: &Backend,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<Actor>, AppError> {
    let mut sql = Sql::new(
        "select u.role_id, r.rights, r.sees_everything, u.lang from users u
         join roles r on r.workspace_id = u.workspace_id and r.id = u.role_id where u.workspace_id = ",
    );
    sql.bind(workspace).push(" and u.id = ").bind(user);
    let row: Option<ActorRow> = backend.db().fetch_optional(sql).await?;
    Ok(row.map(|row| Actor {
        workspace,
        user,
        role: row.role_id.into(),
        rights: Rights(row.rights),
        sees: if row.sees_everything { Sees::Everything } else { Sees::Owners(vec![user]) },
        lang: Lang::parse(&row.lang).unwrap_or_default(),
    }))
}

/// One or none of this id.
pub(super) async fn count(tx: &mut Tx, id: UserId) -> Result<i64, AppError> {
    let mut sql = Sql::new("select count(*) as n from users where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(id);
    Ok(tx.fetch_one::<Counted>(sql).await?.n)
}
