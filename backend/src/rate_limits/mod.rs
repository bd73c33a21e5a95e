//! Limits on attempts, counted in the database so that several servers count together. Keys are hashed: no addresses here.

mod store;

use crate::{cx::Backend, db::Transaction};
use chrono::{DateTime, Utc};
use domain::error::AppError;

/// So many attempts within so many seconds.
#[derive(Clone, Copy)]
pub(crate) struct Limit {
    hits: i64,
    seconds: i64,
}

const TEN_MINUTES: i64 = 600;
const HOUR: i64 = 3600;

impl Limit {
    /// So many within ten minutes.
    pub const fn in_ten_minutes(hits: i64) -> Self {
        Limit { hits, seconds: TEN_MINUTES }
    }

    /// So many within an hour.
    pub const fn in_an_hour(hits: i64) -> Self {
        Limit { hits, seconds: HOUR }
    }
}

/// The slots in which attempts are counted now, and the next ones: the clocks of two servers differ. All others are over.
pub(crate) fn slots(now: DateTime<Utc>) -> [i64; 4] {
    let [short, long] = [TEN_MINUTES, HOUR].map(|seconds| now.timestamp() / seconds);
    [short, short + 1, long, long + 1]
}

/// Counts an attempt and refuses it when there were too many in the window.
pub(crate) async fn hit(backend: &Backend, key: &str, limit: Limit) -> Result<(), AppError> {
    let mut tx = backend.begin().await?;
    let allowed = hit_in(backend, &mut tx, key, limit).await?;
    tx.commit().await?;
    allowed
}

/// Counts an attempt with the transaction; the inner answer says whether it is allowed. Commit it either way.
pub(crate) async fn hit_in(
    backend: &Backend,
    tx: &mut Transaction,
    key: &str,
    limit: Limit,
) -> Result<Result<(), AppError>, AppError> {
    let now = backend.now().timestamp();
    let slot = now / limit.seconds;
    let hits = store::count(tx, &hashed(key), slot).await?;
    let left = (slot + 1) * limit.seconds - now;
    let refused = AppError::TooMany { retry_after: u32::try_from(left).unwrap_or(60) };
    Ok(if hits > limit.hits { Err(refused) } else { Ok(()) })
}

fn hashed(key: &str) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(&crate::tokens::hash_of(key)[..16])
}
