//! Limits on attempts, counted in the database so that several servers count together. Keys are hashed: no addresses here.

mod store;

use crate::cx::Backend;
use domain::error::AppError;

/// So many attempts within so many seconds.
#[derive(Clone, Copy)]
pub(crate) struct Limit {
    /// Attempts allowed.
    pub hits: i64,
    /// The window's length.
    pub seconds: i64,
}

/// Counts an attempt and refuses it when there were too many in the window.
pub(crate) async fn hit(backend: &Backend, key: &str, limit: Limit) -> Result<(), AppError> {
    let now = backend.now().timestamp();
    let slot = now / limit.seconds;
    let hits = store::count(backend, &hashed(key), slot).await?;
    if hits > limit.hits {
        let left = (slot + 1) * limit.seconds - now;
        return Err(AppError::TooMany { retry_after: u32::try_from(left).unwrap_or(60) });
    }
    Ok(())
}

fn hashed(key: &str) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(&crate::tokens::hash_of(key)[..16])
}
