//! Sign-in and sessions. The cookie is `company.token`; only the token's hash is stored, so that whoever reads the
//! database cannot sign in by what stands there.

mod store;

use crate::{
    cx::{Backend, Cx, Tx, begin},
    passwords, rate_limits, tokens,
    users::{self, Seat},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::Rights,
    email::Email,
    error::AppError,
    ids::{RequestId, SessionId, UserId, WorkspaceId},
    lang::Lang,
    sessions::{Ending, Session},
};
use uuid::Uuid;

/// Unused for so many days, a session ends.
const IDLE_DAYS: i64 = 14;
/// A session never lives longer than this.
const ABSOLUTE_DAYS: i64 = 90;
/// As many companies are tried for one e-mail.
const COMPANIES: i64 = 3;

const BY_ACCOUNT: rate_limits::Limit = rate_limits::Limit { hits: 10, seconds: 600 };
const BY_ADDRESS: rate_limits::Limit = rate_limits::Limit { hits: 100, seconds: 600 };

/// Who is asking, as far as the connection tells.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The client's address, behind a trusted proxy the one it names.
    pub address: String,
    /// The browser's own words, shortened; shown in the list of sessions.
    pub device: String,
}

/// What a right password gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedIn {
    /// One company: the cookie's value.
    Session(String),
    /// Several: one one-time token each; the person chooses.
    Choose(Vec<String>),
}

/// Checks e-mail and password. Unknown and known addresses answer alike, in words and in time.
pub async fn sign_in(backend: &Backend, email: &str, password: &str, origin: &Origin) -> Result<SignedIn, AppError> {
    rate_limits::hit(backend, &format!("sign-in address {}", origin.address), BY_ADDRESS).await?;
    let email = Email::parse(email).map(|email| email.normalized()).unwrap_or_default();
    rate_limits::hit(backend, &format!("sign-in account {email}"), BY_ACCOUNT).await?;
    let mut candidates = store::list_by_email(backend, &email, COMPANIES).await?.into_iter();
    let mut fitting = Vec::new();
    // One check at least, so that an unknown address costs what a known one does.
    let mut next = candidates.next();
    loop {
        let hash = next.as_ref().and_then(|user| user.password_hash.clone());
        if passwords::is_right(password.to_owned(), hash).await? {
            fitting.extend(next.as_ref().map(|user| (user.workspace_id.into(), user.id.into())));
        }
        next = candidates.next();
        if next.is_none() {
            break;
        }
    }
    match fitting.as_slice() {
        [] => {
            tracing::info!(address = %origin.address, "sign-in refused");
            Err(AppError::NotSignedIn)
        }
        [(workspace, user)] => Ok(SignedIn::Session(start(backend, *workspace, *user, origin).await?)),
        several => {
            let mut links = Vec::new();
            for (workspace, user) in several {
                links.push(new_link(backend, *workspace, *user, TimeDelta::minutes(10)).await?);
            }
            Ok(SignedIn::Choose(links))
        }
    }
}

/// A one-time sign-in token: for the choice of a company, and for demo data.
pub(crate) async fn new_link(
    backend: &Backend,
    workspace: WorkspaceId,
    user: UserId,
    lives: TimeDelta,
) -> Result<String, AppError> {
    let token = tokens::new_token()?;
    store::insert_link(backend, &tokens::hash_of(&token), (workspace, user), backend.now() + lives).await?;
    Ok(token)
}

/// The company's name that a sign-in token opens; none when it is void.
pub async fn company_of_link(backend: &Backend, token: &str) -> Result<Option<String>, AppError> {
    store::find_link(backend, &tokens::hash_of(token)).await
}

/// Uses a sign-in token up and gives the cookie's value.
pub async fn enter(backend: &Backend, token: &str, origin: &Origin) -> Result<String, AppError> {
    rate_limits::hit(backend, &format!("sign-in address {}", origin.address), BY_ADDRESS).await?;
    let found = store::use_link(backend, &tokens::hash_of(token)).await?;
    let (workspace, user) = found.ok_or(AppError::NotSignedIn)?;
    start(backend, workspace, user, origin).await
}

