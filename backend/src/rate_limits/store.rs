//! SQL of rate limits.

use crate::{
    cx::Backend,
    db::{Reads, Sql, types::Counted},
};
use domain::error::AppError;

/// Counts one more and gives the count; slots of long ago are swept on the way.
pub(super) async fn count(backend: &Backend, key: &str, slot: i64) -> Result<i64, AppError> {
    let mut tx = backend.begin().await?;
    let mut sql = Sql::new("delete from rate_limits where key = ");
    sql.bind(key).push(" and slot < ").bind(slot);
    tx.execute(sql).await?;
    let mut sql = Sql::new("insert into rate_limits (key, slot, hits) values ");
    sql.bind_tuple([key.into(), slot.into(), 1i64.into()]);
    sql.push(" on conflict (key, slot) do update set hits = rate_limits.hits + 1 returning hits as n");
    let hits = tx.fetch_one::<Counted>(sql).await?.n;
    tx.commit().await?;
    Ok(hits)
}
