//! For whoever watches over the server.

use crate::router::AppState;
use axum::{extract::State, http::StatusCode};

/// 200 when the database answers and takes writes, else 503.
pub async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.backend.is_ready().await {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready")
    }
}
