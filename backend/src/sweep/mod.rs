//! The sweep: deletes what is over and looked at by nobody any more, for as long as the server runs. Letters and files of imports
//! are swept by their own workers.

mod store;

use crate::{
    cx::{ANSWERS_HOURS, Backend},
    rate_limits,
    sessions::{ABSOLUTE_DAYS, CODE_MINUTES, IDLE_DAYS},
};
use chrono::TimeDelta;
use domain::error::AppError;
use std::time::Duration;
use store::Over;
use tokio::{sync::watch, time::sleep};

/// How often it is swept.
const PAUSE: Duration = Duration::from_secs(3600);
/// Days for which a notification is kept that its reader has seen.
const SEEN_DAYS: i64 = 183;
/// Between two portions, so that whoever waits to write gets a turn.
const BREATH: Duration = Duration::from_millis(50);

/// Sweeps until `stop` turns true or its sender is gone. A portion that has begun is deleted to its end.
pub async fn work(backend: &Backend, mut stop: watch::Receiver<bool>) {
    while !is_stopped(&stop) {
        if let Err(error) = sweep(backend, &stop).await {
            tracing::warn!(%error, "the sweep");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = sleep(PAUSE) => {}
        }
    }
}

fn is_stopped(stop: &watch::Receiver<bool>) -> bool {
    *stop.borrow() || stop.has_changed().is_err()
}

async fn sweep(backend: &Backend, stop: &watch::Receiver<bool>) -> Result<(), AppError> {
    let now = backend.now();
    for over in [
        Over::answers(now - TimeDelta::hours(ANSWERS_HOURS)),
        Over::sessions(now - TimeDelta::days(ABSOLUTE_DAYS), now - TimeDelta::days(IDLE_DAYS)),
        Over::waiting_sessions(now - TimeDelta::minutes(CODE_MINUTES)),
        Over::links(now),
        Over::notifications(now - TimeDelta::days(SEEN_DAYS)),
        Over::voided_notifications(now - TimeDelta::hours(ANSWERS_HOURS)),
        Over::attempts(rate_limits::slots(now)),
    ] {
        while !is_stopped(stop) && store::delete_portion(backend, &over).await? {
            sleep(BREATH).await;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
