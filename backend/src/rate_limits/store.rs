//! SQL of rate limits.

use crate::db::{Reads, Sql, Transaction, types::Counted};
use domain::error::AppError;

/// Counts one more and gives the count; the key's own slots of long ago go on the way.
pub(super) async fn count(tx: &mut Transaction, key: &str, slot: i64) -> Result<i64, AppError> {
    let mut sql = Sql::new("delete from rate_limits where key = ");
    sql.bind(key).push(" and slot < ").bind(slot);
    tx.execute(sql).await?;
    let mut sql = Sql::new("insert into rate_limits (key, slot, hits) values ");
    sql.bind_tuple([key.into(), slot.into(), 1i64.into()]);
    sql.push(" on conflict (key, slot) do update set hits = rate_limits.hits + 1 returning hits as n");
    Ok(tx.fetch_one::<Counted>(sql).await?.n)
}
