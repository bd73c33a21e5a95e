//! SQL of the sweep: which rows of a table are over, and their deletion in portions.

use crate::{cx::Backend, db::Sql};
use chrono::{DateTime, Utc};
use domain::error::AppError;

/// As many rows are deleted in one transaction.
const PORTION: u64 = 500;

/// What is over by now: rows of a table, found by its key.
pub(super) struct Over {
    table: &'static str,
    key: &'static str,
    which: Sql,
}

impl Over {
    /// Answers of requests that were made before this moment.
    pub fn answers(before: DateTime<Utc>) -> Self {
        let mut which = Sql::new("created_at < ");
        which.bind(before);
        Over { table: "requests", key: "workspace_id, user_id, request_id", which }
    }

    /// Sessions that began before the one moment, or were last used before the other.
    pub fn sessions(begun: DateTime<Utc>, used: DateTime<Utc>) -> Self {
        let mut which = Sql::new("(created_at <= ");
        which.bind(begun).push(" or seen_at <= ").bind(used).push(")");
        Over::of_sessions(which)
    }

    /// Sessions that have waited for their code since before this moment.
    pub fn waiting_sessions(since: DateTime<Utc>) -> Self {
        let mut which = Sql::new("awaits_code = ");
        which.bind(true).push(" and created_at <= ").bind(since);
        Over::of_sessions(which)
    }

    fn of_sessions(which: Sql) -> Self {
        Over { table: "sessions", key: "workspace_id, token_hash", which }
    }

    /// Links that end by this moment, used or not.
    pub fn links(by: DateTime<Utc>) -> Self {
        let mut which = Sql::new("expires_at <= ");
        which.bind(by);
        Over { table: "links", key: "token_hash", which }
    }

    /// Notifications that were seen before this moment.
    pub fn notifications(before: DateTime<Utc>) -> Self {
        let mut which = Sql::new("seen_at < ");
        which.bind(before);
        Over { table: "notifications", key: "workspace_id, id", which }
    }

    /// Notifications that were taken back before this moment.
    pub fn voided_notifications(before: DateTime<Utc>) -> Self {
        let mut which = Sql::new("voided_at < ");
        which.bind(before);
        Over { table: "voided_notifications", key: "workspace_id, id", which }
    }

    /// Attempts that were counted in other slots than these.
    pub fn attempts(slots: [i64; 4]) -> Self {
        let mut which = Sql::new("slot not in (");
        which.bind_list(slots).push(")");
        Over { table: "rate_limits", key: "key, slot", which }
    }
}

/// Deletes a portion of what is over; whether there may be more.
pub(super) async fn delete_portion(backend: &Backend, over: &Over) -> Result<bool, AppError> {
    let mut sql = Sql::new("delete from ");
    sql.push(over.table).push(" where (").push(over.key).push(") in (select ").push(over.key);
    sql.push(" from ").push(over.table).push(" where ").append(over.which.clone());
    sql.push(" limit ").bind(PORTION as i64).push(")");
    let mut tx = backend.begin().await?;
    let deleted = tx.execute(sql).await?;
    tx.commit().await?;
    Ok(deleted == PORTION)
}
