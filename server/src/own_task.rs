//! Writing requests run in a task of their own: the handler is otherwise dropped when the browser goes away, and a
//! dropped `begin` would poison a pooled connection.

use axum::{
    extract::Request,
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Lets a writing request finish whoever still waits for it.
pub async fn run_writes(request: Request, next: Next) -> Response {
    if request.method() == Method::GET || request.method() == Method::HEAD {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request)).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::error!(%error, "a request ended unexpectedly");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
