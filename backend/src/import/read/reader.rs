//! The asking side: starts the reading process, hands it the file and takes rows from it one at a time.
//! What the process answers is taken in `answers`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncWriteExt, BufReader};
use tokio::process::{ChildStdin, Command};

use super::answers::Answers;
use super::error::ReadError;
use super::limits::{MAX_FILE_MB, MIB};
use super::protocol::{Answer, Request, Row, SheetInfo};

/// The hidden subcommand of the program that runs `child_main`.
pub const SUBCOMMAND: &str = "read-sheet";

/// mimalloc takes 1 GiB of address space at start, which the limit of memory, set later, could not take back.
const NO_RESERVE: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "0");

/// Where table files are read.
#[derive(Debug, Clone)]
pub enum Reader {
    /// In a process of its own, started from this program with [`SUBCOMMAND`]; the way of the running server.
    Child(PathBuf),
    /// In a thread of this process, without limits of memory and processor time: for tests, whose program has no such
    /// subcommand.
    #[cfg(any(test, feature = "testing"))]
    Thread,
}

/// The rows of an open sheet; dropping it ends the reading process.
pub struct SheetRows {
    /// What the file holds.
    pub info: SheetInfo,
    pub(super) answers: Answers,
}

impl Reader {
    /// The running program as its own reader. On Linux by a path that survives the program's replacement on disk.
    pub fn own() -> Self {
        let own = if cfg!(target_os = "linux") { None } else { std::env::current_exe().ok() };
        Self::Child(own.unwrap_or_else(|| PathBuf::from("/proc/self/exe")))
    }

    /// Opens the file that was uploaded as `name` at the named sheet, or the first filled one.
    pub async fn open<F>(&self, file: F, name: &str, sheet: Option<&str>) -> Result<SheetRows, ReadError>
    where
        F: AsRef<[u8]> + Send + Sync + 'static,
    {
        let size = file.as_ref().len() as u64;
        if size > MAX_FILE_MB * MIB {
            return Err(ReadError::TooLarge { limit_mb: MAX_FILE_MB });
        }
        let request = Request { name: name.to_owned(), sheet: sheet.map(str::to_owned), size };
        let mut answers = self.start(&request, file)?;
        match answers.next().await? {
            Answer::Info(info) => Ok(SheetRows { info, answers }),
            _ => Err(answers.broken()),
        }
    }

    fn start<F>(&self, request: &Request, file: F) -> Result<Answers, ReadError>
    where
        F: AsRef<[u8]> + Send + Sync + 'static,
    {
        let mut header = serde_json::to_vec(request).map_err(unavailable)?;
        header.push(b'\n');
        match self {
            Self::Child(program) => start_child(program, header, file),
            #[cfg(any(test, feature = "testing"))]
            Self::Thread => Ok(Answers::new(Box::new(super::thread::start(header, file)), None)),
        }
    }
}

impl SheetRows {
    /// The next filled row; `None` after the last one, and after an error.
    pub async fn next(&mut self) -> Result<Option<Row>, ReadError> {
        if self.answers.is_over {
            return Ok(None);
        }
        match self.answers.next().await? {
            Answer::Row(row) => {
                self.answers.after_row = row.number;
                Ok(Some(row))
            }
            Answer::End { .. } => {
                self.answers.is_over = true;
                Ok(None)
            }
            Answer::Info(_) | Answer::Error(_) => Err(self.answers.broken()),
        }
    }
}

impl fmt::Debug for SheetRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SheetRows").field("info", &self.info).finish_non_exhaustive()
    }
}

fn start_child<F>(program: &Path, header: Vec<u8>, file: F) -> Result<Answers, ReadError>
where
    F: AsRef<[u8]> + Send + Sync + 'static,
{
    let mut child = Command::new(program)
        .arg(SUBCOMMAND)
        .env_clear() // the server's secrets are no business of a process that reads strangers' files
        .env(NO_RESERVE.0, NO_RESERVE.1)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(unavailable)?;
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(unavailable("no pipes"));
    };
    tokio::spawn(send(input, header, file));
    let lines = BufReader::with_capacity(64 * 1024, output);
    Ok(Answers::new(Box::new(lines), Some(child)))
}

async fn send<F: AsRef<[u8]>>(mut input: ChildStdin, header: Vec<u8>, file: F) {
    // A process that died or refused early closes this pipe; what its answers say about that is what counts.
    let sent = async {
        input.write_all(&header).await?;
        input.write_all(file.as_ref()).await
    };
    if let Err(error) = sent.await {
        tracing::debug!(%error, "the reading process did not take the whole file");
    }
}

fn unavailable(error: impl fmt::Display) -> ReadError {
    tracing::error!(%error, "cannot start the reading process");
    ReadError::Unavailable
}
