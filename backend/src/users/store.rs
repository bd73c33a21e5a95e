//! SQL of people.

use super::Own;
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
use std::collections::HashMap;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct UserRow {
    id: Uuid,
    first_name: String,
    last_name: String,
    rank: String,
    email: String,
    zone: String,
}

/// Everybody, and what only they see of themselves.
pub(super) async fn list(
    db: &mut impl Reads,
    workspace: WorkspaceId,
) -> Result<(Vec<User>, HashMap<UserId, Own>), AppError> {
    let mut sql = Sql::new("select id, first_name, last_name, rank, email, zone from users where workspace_id = ");
    sql.bind(workspace);
    let mut rows: Vec<UserRow> = db.fetch_all(sql).await?;
    let own = |row: &mut UserRow| {
        let (email, zone) = (std::mem::take(&mut row.email), std::mem::take(&mut row.zone));
        (row.id.into(), Own { email, zone })
    };
    let own = rows.iter_mut().map(own).collect();
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
    Ok((people, own))
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
    settings: i64,
}

pub(super) async fn find_actor(
    backend: &Backend,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<(Actor, i64)>, AppError> {
    let mut sql = Sql::new(
        "select u.role_id, r.rights, r.sees_everything, u.lang, coalesce(v.version, 0) as settings from users u
         join roles r on r.workspace_id = u.workspace_id and r.id = u.role_id
         left join settings_versions v on v.workspace_id = u.workspace_id where u.workspace_id = ",
    );
    sql.bind(workspace).push(" and u.id = ").bind(user);
    let row: Option<ActorRow> = backend.db().fetch_optional(sql).await?;
    Ok(row.map(|row| {
        let actor = Actor {
            workspace,
            user,
            role: row.role_id.into(),
            rights: Rights(row.rights),
            sees: if row.sees_everything { Sees::Everything } else { Sees::Owners(vec![user]) },
            lang: Lang::parse(&row.lang).unwrap_or_default(),
        };
        (actor, row.settings)
    }))
}

/// One or none of this id.
pub(super) async fn count(tx: &mut Tx, id: UserId) -> Result<i64, AppError> {
    let mut sql = Sql::new("select count(*) as n from users where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(id);
    Ok(tx.fetch_one::<Counted>(sql).await?.n)
}
