//! The worker: looks up who asked for a new password, and sends waiting letters of any company, for as long as the server
//! runs.

use super::{
    Postman,
    postman::NotSent,
    store::claim::{self, Claim},
};
use crate::{cx::Backend, password_links};
use chrono::TimeDelta;
use domain::error::AppError;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How often a server looks for letters that another one has written or dropped.
const LOOK: Duration = Duration::from_secs(2);
/// How often letters are given up and forgotten.
const SWEEP: Duration = Duration::from_secs(600);
/// Seconds for which a letter is held: longer than a mail server may take.
const LEASE: i64 = 60;
/// The longest pause between two attempts, in seconds.
const LONGEST_PAUSE: i64 = 300;
/// After so many refusals a letter is given up.
pub(super) const REFUSALS: i64 = 8;
/// Days for which is known that a letter was sent.
const KNOWN: i64 = 30;

/// Works until `stop` turns true or its sender is gone. A letter that has begun is sent to its end.
pub async fn work(backend: &Backend, postman: &Postman, mut stop: watch::Receiver<bool>) {
    let mut swept: Option<Instant> = None;
    while !*stop.borrow() && stop.has_changed().is_ok() {
        if swept.is_none_or(|at| at.elapsed() > SWEEP) {
            sweep(backend).await;
            swept = Some(Instant::now());
        }
        match run_one(backend, postman).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "letters wait"),
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn sweep(backend: &Backend) {
    match claim::sweep(backend, backend.now() - TimeDelta::days(KNOWN)).await {
        Ok(0) => {}
        Ok(late) => tracing::warn!(late, "letters were given up: their links ended before they could be sent"),
        Err(error) => tracing::warn!(%error, "the sweep of letters"),
    }
}

/// Answers one request for a new password, or sends one letter; false when neither waits.
pub(super) async fn run_one(backend: &Backend, postman: &Postman) -> Result<bool, AppError> {
    if password_links::answer_one(backend).await? {
        return Ok(true);
    }
    let until = backend.now() + TimeDelta::seconds(LEASE);
    let Some(letter) = claim::set_claimed(backend, until).await? else { return Ok(false) };
    deliver(backend, postman, &letter).await?;
    Ok(true)
}

async fn deliver(backend: &Backend, postman: &Postman, letter: &Claim) -> Result<(), AppError> {
    let (error, refused) = match postman.send(letter).await {
        Ok(()) => {
            if !claim::set_sent(backend, letter).await? {
                tracing::warn!(letter = %letter.id, "a letter was sent that somebody else has taken since");
            }
            return Ok(());
        }
        Err(NotSent::Later(error)) => (error, 0),
        Err(NotSent::Refused(error)) => (error, 1),
    };
    let pause = 2i64.saturating_pow(u32::try_from(letter.fence).unwrap_or(u32::MAX)).min(LONGEST_PAUSE);
    let error = format!("{error:#}");
    tracing::warn!(letter = %letter.id, attempt = letter.fence, refused, pause, error, "a letter waits");
    if claim::set_later(backend, letter, backend.now() + TimeDelta::seconds(pause), refused).await? >= REFUSALS {
        tracing::error!(letter = %letter.id, error, "a letter is given up: it is refused each time");
    }
    Ok(())
}
