//! The second factor: codes of an authenticator app (RFC 6238), and recovery codes for whoever has lost it. A person turns it on
//! with a first code, and off with another one; an administrator can take it away, never look at it.

mod store;

use crate::{
    administrators,
    cx::{Backend, Begun, Cx, Tx, begin, internal},
    db::{Reads, Transaction},
    rate_limits, roles, sessions, tokens, users,
};
use domain::{
    access::Right,
    email::Email,
    error::{AppError, ConflictKind, Problem},
    events::{Change, EventKind, Told},
    fields::Noun,
    ids::{RequestId, UserId, WorkspaceId},
    percent,
    second_factor::{Enrolment, SecondFactor, TypedCode},
    sessions::Ending,
};
use qrcodegen::{QrCode, QrCodeEcc};
use totp_rs::{Algorithm, Secret, TOTP};

/// Seconds of a code.
const STEP: u64 = 30;
/// Recovery codes that somebody gets.
const RECOVERY_CODES: u8 = 10;
/// Tries of one account's codes, at the door and inside.
const TRIES: rate_limits::Limit = rate_limits::Limit::in_ten_minutes(10);

/// How the actor signs in.
pub async fn get(cx: &Cx) -> Result<SecondFactor, AppError> {
    store::find_state(cx).await
}

/// Makes a secret for the actor's app; an earlier one that was not confirmed is void. A repeated request is answered with the
/// secret that waits: no answer with a secret in it is kept.
pub async fn begin(cx: &Cx, request: RequestId) -> Result<Enrolment, AppError> {
    let secret = match cx.begin(request, &"second_factor.begin").await? {
        Begun::New(mut tx) => {
            let secret = tokens::new_secret()?;
            if !store::set_secret(&mut tx, &secret).await? {
                return Err(AppError::Conflict(ConflictKind::OtherStatus));
            }
            tx.commit(()).await?;
            secret
        }
        Begun::Answered(()) => waiting(store::find_unconfirmed(&mut cx.db(), of(cx)).await?)?,
    };
    enrolment(cx, secret).await
}

async fn enrolment(cx: &Cx, secret: Vec<u8>) -> Result<Enrolment, AppError> {
    let viewer = users::viewer(cx).await?;
    let encoded = Secret::Raw(secret).to_encoded().to_string();
    let label = format!("{}:{}", percent::encoded(&viewer.workspace.name), percent::encoded(&viewer.email));
    let uri = format!("otpauth://totp/{label}?secret={encoded}&issuer={}", percent::encoded(&viewer.workspace.name));
    let picture =
        QrCode::encode_text(&uri, QrCodeEcc::Medium).map_err(|error| internal("picture of a secret", &error))?;
    let row = |y| (0..picture.size()).map(|x| picture.get_module(x, y)).collect();
    let groups: Vec<&str> =
        (0..encoded.len()).step_by(4).filter_map(|at| encoded.get(at..(at + 4).min(encoded.len()))).collect();
    Ok(Enrolment { secret: groups.join(" "), picture: (0..picture.size()).map(row).collect() })
}

/// Turns it on by a first code of the app; gives the recovery codes. All other sessions end: they began without a code.
/// Recovery codes are made of the secret and the request, so that a repeated one is answered alike and nothing but their
/// hashes is kept; once one of another request counts, they are told no more.
pub async fn confirm(cx: &Cx, request: RequestId, code: &str) -> Result<Vec<String>, AppError> {
    allow(cx.backend(), cx.user()).await?;
    let mut tx = match cx.begin(request, &("second_factor.confirm", tokens::hash_of(code))).await? {
        Begun::New(tx) => tx,
        Begun::Answered(()) => {
            let codes = recovery_codes(&waiting(store::find_secret(&mut cx.db(), of(cx)).await?)?, request);
            let counts = store::has_code(cx, codes.iter().map(|code| tokens::hash_of(code)).collect()).await?;
            return if counts { Ok(codes) } else { Err(AppError::Conflict(ConflictKind::OtherStatus)) };
        }
    };
    // A sign-in that is under way either ends here with the other sessions, or sees that a code is owed.
    sessions::hold_in(&mut tx, cx.user()).await?;
    let secret = waiting(store::find_unconfirmed(&mut *tx, of(cx)).await?)?;
    let Some(TypedCode::App(code)) = TypedCode::parse(code) else { return Err(wrong()) };
    let step = step_of(&secret, &code, now(cx.backend())).ok_or_else(wrong)?;
    if !store::set_confirmed(&mut tx, &secret, step).await? {
        return Err(wrong());
    }
    let codes = recovery_codes(&secret, request);
    store::insert_codes(&mut tx, codes.iter().map(|code| tokens::hash_of(code)).collect()).await?;
    sessions::end_in(&mut tx, Ending::Others).await?;
    tell(&mut tx, cx.user(), (false, true));
    tx.commit(()).await?;
    Ok(codes)
}

fn of(cx: &Cx) -> (WorkspaceId, UserId) {
    (cx.workspace(), cx.user())
}

/// What is there at the right moment only.
fn waiting(secret: Option<Vec<u8>>) -> Result<Vec<u8>, AppError> {
    secret.ok_or(AppError::Conflict(ConflictKind::OtherStatus))
}

fn recovery_codes(secret: &[u8], request: RequestId) -> Vec<String> {
    (0..RECOVERY_CODES).map(|number| tokens::recovery_code(secret, request, number)).collect()
}

