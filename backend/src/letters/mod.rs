//! Letters: written into the outbox in the transaction that they tell of, sent by the worker, once.

mod postman;
mod store;
#[cfg(test)]
pub(crate) mod testing;
mod words;
mod worker;

pub use postman::{Mail, Postman};
pub use worker::work;

use crate::{cx::Tx, tokens};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    error::AppError,
    ids::{UserId, WorkspaceId},
};

/// What a letter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LetterKind {
    /// An invitation with a link to set the first password (S2.50).
    Activation,
    /// A link to set a new password (S3.2).
    Reset,
}

impl LetterKind {
    const ALL: [LetterKind; 2] = [LetterKind::Activation, LetterKind::Reset];

    /// The stored name, also that of the link.
    pub fn key(self) -> &'static str {
        match self {
            LetterKind::Activation => "activation",
            LetterKind::Reset => "reset",
        }
    }

    /// Reads a stored name back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// How long the letter's link works: an invitation waits for somebody's first day, a new password is wanted now.
    fn lives(self) -> TimeDelta {
        match self {
            LetterKind::Activation => TimeDelta::days(7),
            LetterKind::Reset => TimeDelta::minutes(60),
        }
    }
}

/// A letter that waits in the outbox, with its link's secret.
pub(crate) struct NewLetter {
    kind: LetterKind,
    to: (WorkspaceId, UserId),
    token: String,
    expires_at: DateTime<Utc>,
}

/// Writes a letter with a new link; earlier links and waiting letters of its kind become void.
pub(crate) async fn write_in(tx: &mut Tx, kind: LetterKind, to: (WorkspaceId, UserId)) -> Result<(), AppError> {
    let expires_at = tx.now() + kind.lives();
    let letter = NewLetter { kind, to, token: tokens::new_token()?, expires_at };
    store::replace(tx, &letter).await
}

/// Makes every link and every waiting letter of a person void.
pub(crate) async fn void_in(tx: &mut Tx, of: (WorkspaceId, UserId)) -> Result<(), AppError> {
    for kind in LetterKind::ALL {
        store::delete(tx, kind, of).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
