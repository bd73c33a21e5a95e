//! What a server function answers when it does not answer: the domain's error, or a failed way there.

use crate::ui::session_over;
use domain::error::{AppError, ConflictKind};
use serde::{Deserialize, Serialize};
use server_fn::{
    Bytes, Decodes,
    codec::JsonEncoding,
    error::{FromServerFnError, IntoAppError, ServerFnErrorErr},
};

/// So much is said of a failed way.
const SAID: usize = 300;

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

impl ApiError {
    /// Whether somebody else was faster: what was shown is no longer what is there.
    pub fn is_stale(&self) -> bool {
        matches!(self, ApiError::App(AppError::Conflict(ConflictKind::Stale)))
    }

    /// The same, when the browser has just been answered so: the page learns of the end of its session from any answer.
    pub fn heard(self) -> Self {
        if self == ApiError::App(AppError::NotSignedIn) {
            session_over();
        }
        self
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn de(answer: Bytes) -> Self {
        let read: Result<Self, _> = JsonEncoding::decode(answer);
        read.unwrap_or_else(|error| ServerFnErrorErr::Deserialization(error.to_string()).into_app_error()).heard()
    }

    /// What a reader says about a text repeats it, however long it is.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        ApiError::Transport(error.to_string().chars().take(SAID).collect())
    }
}

/// The answer of every server function.
pub type ApiResult<T> = Result<T, ApiError>;
