//! The security log: who came in, who was kept out, what was refused - written here; who may do what since when - told by the
//! events of people, roles and groups already. Administrators read both as one list.

pub(crate) mod store;

use crate::{
    cx::{Backend, Cx},
    events, rate_limits,
    sessions::Origin,
};
use domain::{
    access::Right,
    error::{AppError, Problem},
    filter::{Cursor, Page, Rows},
    ids::{EventId, UserId, WorkspaceId},
    security_log::{Access, AccessKind, LogLine, LogPart, Logged},
};
use std::cmp::Reverse;

/// So many failures of one account, and refusals of one person, are told; a flood of them tells no more.
const TOLD: rate_limits::Limit = rate_limits::Limit::in_ten_minutes(30);

/// A line before it has an id.
pub(crate) struct NewLine {
    /// Whose account it was.
    pub of: (WorkspaceId, UserId),
    /// What happened to it.
    pub kind: AccessKind,
    /// From where.
    pub origin: Origin,
    /// What was asked for, where it was refused.
    pub asked: String,
}

impl NewLine {
    /// What happened to an account.
    pub fn new(of: (WorkspaceId, UserId), kind: AccessKind, origin: &Origin) -> Self {
        NewLine { of, kind, origin: origin.clone(), asked: String::new() }
    }
}

/// Tells that somebody with this e-mail did not get in. The same is written for every e-mail, known or not, so that the answer
/// takes the same time.
pub(crate) async fn tell_failure(
    backend: &Backend,
    kind: AccessKind,
    (email, people): (&str, &[(WorkspaceId, UserId)]),
    origin: &Origin,
) -> Result<(), AppError> {
    let mut tx = backend.begin().await?;
    let key = format!("told {} {email}", kind.key());
    if rate_limits::hit_in(backend, &mut tx, &key, TOLD).await?.is_ok() {
        for of in people {
            tx.execute(store::insertion(backend, NewLine::new(*of, kind, origin))).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Tells that the person asked for something that their role does not allow.
pub async fn tell_refusal(cx: &Cx, asked: &str) -> Result<(), AppError> {
    let (backend, of) = (cx.backend(), (cx.workspace(), cx.user()));
    let mut tx = backend.begin().await?;
    if rate_limits::hit_in(backend, &mut tx, &format!("told refused {}", of.1), TOLD).await?.is_ok() {
        let line = NewLine { asked: asked.to_owned(), ..NewLine::new(of, AccessKind::Refused, cx.origin()) };
        tx.execute(store::insertion(backend, line)).await?;
    }
    Ok(tx.commit().await?)
}

/// A page of the log, the newest first.
pub async fn list(cx: &Cx, part: LogPart, page: &Page) -> Result<Rows<LogLine>, AppError> {
    cx.require(Right::SetUpUsers)?;
    let after = page.after.as_ref().map(|Cursor(id)| id.parse::<EventId>()).transpose();
    let after = after.map_err(|_| AppError::invalid("page", Problem::Unknown))?;
    let mut lines = Vec::new();
    if part != LogPart::Changes {
        lines.extend(store::list(cx, part, after, page.size() + 1).await?);
    }
    if matches!(part, LogPart::Everything | LogPart::Changes) {
        let changes = events::store::list_of_people(cx, after, page.size() + 1).await?;
        lines.extend(changes.into_iter().map(|event| LogLine {
            id: event.id,
            at: event.at,
            what: Logged::Change(event),
        }));
    }
    lines.sort_by_key(|line| Reverse(line.id));
    let more = lines.len() as i64 > page.size();
    lines.truncate(page.size() as usize);
    let next = lines.last().filter(|_| more).map(|line| Cursor(line.id.to_string()));
    Ok(Rows { rows: lines, next })
}

#[cfg(test)]
mod tests;
