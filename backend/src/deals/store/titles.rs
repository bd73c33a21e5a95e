//! SQL of deals' names.

use crate::{
    cx::Cx,
    db::{
        Reads, Sql,
        filter_sql::{DEALS, push_filter},
    },
};
use domain::{error::AppError, fields::Noun, ids::DealId};
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Titled {
    id: Uuid,
    title: String,
}

/// The titles of those deals that the actor sees.
pub(in crate::deals) async fn list(cx: &Cx, ids: Vec<DealId>) -> Result<BTreeMap<DealId, String>, AppError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut sql = Sql::new("select r.id, r.title from deals r where r.workspace_id = ");
    sql.bind(cx.workspace()).push(" and r.id in (").bind_list(ids).push(") and r.deleted_at is null and ");
    push_filter(&mut sql, &DEALS, cx.workspace(), &cx.scope(Noun::Deal))?;
    let rows: Vec<Titled> = cx.db().fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.id.into(), row.title)).collect())
}