/// Turns it off by a code; refused where the role asks for it.
pub async fn turn_off(cx: &Cx, request: RequestId, code: &str) -> Result<(), AppError> {
    allow(cx.backend(), cx.user()).await?;
    let mut tx = begin!(cx, request, ("second_factor.turn_off", tokens::hash_of(code)));
    let state = store::find_state(cx).await?;
    if !state.on || state.required {
        return Err(AppError::Conflict(ConflictKind::OtherStatus));
    }
    if !is_right_in(&mut tx, code).await? {
        return Err(wrong());
    }
    store::delete(&mut tx, cx.user()).await?;
    tell(&mut tx, cx.user(), (true, false));
    tx.commit(()).await
}

/// Takes it away from somebody who has lost app and codes, and ends their sessions; false when there was none.
pub async fn reset(cx: &Cx, request: RequestId, user: UserId) -> Result<bool, AppError> {
    cx.require(Right::SetUpUsers)?;
    let mut tx = begin!(cx, request, ("second_factor.reset", user));
    administrators::lock(&mut tx).await?;
    let role = users::role_in(&mut tx, user).await?.ok_or(AppError::NotFound(Noun::User))?;
    let role = roles::store::find(&mut tx, role).await?.ok_or(AppError::NotFound(Noun::Role))?;
    administrators::check_gives(&mut tx, role.gives()).await?;
    let was_on = reset_in(&mut tx, user).await?;
    tx.commit(was_on).await
}

/// The same for whoever signs in with this e-mail, in each of their companies, done by whoever runs the server: nobody else can
/// help the only administrator. Gives the companies' names.
pub async fn reset_by_email(backend: &Backend, email: &str) -> Result<Vec<String>, AppError> {
    let email = Email::parse(email).map(|email| email.normalized()).unwrap_or_default();
    let mut companies = Vec::new();
    for (workspace, user, company) in store::list_by_email(backend, &email).await? {
        let mut tx = Cx::system(backend.clone(), workspace).begin_own().await?;
        if reset_in(&mut tx, user).await? {
            companies.push(company);
        }
        tx.commit(()).await?;
    }
    Ok(companies)
}

async fn reset_in(tx: &mut Tx, user: UserId) -> Result<bool, AppError> {
    sessions::hold_in(tx, user).await?;
    let was_on = store::delete(tx, user).await?;
    if was_on {
        sessions::end_all_in(tx, user).await?;
        tell(tx, user, (true, false));
    }
    Ok(was_on)
}

/// Whether this person is asked for a code, as the transaction or the pool sees it.
pub(crate) async fn is_on(db: &mut impl Reads, of: (WorkspaceId, UserId)) -> Result<bool, AppError> {
    Ok(store::find_secret(db, of).await?.is_some())
}

/// Uses a typed code up at the door; false when it is wrong or was used before.
pub(crate) async fn use_up(backend: &Backend, of: (WorkspaceId, UserId), code: &str) -> Result<bool, AppError> {
    allow(backend, of.1).await?;
    let mut tx = backend.begin().await?;
    let right = use_up_in(backend, &mut tx, of, code).await?;
    tx.commit().await?;
    Ok(right)
}

async fn allow(backend: &Backend, user: UserId) -> Result<(), AppError> {
    rate_limits::hit(backend, &format!("code {user}"), TRIES).await
}

async fn is_right_in(tx: &mut Tx, code: &str) -> Result<bool, AppError> {
    let (backend, of) = (tx.backend().clone(), (tx.workspace(), tx.user()));
    use_up_in(&backend, tx.inner(), of, code).await
}

/// A code of the app works once, and no earlier one after it; a recovery code works once.
async fn use_up_in(
    backend: &Backend,
    tx: &mut Transaction,
    of: (WorkspaceId, UserId),
    code: &str,
) -> Result<bool, AppError> {
    match TypedCode::parse(code) {
        Some(TypedCode::App(code)) => {
            let Some(secret) = store::find_secret(tx, of).await? else { return Ok(false) };
            match step_of(&secret, &code, now(backend)) {
                Some(step) => store::set_step(tx, of, step).await,
                None => Ok(false),
            }
        }
        Some(TypedCode::Recovery(code)) => store::delete_code(tx, of, &tokens::hash_of(&code)).await,
        None => Ok(false),
    }
}

/// The step that a code belongs to: now, or one earlier or later, since clocks differ.
fn step_of(secret: &[u8], code: &str, now: u64) -> Option<i64> {
    let totp = TOTP::new_unchecked(Algorithm::SHA1, 6, 1, STEP, secret.to_vec());
    let now = now / STEP;
    let fits = |step: &u64| totp.generate(step * STEP) == code;
    [now, now.saturating_sub(1), now + 1].into_iter().find(fits).and_then(|step| i64::try_from(step).ok())
}

fn now(backend: &Backend) -> u64 {
    backend.now().timestamp().unsigned_abs()
}

fn wrong() -> AppError {
    AppError::invalid("code", Problem::WrongCode)
}

fn tell(tx: &mut Tx, user: UserId, (before, after): (bool, bool)) {
    let told = |on: bool| Some(Told::Integer(on.into()));
    let change = Change::of("second_factor", told(before), told(after));
    tx.record(Noun::User, user, EventKind::Changed, change.into_iter().collect());
}

/// The code that an app shows now, for tests.
#[cfg(any(test, feature = "testing"))]
pub fn code_now(backend: &Backend, secret: &str) -> String {
    let plain: String = secret.chars().filter(|sign| !sign.is_whitespace()).collect();
    let secret = Secret::Encoded(plain).to_bytes().unwrap_or_default();
    TOTP::new_unchecked(Algorithm::SHA1, 6, 1, STEP, secret).generate(now(backend))
}

#[cfg(test)]
mod tests;
