//! Letters: written into the outbox in the transaction that they tell of, sent by the worker, once.

mod postman;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod words;
mod worker;

pub use postman::{Mail, Postman};
pub use worker::work;

use crate::{
    cx::{Cx, Tx},
    tokens,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    error::AppError,
    ids::{ClientId, UserId, WorkspaceId},
};

/// What a letter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LetterKind {
    /// An invitation with a link to set the first password (S2.50).
    Activation,
    /// A link to set a new password (S3.2).
    Reset,
    /// Somebody became a client's manager (S1.16).
    Manager,
    /// Somebody became a client's owner.
    Owner,
    /// Somebody became the owner of all clients and deals of a person who left.
    Heir,
}

impl LetterKind {
    const ALL: [LetterKind; 5] =
        [LetterKind::Activation, LetterKind::Reset, LetterKind::Manager, LetterKind::Owner, LetterKind::Heir];

    /// The stored name, also that of the link.
    pub fn key(self) -> &'static str {
        match self {
            LetterKind::Activation => "activation",
            LetterKind::Reset => "reset",
            LetterKind::Manager => "manager",
            LetterKind::Owner => "owner",
            LetterKind::Heir => "heir",
        }
    }

    /// Reads a stored name back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// How long the letter's link works: an invitation waits for somebody's first day, a new password is wanted now. What
    /// became of a client a week ago is no news.
    fn lives(self) -> TimeDelta {
        match self {
            LetterKind::Reset => TimeDelta::minutes(60),
            LetterKind::Activation | LetterKind::Manager | LetterKind::Owner | LetterKind::Heir => TimeDelta::days(7),
        }
    }
}

/// A letter that waits in the outbox.
struct NewLetter {
    kind: LetterKind,
    to: (WorkspaceId, UserId),
    about: About,
    expires_at: DateTime<Utc>,
}

/// What a letter leads to.
enum About {
    /// A page that its secret opens.
    Secret(String),
    /// A client.
    Client(ClientId),
    /// The clients and deals that this person left behind.
    Heritage(UserId),
}

/// Writes a letter with a new link; earlier links and waiting letters of its kind become void.
pub(crate) async fn write_in(tx: &mut Tx, kind: LetterKind, to: (WorkspaceId, UserId)) -> Result<(), AppError> {
    let expires_at = tx.now() + kind.lives();
    let token = tokens::new_token()?;
    store::delete(tx, kind, to).await?;
    store::insert_link(tx, (kind, &token), to, expires_at).await?;
    store::insert(tx, NewLetter { kind, to, about: About::Secret(token), expires_at }).await
}

/// Writes what somebody became of a client; whoever acts gave it to them.
pub(crate) async fn tell_of_client_in(
    tx: &mut Tx,
    kind: LetterKind,
    (client, person): (ClientId, UserId),
) -> Result<(), AppError> {
    let (to, expires_at) = ((tx.workspace(), person), tx.now() + kind.lives());
    store::insert(tx, NewLetter { kind, to, about: About::Client(client), expires_at }).await
}

/// Writes to an heir whose clients and deals they have now; whoever acts gave them to them.
pub(crate) async fn tell_heir_in(tx: &mut Tx, (from, heir): (UserId, UserId)) -> Result<(), AppError> {
    let (kind, to) = (LetterKind::Heir, (tx.workspace(), heir));
    let expires_at = tx.now() + kind.lives();
    store::insert(tx, NewLetter { kind, to, about: About::Heritage(from), expires_at }).await
}

/// Makes what waits to be told to these people about a client void: they see it no more.
pub(crate) async fn void_of_client_in(tx: &mut Tx, client: ClientId, people: Vec<UserId>) -> Result<(), AppError> {
    store::delete_of_client(tx, client, people).await
}

/// Makes every link and every waiting letter of a person void.
pub(crate) async fn void_in(tx: &mut Tx, of: (WorkspaceId, UserId)) -> Result<(), AppError> {
    void_kinds_in(tx, &LetterKind::ALL, of).await
}

/// Makes the links to set a password void, and the letters that bring them; what is to be told of clients still is.
pub(crate) async fn void_links_in(tx: &mut Tx, of: (WorkspaceId, UserId)) -> Result<(), AppError> {
    void_kinds_in(tx, &[LetterKind::Activation, LetterKind::Reset], of).await
}

async fn void_kinds_in(tx: &mut Tx, kinds: &[LetterKind], of: (WorkspaceId, UserId)) -> Result<(), AppError> {
    for kind in kinds {
        store::delete(tx, *kind, of).await?;
    }
    Ok(())
}

/// Who was invited by a letter that was given up: mail servers refuse their address.
pub(crate) async fn unreached(cx: &Cx) -> Result<Vec<UserId>, AppError> {
    store::claim::list_unreached(cx, LetterKind::Activation).await
}

#[cfg(test)]
mod tests;