/// Starts a session; gives the cookie's value. A new token at every sign-in.
pub async fn start(
    backend: &Backend,
    workspace: WorkspaceId,
    user: UserId,
    origin: &Origin,
) -> Result<String, AppError> {
    let token = tokens::new_token()?;
    let device: String = origin.device.chars().filter(|sign| !sign.is_control()).take(200).collect();
    store::insert(backend, (workspace, user), &tokens::hash_of(&token), &device).await?;
    tracing::info!(%workspace, %user, address = %origin.address, "signed in");
    Ok(format!("{workspace}.{token}"))
}

/// The context of a request with this cookie; none when the session is unknown or over.
pub async fn cx(backend: &Backend, cookie: &str) -> Result<Option<Cx>, AppError> {
    let Some((workspace, hash)) = parse(cookie) else { return Ok(None) };
    let now = backend.now();
    let found = store::find(backend, workspace, &hash).await?;
    let alive = found.filter(|session| is_alive(session.created_at, session.seen_at, now));
    let Some(session) = alive else { return Ok(None) };
    if session.seen_at < now - TimeDelta::minutes(10) {
        store::set_seen(backend, workspace, &hash).await?;
    }
    let seat = Seat {
        user: session.user_id.into(),
        role: session.role_id.into(),
        rights: Rights(session.rights),
        lang: Lang::parse(&session.lang).unwrap_or_default(),
        settings: session.settings,
    };
    let cx = users::seated(backend, workspace, seat).await?;
    Ok(Some(cx.with_preferences(session.preferences.as_deref().unwrap_or_default()).with_session(id_of(&hash))))
}

/// The actor's own sessions that are not over, the one used last first.
pub async fn list(cx: &Cx) -> Result<Vec<Session>, AppError> {
    let rows = store::list(cx).await?;
    let alive = rows.into_iter().filter(|row| is_alive(row.created_at, row.seen_at, cx.now()));
    let session = |row: store::Kept| {
        let id = id_of(&row.token_hash);
        let (device, created_at, seen_at) = (row.device, row.created_at, row.seen_at);
        Session { id, device, created_at, seen_at, current: cx.session() == Some(id) }
    };
    Ok(alive.map(session).collect())
}

/// Ends one of the actor's own sessions, or all but the one that asks. One that is over already is as it should be. No record
/// of the company changes by it, so no event tells of it.
pub async fn end(cx: &Cx, request: RequestId, which: Ending) -> Result<(), AppError> {
    let mut tx = begin!(cx, request, ("sessions.end", &which));
    let mut ending = store::list_hashes(&mut tx).await?;
    ending.retain(|hash| match which {
        Ending::One(chosen) => chosen == id_of(hash),
        Ending::Others => cx.session() != Some(id_of(hash)),
    });
    store::delete_some(&mut tx, ending).await?;
    tx.commit(()).await
}

fn is_alive(created_at: DateTime<Utc>, seen_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    seen_at > now - TimeDelta::days(IDLE_DAYS) && created_at > now - TimeDelta::days(ABSOLUTE_DAYS)
}

/// The first half of the hash: enough to tell sessions apart, and it opens none.
fn id_of(hash: &[u8]) -> SessionId {
    let mut half = [0; 16];
    for (byte, of) in half.iter_mut().zip(hash) {
        *byte = *of;
    }
    SessionId(Uuid::from_bytes(half))
}

/// Ends the session of this cookie.
pub async fn sign_out(backend: &Backend, cookie: &str) -> Result<(), AppError> {
    match parse(cookie) {
        Some((workspace, hash)) => store::delete(backend, workspace, &hash).await,
        None => Ok(()),
    }
}

/// Ends every session of a person and makes their sign-in links void, with the transaction.
pub(crate) async fn end_all_in(tx: &mut Tx, user: UserId) -> Result<(), AppError> {
    store::delete_all(tx, user).await
}

fn parse(cookie: &str) -> Option<(WorkspaceId, Vec<u8>)> {
    let (workspace, token) = cookie.split_once('.')?;
    Some((workspace.parse().ok()?, tokens::hash_of(token)))
}

#[cfg(test)]
mod tests;
