//! Statuses of answers: server functions give the status of their error's meaning, and panics become a plain 500.

use app::api_error::ApiError;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header, response::Parts},
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
            meaning(&bytes).mark(&mut parts);
            Response::from_parts(parts, Body::from(bytes))
        }
        Err(error) => {
            tracing::error!(%error, "an error's body could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn meaning(body: &[u8]) -> Status {
    match serde_json::from_slice::<ApiError>(body) {
        Ok(ApiError::App(error)) => of(&error),
        // The only other error before the body runs: arguments that cannot be read.
        Ok(ApiError::Transport(_)) => StatusCode::UNPROCESSABLE_ENTITY.into(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into(),
    }
}

/// What an answer says of itself before its body is read: its status, and in how many seconds one may ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    code: StatusCode,
    retry_after: Option<u32>,
}

impl Status {
    fn mark(self, parts: &mut Parts) {
        parts.status = self.code;
        parts.headers.extend(self.headers());
    }

    fn headers(self) -> HeaderMap {
        self.retry_after.map(|seconds| (header::RETRY_AFTER, seconds.into())).into_iter().collect()
    }

    /// An answer with this body.
    pub fn with(self, body: impl IntoResponse) -> Response {
        (self.code, self.headers(), body).into_response()
    }
}

impl From<StatusCode> for Status {
    fn from(code: StatusCode) -> Self {
        Status { code, retry_after: None }
    }
}

/// The status of an error's meaning.
pub fn of(error: &AppError) -> Status {
    let code = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let retry_after = if let AppError::TooMany { retry_after } = error { Some(*retry_after) } else { None };
    Status { code, retry_after }
}

/// A panic ends one request, never the process.
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let words =
        cause.downcast_ref::<&str>().map(ToString::to_string).or_else(|| cause.downcast_ref::<String>().cloned());
    let id = uuid::Uuid::now_v7();
    tracing::error!(%id, cause = words.unwrap_or_default(), "panic");
    (StatusCode::INTERNAL_SERVER_ERROR, format!("500 {id}")).into_response()
}
