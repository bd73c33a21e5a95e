//! Takes answers from a reading process, or a thread, and holds it to the limits of time and of line length.

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt};
use tokio::process::Child;
use tokio::time::{Duration, Instant, timeout};

use super::death;
use super::error::ReadError;
use super::limits::{MAX_LINE_BYTES, MAX_SILENCE, MAX_WAIT};
use super::protocol::Answer;

pub(super) type Lines = Box<dyn AsyncBufRead + Send + Sync + Unpin>;

/// The answers of one reading process.
pub(super) struct Answers {
    lines: Lines,
    child: Option<Child>,
    /// The line so far; kept here so that a dropped `next` future loses nothing.
    line: Vec<u8>,
    /// Time spent waiting for the process so far.
    pub(super) waited: Duration,
    /// The last row that was answered, 0 before the first.
    pub(super) after_row: u32,
    /// No answer comes any more.
    pub(super) is_over: bool,
}

impl Answers {
    /// The answers of a process, or of a thread when `child` is `None`, that was just started.
    pub(super) fn new(lines: Lines, child: Option<Child>) -> Self {
        Self { lines, child, line: Vec::new(), waited: Duration::ZERO, after_row: 0, is_over: false }
    }

    /// The next answer; the process's own refusal is an error and the last answer.
    pub(super) async fn next(&mut self) -> Result<Answer, ReadError> {
        let answer = match self.read_line().await {
            Ok(()) => serde_json::from_slice(&self.line).map_err(|_| self.broken()),
            Err(error) => Err(error),
        };
        self.line.clear();
        let answer = match answer {
            Ok(Answer::Error(error)) => Err(error),
            other => other,
        };
        self.is_over |= answer.is_err();
        answer
    }

    async fn read_line(&mut self) -> Result<(), ReadError> {
        let patience = MAX_SILENCE.min(MAX_WAIT.saturating_sub(self.waited));
        let room = (MAX_LINE_BYTES - self.line.len()) as u64;
        let started = Instant::now();
        let mut lines = (&mut self.lines).take(room);
        let read = timeout(patience, lines.read_until(b'\n', &mut self.line)).await;
        self.waited += started.elapsed();
        match read {
            Err(_) => Err(ReadError::TookTooLong),
            Ok(Ok(_)) if self.line.ends_with(b"\n") => Ok(()),
            Ok(_) => Err(self.death().await),
        }
    }

    async fn death(&mut self) -> ReadError {
        match &mut self.child {
            Some(child) => death::reason(child).await.unwrap_or_else(|| self.broken()),
            None => self.broken(),
        }
    }

    /// The error of a process that says what it must not say here.
    pub(super) fn broken(&self) -> ReadError {
        ReadError::BrokenFile { after_row: self.after_row }
    }
}
