//! Sign-in and sessions. The cookie is `company.token`; only the token's hash is stored, so that whoever reads the
//! database cannot sign in by what stands there.

mod store;

use crate::{
    cx::{Backend, Cx, Tx, begin},
    db::Transaction,
    passwords, rate_limits, second_factor,
    security_log::{self, NewLine},
    tokens,
    users::{self, Seat},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::Rights,
    email::Email,
    error::{AppError, Problem},
    ids::{RequestId, SessionId, UserId, WorkspaceId},
    lang::Lang,
    security_log::AccessKind,
    sessions::{Ending, Session},
};
use std::net::Ipv6Addr;
use uuid::Uuid;

/// Unused for so many days, a session ends.
pub(crate) const IDLE_DAYS: i64 = 14;
/// A session never lives longer than this.
pub const ABSOLUTE_DAYS: i64 = 90;
/// As many companies are tried for one e-mail.
const COMPANIES: i64 = 3;

/// So long a code may be typed after the password.
pub(crate) const CODE_MINUTES: i64 = 10;

const BY_ACCOUNT: rate_limits::Limit = rate_limits::Limit::in_ten_minutes(10);
const BY_ADDRESS: rate_limits::Limit = rate_limits::Limit::in_ten_minutes(100);

/// Who is asking, as far as the connection tells.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The client's address, behind a trusted proxy the one it names.
    pub address: String,
    /// The browser's own words, shortened; shown in the list of sessions.
    pub device: String,
}

impl Origin {
    /// What tries are counted by: an address, and of IPv6 the network of it that one household or office has.
    pub(crate) fn network(&self) -> String {
        match self.address.parse::<Ipv6Addr>() {
            Ok(address) => format!("{}/64", Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
            Err(_) => self.address.clone(),
        }
    }

    /// The browser's words as they are kept: one line of no more than this.
    pub(crate) fn device_kept(&self) -> String {
        self.device.chars().filter(|sign| !sign.is_control()).take(200).collect()
    }
}

/// What a session waits for before it opens anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waits {
    ForNothing,
    ForCode,
}

