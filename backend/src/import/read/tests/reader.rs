//! The asking side against programs that are not the reading process.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::sync::Mutex;

use super::super::limits::MAX_WAIT;
use super::super::{ReadError, Reader, SheetRows};

const INFO: &str = r#"echo '{"info":{"format":"csv","sheets":[],"sheet":null,"encoding":null,"delimiter":null}}'"#;

fn script(folder: &TempDir, lines: &str) -> PathBuf {
    let path = folder.path().join("reader.sh");
    fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o700)).unwrap();
    path
}

/// A program cannot be started while another thread's fork still holds its file open for writing.
static ONE_START: Mutex<()> = Mutex::const_new(());

async fn open(lines: &str) -> Result<SheetRows, ReadError> {
    let _one = ONE_START.lock().await;
    let folder = TempDir::new().unwrap();
    Reader::Child(script(&folder, lines)).open(vec![b'a'; 1024 * 1024], "a.csv", None).await
}

#[tokio::test]
async fn a_process_that_dies_is_an_error_and_never_a_hang() {
    let started = Instant::now();
    for lines in ["exit 0", "exit 101", "kill -SEGV $$", "echo nonsense", "printf '{\"info\":'"] {
        assert_eq!(open(lines).await.unwrap_err(), ReadError::BrokenFile { after_row: 0 }, "{lines}");
    }
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn the_limit_that_ended_the_process_is_named() {
    assert_eq!(open("kill -ABRT $$").await.unwrap_err(), ReadError::TooMuchMemory { limit_mb: 512 });
    assert_eq!(open("kill -XCPU $$").await.unwrap_err(), ReadError::TookTooLong);
}

#[tokio::test]
async fn a_death_among_the_rows_names_the_last_one() {
    let mut rows = open(&format!("{INFO}\necho '{{\"row\":{{\"r\":5,\"c\":[\"x\"]}}}}'\nkill -SEGV $$")).await.unwrap();
    assert_eq!(rows.next().await.unwrap().unwrap().number, 5);
    assert_eq!(rows.next().await.unwrap_err(), ReadError::BrokenFile { after_row: 5 });
    assert_eq!(rows.next().await.unwrap(), None);
}

#[tokio::test]
async fn an_endless_line_is_cut_off() {
    let mut rows = open(&format!("{INFO}\nexec yes | tr -d '\\n'")).await.unwrap();
    assert_eq!(rows.next().await.unwrap_err(), ReadError::BrokenFile { after_row: 0 });
}

#[tokio::test]
async fn a_silent_process_takes_too_long() {
    let started = Instant::now();
    let mut rows = open(&format!("{INFO}\nexec sleep 100")).await.unwrap();
    rows.answers.waited = MAX_WAIT - Duration::from_millis(100);
    assert_eq!(rows.next().await.unwrap_err(), ReadError::TookTooLong);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn the_process_sees_nothing_of_the_environment() {
    let lines = format!("[ -z \"$HOME$CARGO_PKG_NAME\" ] && [ \"$1\" = read-sheet ] && {INFO}");
    assert!(open(&lines).await.is_ok());
}

#[tokio::test]
async fn a_program_that_is_not_there_is_not_the_files_fault() {
    let _one = ONE_START.lock().await;
    let error = Reader::Child("/nowhere/voronka".into()).open(b"a".to_vec(), "a.csv", None).await.unwrap_err();
    assert_eq!(error, ReadError::Unavailable);
}

#[tokio::test]
async fn the_callers_pause_does_not_count() {
    let mut rows = Reader::Thread.open("a;b\n".repeat(100_000).into_bytes(), "a.csv", None).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(rows.answers.waited < Duration::from_millis(300));
    let mut count = 0;
    while rows.next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 100_000);
}
