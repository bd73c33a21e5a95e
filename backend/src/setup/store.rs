//! SQL of set-up.

use super::Checked;
use crate::{
    cx::{Backend, Tx},
    db::{Reads, Sql, types::Counted},
};
use chrono::TimeDelta;
use domain::{access::Rank, error::AppError};

const KIND: &str = "set_up";

pub(super) async fn has_company(backend: &Backend) -> Result<bool, AppError> {
    let mut sql = Sql::new("select count(*) as n from (select 1 as one from workspaces where is_demo = ");
    sql.bind(false).push(" limit 1) w");
    Ok(backend.db().fetch_one::<Counted>(sql).await?.n > 0)
}

pub(super) async fn insert_link(backend: &Backend, hash: &[u8]) -> Result<(), AppError> {
    let mut tx = backend.begin().await?;
    let mut sql = Sql::new("delete from links where kind = ");
    sql.bind(KIND);
    tx.execute(sql).await?;
    let mut sql = Sql::new("insert into links (token_hash, kind, expires_at) values ");
    let expires = backend.now() + TimeDelta::days(7);
    sql.bind_tuple([hash.to_vec().into(), KIND.into(), expires.into()]);
    tx.execute(sql).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn find_link(backend: &Backend, hash: &[u8]) -> Result<bool, AppError> {
    let mut sql = Sql::new("select count(*) as n from links where token_hash = ");
    sql.bind(hash.to_vec())
        .push(" and kind = ")
        .bind(KIND)
        .push(" and used_at is null and expires_at > ")
        .bind(backend.now());
    Ok(backend.db().fetch_one::<Counted>(sql).await?.n == 1)
}

/// Uses the link up; false when it is void, used or there is a company already.
pub(super) async fn use_link(tx: &mut Tx, hash: &[u8]) -> Result<bool, AppError> {
    let now = tx.now();
    let mut sql = Sql::new("update links set used_at = ");
    sql.bind(now).push(" where token_hash = ").bind(hash.to_vec()).push(" and kind = ").bind(KIND);
    sql.push(" and used_at is null and expires_at > ").bind(now);
    sql.push(" and not exists (select 1 from workspaces where is_demo = ").bind(false).push(")");
    Ok(tx.execute(sql).await? == 1)
}

pub(super) async fn insert_workspace(tx: &mut Tx, new: &Checked, crm_id: &str, is_demo: bool) -> Result<(), AppError> {
    let mut sql = Sql::new("insert into workspaces (id, crm_id, name, currency, is_demo, created_at) values ");
    sql.bind_tuple([
        tx.workspace().into(),
        crm_id.into(),
        (&new.company).into(),
        new.currency.to_string().into(),
        is_demo.into(),
        tx.now().into(),
    ]);
    tx.execute(sql).await?;
    Ok(())
}

pub(super) async fn insert_user(tx: &mut Tx, new: &Checked, rank: Rank) -> Result<(), AppError> {
    let mut sql = Sql::new(
        "insert into users (workspace_id, id, email, email_norm, first_name, last_name, password_hash, role_id, rank, lang, zone, created_at) values ",
    );
    sql.bind_tuple([
        tx.workspace().into(),
        tx.user().into(),
        new.email.as_str().into(),
        new.email.normalized().into(),
        (&new.first_name).into(),
        (&new.last_name).into(),
        (&new.password_hash).into(),
        tx.actor().role.into(),
        rank.key().into(),
        new.lang.code().into(),
        (&new.zone).into(),
        tx.now().into(),
    ]);
    tx.execute(sql).await?;
    Ok(())
}
