//! SQL of people.

use crate::{
    cx::{Cx, Tx},
    db::{Reads, Sql, types::Counted},
};
use domain::{access::Rank, error::AppError, ids::UserId, users::User};
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

/// One or none of this id.
pub(super) async fn count(tx: &mut Tx, id: UserId) -> Result<i64, AppError> {
    let mut sql = Sql::new("select count(*) as n from users where workspace_id = ");
    sql.bind(tx.workspace()).push(" and id = ").bind(id);
    Ok(tx.fetch_one::<Counted>(sql).await?.n)
}
