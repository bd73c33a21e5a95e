//! Files that people take along are counted: making one costs far more than asking for it.

use super::doors::trouble;
use axum::{extract::Request, middleware::Next, response::Response};
use backend::{Cx, floods};

/// Lets a person take as many files as a person takes.
pub async fn count(request: Request, next: Next) -> Response {
    match request.extensions().get::<Cx>().map(floods::download) {
        Some(Err(error)) => trouble(request.headers(), error),
        _ => next.run(request).await,
    }
}
