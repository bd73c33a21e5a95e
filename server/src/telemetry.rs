//! Logs: lines for a person on a terminal, JSON elsewhere. No personal data, no secrets.

use std::io::IsTerminal;
use tracing::Subscriber;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter, util::SubscriberInitExt};

/// Starts logging to standard error; `RUST_LOG` chooses what.
pub fn start() {
    if std::io::stderr().is_terminal() {
        tracing_subscriber::fmt().with_env_filter(filter()).with_writer(std::io::stderr).init();
    } else {
        json(std::io::stderr).init();
    }
}

/// Logs as lines of JSON.
pub fn json<W>(to: W) -> impl Subscriber + Send + Sync
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    tracing_subscriber::fmt().with_env_filter(filter()).with_writer(to).json().finish()
}

fn filter() -> EnvFilter {
    EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"))
}
