//! Why a reading process ended without finishing its answers.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use rustix::process::Signal;
use tokio::process::Child;
use tokio::time::{Duration, timeout};

use super::error::ReadError;
use super::limits::MAX_MEMORY_MB;

/// A process that closed its output is about to be gone; one that is not is killed when its handle drops.
const GRACE: Duration = Duration::from_secs(2);

/// The limit that ended the process; `None` when it was none of them, so that the file must have broken the parser.
pub(super) async fn reason(child: &mut Child) -> Option<ReadError> {
    match timeout(GRACE, child.wait()).await {
        Ok(Ok(status)) => {
            tracing::warn!(%status, "a reading process ended early");
            by_status(status)
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "no exit status of a reading process");
            None
        }
        Err(_) => None,
    }
}

fn by_status(status: ExitStatus) -> Option<ReadError> {
    let signal = status.signal()?;
    if signal == Signal::XCPU.as_raw() || signal == Signal::KILL.as_raw() {
        Some(ReadError::TookTooLong)
    } else if signal == Signal::ABORT.as_raw() {
        // Rust aborts when memory runs out; a panic is an exit code instead.
        Some(ReadError::TooMuchMemory { limit_mb: MAX_MEMORY_MB })
    } else {
        None
    }
}
