//! Statuses of answers: server functions give the status of their error's meaning, and panics become a plain 500.

use app::api_error::ApiError;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::error::AppError;
use std::any::Any;

/// An error's body is small: a code and a few values.
const ERROR_BODY: usize = 1024 * 1024;
const MARK: &str = "serverfnerror";

/// A server function answers every error with 500: here it gets the status of its code.
pub async fn of_answers(request: Request, next: Next) -> Response {
    let function = request.uri().path().starts_with("/api/");
    let answer = next.run(request).await;
    if !function {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if !parts.headers.contains_key(MARK) {
        return Response::from_parts(parts, body);
    }
    match to_bytes(body, ERROR_BODY).await {
        Ok(bytes) => {
            parts.status = status(&bytes);
            Response::from_parts(parts, Body::from(bytes))
        }
        Err(error) => {
            tracing::error!(%error, "an error's body could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn status(body: &[u8]) -> StatusCode {
    match serde_json::from_slice::<ApiError>(body) {
        Ok(ApiError::App(error)) => of(&error),
        // The only other error before the body runs: arguments that cannot be read.
        Ok(ApiError::Transport(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The status of an error's meaning.
pub fn of(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A panic ends one request, never the process.
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let words =
        cause.downcast_ref::<&str>().map(ToString::to_string).or_else(|| cause.downcast_ref::<String>().cloned());
    let id = uuid::Uuid::now_v7();
    tracing::error!(%id, cause = words.unwrap_or_default(), "panic");
    (StatusCode::INTERNAL_SERVER_ERROR, format!("500 {id}")).into_response()
}