/// By what somebody is let in. It is looked at once more where the session begins: what ends all sessions of a person makes it
/// void, and may have come in between.
#[derive(Clone, Copy)]
enum Proof<'a> {
    /// The hash that a password was checked against.
    Password(&'a str),
    /// The hash of a sign-in token.
    Link(&'a [u8]),
    /// The hash of the session that waited for a code, which was right.
    Code(&'a [u8]),
    /// Nothing more to look at: whoever asks knows the person.
    Known,
}

/// Whose password was right, and by which hash.
struct Checked {
    of: (WorkspaceId, UserId),
    hash: String,
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
    rate_limits::hit(backend, &format!("sign-in address {}", origin.network()), BY_ADDRESS).await?;
    let email = Email::parse(email).map(|email| email.normalized()).unwrap_or_default();
    let allowed = rate_limits::hit(backend, &format!("sign-in account {email}"), BY_ACCOUNT).await;
    let candidates = store::list_by_email(backend, &email, COMPANIES).await?;
    let people: Vec<_> = candidates.iter().map(|user| (user.workspace_id.into(), user.id.into())).collect();
    if matches!(allowed, Err(AppError::TooMany { .. })) {
        security_log::tell_failure(backend, AccessKind::Blocked, (&email, &people), origin).await?;
    }
    allowed?;
    let mut candidates = candidates.into_iter();
    let mut fitting = Vec::new();
    // As many checks for whomever is named: of nobody, of somebody in one company and in several. The time tells neither.
    for _ in 0..COMPANIES {
        let user = candidates.next();
        let hash = user.as_ref().and_then(|user| user.password_hash.clone());
        if passwords::is_right(password.to_owned(), hash.clone()).await? {
            let checked = |(user, hash): (store::Candidate, String)| {
                let of = (user.workspace_id.into(), user.id.into());
                Checked { of, hash }
            };
            fitting.extend(user.zip(hash).map(checked));
        }
    }
    let signed_in = let_in(backend, &fitting, origin).await?;
    // A password that was right and is not any more is told like any other wrong one.
    if signed_in.is_none() {
        tracing::info!(address = %origin.address, "sign-in refused");
        security_log::tell_failure(backend, AccessKind::WrongPassword, (&email, &people), origin).await?;
    }
    signed_in.ok_or(AppError::NotSignedIn)
}

/// Lets in whose password was right: none where it is another one by now, or they may not come any more.
async fn let_in(backend: &Backend, fitting: &[Checked], origin: &Origin) -> Result<Option<SignedIn>, AppError> {
    match fitting {
        [] => Ok(None),
        [Checked { of, hash }] => {
            let cookie = begin_session(backend, *of, origin, Proof::Password(hash)).await?;
            Ok(cookie.map(SignedIn::Session))
        }
        several => {
            let mut links = Vec::new();
            for checked in several {
                links.extend(new_choice(backend, checked).await?);
            }
            Ok((!links.is_empty()).then_some(SignedIn::Choose(links)))
        }
    }
}

/// A sign-in token of one of several companies; none where the password is another one by now.
async fn new_choice(backend: &Backend, Checked { of, hash }: &Checked) -> Result<Option<String>, AppError> {
    let mut tx = backend.begin().await?;
    if !store::lock_active(&mut tx, *of, Some(hash)).await? {
        return Ok(None);
    }
    let token = new_link_in(backend, &mut tx, *of, TimeDelta::minutes(10)).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// A one-time sign-in token: for the choice of a company, and for demo data.
pub(crate) async fn new_link(
    backend: &Backend,
    workspace: WorkspaceId,
    user: UserId,
    lives: TimeDelta,
) -> Result<String, AppError> {
    let mut tx = backend.begin().await?;
    let token = new_link_in(backend, &mut tx, (workspace, user), lives).await?;
    tx.commit().await?;
    Ok(token)
}

async fn new_link_in(
    backend: &Backend,
    tx: &mut Transaction,
    of: (WorkspaceId, UserId),
    lives: TimeDelta,
) -> Result<String, AppError> {
    let token = tokens::new_token()?;
    store::insert_link(tx, &tokens::hash_of(&token), of, backend.now() + lives).await?;
    Ok(token)
}

/// The company's name that a sign-in token opens; none when it is void.
pub async fn company_of_link(backend: &Backend, token: &str) -> Result<Option<String>, AppError> {
    store::find_link(backend, &tokens::hash_of(token)).await
}

/// Uses a sign-in token up and gives the cookie's value.
pub async fn enter(backend: &Backend, token: &str, origin: &Origin) -> Result<String, AppError> {
    rate_limits::hit(backend, &format!("sign-in address {}", origin.network()), BY_ADDRESS).await?;
    let hash = tokens::hash_of(token);
    // Whose it is has to be known first: the person is locked before the link, as by whoever makes it void.
    let of = store::find_link_owner(backend, &hash).await?.ok_or(AppError::NotSignedIn)?;
    begin_session(backend, of, origin, Proof::Link(&hash)).await?.ok_or(AppError::NotSignedIn)
}

/// Starts a session; gives the cookie's value. A new token at every sign-in. For whoever has a second factor it opens nothing
/// before [`enter_code`]; whoever may not sign in gets none.
pub async fn start(
    backend: &Backend,
    workspace: WorkspaceId,
    user: UserId,
    origin: &Origin,
) -> Result<String, AppError> {
    begin_session(backend, (workspace, user), origin, Proof::Known).await?.ok_or(AppError::NotSignedIn)
}

/// The same for whoever has just set the password of this hash, unless there is another one by now.
pub(crate) async fn start_with_password(
    backend: &Backend,
    of: (WorkspaceId, UserId),
    hash: &str,
    origin: &Origin,
) -> Result<String, AppError> {
    begin_session(backend, of, origin, Proof::Password(hash)).await?.ok_or(AppError::NotSignedIn)
}

/// The one way a session begins; none where the proof holds no more. Between the look at it and the commit nobody ends all
/// sessions of the person: they would miss this one, which is not there yet.
async fn begin_session(
    backend: &Backend,
    of: (WorkspaceId, UserId),
    origin: &Origin,
    proof: Proof<'_>,
) -> Result<Option<String>, AppError> {
    let token = tokens::new_token()?;
    let mut tx = backend.begin().await?;
    let password = if let Proof::Password(hash) = proof { Some(hash) } else { None };
    if !store::lock_active(&mut tx, of, password).await? {
        return Ok(None);
    }
    // Two at once: one of them uses it up.
    let holds = match proof {
        Proof::Link(hash) => store::use_link(&mut tx, hash, backend.now()).await?,
        Proof::Code(hash) => store::delete_waiting(&mut tx, of.0, hash).await?,
        Proof::Password(_) | Proof::Known => true,
    };
    if !holds {
        return Ok(None);
    }
    // A question of its own, after the lock: one that waited for the lock itself would tell what was true before.
    let owes = !matches!(proof, Proof::Code(_)) && second_factor::is_on(&mut tx, of).await?;
    let waits = if owes { Waits::ForCode } else { Waits::ForNothing };
    store::insert(backend, &mut tx, (of, &tokens::hash_of(&token)), (origin, waits)).await?;
    tx.commit().await?;
    tracing::info!(workspace = %of.0, user = %of.1, address = %origin.address, ?waits, "signed in");
    Ok(Some(format!("{}.{token}", of.0)))
}

/// Whether the session of this cookie waits for a code.
pub async fn awaits_code(backend: &Backend, cookie: &str) -> Result<bool, AppError> {
    Ok(waiting(backend, cookie).await?.is_some())
}

async fn waiting(backend: &Backend, cookie: &str) -> Result<Option<(WorkspaceId, UserId)>, AppError> {
    let Some((workspace, hash)) = parse(cookie) else { return Ok(None) };
    let found = store::find_waiting(backend, workspace, &hash).await?;
    let alive = found.filter(|found| found.created_at > backend.now() - TimeDelta::minutes(CODE_MINUTES));
    Ok(alive.map(|found| (workspace, found.user_id.into())))
}

/// Gives the cookie of a session that opens everything for that of one that waits, and a right code.
pub async fn enter_code(backend: &Backend, cookie: &str, code: &str, origin: &Origin) -> Result<String, AppError> {
    let of = waiting(backend, cookie).await?.ok_or(AppError::NotSignedIn)?;
    if !second_factor::use_up(backend, of, code).await? {
        let key = of.1.to_string();
        security_log::tell_failure(backend, AccessKind::WrongCode, (&key, &[of]), origin).await?;
        return Err(AppError::invalid("code", Problem::WrongCode));
    }
    let (_, hash) = parse(cookie).ok_or(AppError::NotSignedIn)?;
    begin_session(backend, of, origin, Proof::Code(&hash)).await?.ok_or(AppError::NotSignedIn)
}

/// The context of a request with this cookie; none when the session is unknown or over.
pub async fn cx(backend: &Backend, cookie: &str) -> Result<Option<Cx>, AppError> {
    let Some((workspace, hash)) = parse(cookie) else { return Ok(None) };
    let now = backend.now();
    let found = store::find(backend, workspace, &hash).await?;
    let alive = found.filter(|session| is_alive(session.created_at, session.seen_at, now));
    let Some(session) = alive else { return Ok(None) };
    // Reading goes on where nothing can be written, on a full disk for one.
    if session.seen_at < now - TimeDelta::minutes(10)
        && let Err(error) = store::set_seen(backend, workspace, &hash).await
    {
        tracing::warn!(%error, "that a session is used could not be kept");
    }
    let seat = Seat {
        user: session.user_id.into(),
        role: session.role_id.into(),
        rights: Rights(session.rights),
        lang: Lang::parse(&session.lang).unwrap_or_default(),
        settings: session.settings,
    };
    let cx = users::seated(backend, workspace, seat).await?;
    let cx = cx.with_preferences(session.preferences.as_deref().unwrap_or_default()).with_session(id_of(&hash));
    Ok(Some(cx.lacking_factor(session.lacks_factor > 0).with_told(session.told > 0)))
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
/// of the company changes by it, so no event tells of it; the security log does.
pub async fn end(cx: &Cx, request: RequestId, which: Ending) -> Result<(), AppError> {
    let mut tx = begin!(cx, request, ("sessions.end", &which));
    if end_in(&mut tx, which).await? {
        let line = NewLine::new((cx.workspace(), cx.user()), AccessKind::EndedSessions, cx.origin());
        tx.execute(security_log::store::insertion(cx.backend(), line)).await?;
    }
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
pub async fn sign_out(backend: &Backend, cookie: &str, origin: &Origin) -> Result<(), AppError> {
    let Some((workspace, hash)) = parse(cookie) else { return Ok(()) };
    // Who it is that leaves is known once the session is gone.
    let mut tx = Cx::system(backend.clone(), workspace).begin_own().await?;
    if let Some(user) = store::delete(&mut tx, &hash).await? {
        let line = NewLine::new((workspace, user), AccessKind::SignedOut, origin);
        tx.execute(security_log::store::insertion(backend, line)).await?;
        tx.tell_ended(user);
    }
    tx.commit(()).await
}

/// Whether the session that asks has not ended meanwhile. A job has none that could.
pub(crate) async fn goes_on(cx: &Cx) -> Result<bool, AppError> {
    Ok(cx.session().is_none() || list(cx).await?.iter().any(|session| session.current))
}

/// Ends sessions of the actor with the transaction; whether there were any.
pub(crate) async fn end_in(tx: &mut Tx, which: Ending) -> Result<bool, AppError> {
    let mut ending = store::list_hashes(tx).await?;
    ending.retain(|hash| match which {
        Ending::One(chosen) => chosen == id_of(hash),
        Ending::Others => tx.session() != Some(id_of(hash)),
    });
    let any = !ending.is_empty();
    store::delete_some(tx, ending).await?;
    if any {
        tx.tell_ended(tx.user());
    }
    Ok(any)
}

/// Keeps sessions of a person from beginning until the commit. For whoever decides what a session owes, or ends them all, and
/// does not change the person's own row, which does the same.
pub(crate) async fn hold_in(tx: &mut Tx, user: UserId) -> Result<(), AppError> {
    store::lock(tx, user).await
}

/// Ends every session of a person and makes their sign-in links void, with the transaction, which has changed the person's row
/// or called [`hold_in`]: else one may begin meanwhile that is not seen here.
pub(crate) async fn end_all_in(tx: &mut Tx, user: UserId) -> Result<(), AppError> {
    tx.tell_ended(user);
    store::delete_all(tx, user).await
}

fn parse(cookie: &str) -> Option<(WorkspaceId, Vec<u8>)> {
    let (workspace, token) = cookie.split_once('.')?;
    Some((workspace.parse().ok()?, tokens::hash_of(token)))
}

#[cfg(test)]
mod tests;
