//! What a server function answers when it does not answer: the domain's error, or a failed way there.

use domain::error::AppError;
use serde::{Deserialize, Serialize};
use server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};

/// The error of every server function.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// The server decided so.
    #[error(transparent)]
    App(AppError),
    /// The server could not be reached or understood.
    #[error("transport: {0}")]
    Transport(String),
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        ApiError::App(error)
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        ApiError::Transport(error.to_string())
    }
}

/// The answer of every server function.
pub type ApiResult<T> = Result<T, ApiError>;
