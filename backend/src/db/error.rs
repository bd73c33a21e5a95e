//! Errors of the kernel, and the one way they become what a person may be told.

use super::dialect;
use domain::error::{AppError, ConflictKind};
use uuid::Uuid;

/// A failed query or transaction.
#[derive(Debug)]
pub struct DbError(pub(super) sqlx::Error);

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        DbError(error)
    }
}

impl std::fmt::Display for DbError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for DbError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl DbError {
    /// Whether this unique constraint was hit; named as PostgreSQL names it.
    pub fn is_unique(&self, constraint: &str) -> bool {
        dialect::unique_constraint(&self.0).is_some_and(|name| name == constraint)
    }

    /// Gives the violation of a unique constraint its meaning.
    pub fn on_unique(self, constraint: &str, meaning: ConflictKind) -> AppError {
        if self.is_unique(constraint) { AppError::Conflict(meaning) } else { self.into() }
    }

    fn is_unreachable(&self) -> bool {
        let restarts = self.0.as_database_error().and_then(|error| error.code()).is_some_and(|code| {
            // PostgreSQL ends this connection, has crashed, or is starting up; SQLite has no room on its disk.
            matches!(code.as_ref(), "57P01" | "57P02" | "57P03" | "13")
        });
        let lost = matches!(
            self.0,
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_)
        );
        restarts || lost
    }
}

impl From<DbError> for AppError {
    /// Logs the cause under an id and tells only the id.
    fn from(error: DbError) -> Self {
        let id = Uuid::now_v7();
        tracing::error!(%id, cause = %error, "database");
        if error.is_unreachable() { AppError::Unavailable } else { AppError::Internal(id) }
    }
}
