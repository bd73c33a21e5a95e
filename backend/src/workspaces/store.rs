//! SQL of companies.

use crate::{
    cx::Tx,
    db::{Reads, Sql, types::corrupt},
};
use domain::{
    error::AppError,
    ids::WorkspaceId,
    money::Currency,
    text::{NAME_LIMIT, TEXT_LIMIT},
    workspaces::{LimitSettings, Workspace},
};

#[derive(sqlx::FromRow)]
struct WorkspaceRow {
    crm_id: String,
    name: String,
    currency: String,
    name_limit: i64,
    text_limit: i64,
    version: i64,
}

pub(super) async fn find(db: &mut impl Reads, id: WorkspaceId) -> Result<Option<Workspace>, AppError> {
    let mut sql =
        Sql::new("select crm_id, name, currency, name_limit, text_limit, version from workspaces where id = ");
    sql.bind(id);
    let Some(row) = db.fetch_optional::<WorkspaceRow>(sql).await? else { return Ok(None) };
    Ok(Some(Workspace {
        id,
        crm_id: row.crm_id,
        name: row.name,
        currency: Currency::parse(&row.currency).map_err(|_| corrupt("currency", &row.currency))?,
        name_limit: usize::try_from(row.name_limit).unwrap_or(NAME_LIMIT),
        text_limit: usize::try_from(row.text_limit).unwrap_or(TEXT_LIMIT),
        version: row.version,
    }))
}

pub(super) async fn set_limits(tx: &mut Tx, seen: i64, limits: LimitSettings) -> Result<bool, AppError> {
    let mut sql = Sql::new("update workspaces set name_limit = ");
    sql.bind(limits.name_limit as i64).push(", text_limit = ").bind(limits.text_limit as i64);
    sql.push(", version = version + 1 where id = ").bind(tx.workspace()).push(" and version = ").bind(seen);
    Ok(tx.execute(sql).await? == 1)
}
