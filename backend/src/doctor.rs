//! Examination and backup of the database, for the commands `doctor` and `backup`.

mod store;

use crate::cx::Backend;
use anyhow::Context;
use std::{
    io::{self, ErrorKind},
    path::Path,
};
use tokio::fs::{self, File};

/// What an examination found.
pub struct Findings {
    /// One line per check.
    pub lines: Vec<String>,
    /// Whether every check passed.
    pub healthy: bool,
}

/// Checks integrity, references and kept totals.
pub async fn examine(backend: &Backend) -> anyhow::Result<Findings> {
    let mut findings = Findings { lines: Vec::new(), healthy: true };
    for (check, wrong) in store::list_findings(backend).await? {
        let verdict = if wrong == 0 { "ok".to_owned() } else { format!("{wrong} wrong") };
        findings.lines.push(format!("{check}: {verdict}"));
        findings.healthy &= wrong == 0;
    }
    Ok(findings)
}

/// Writes a consistent copy of the embedded database to a new file, also while it is being used. What is cut off leaves a
/// `.part`, never something that looks like a backup.
pub async fn backup(backend: &Backend, to: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(!to.exists(), "{} exists already", to.display());
    let name = to.to_str().ok_or_else(|| anyhow::anyhow!("{} is not a name in UTF-8", to.display()))?;
    let part = format!("{name}.part");
    let written = write_copy(backend, &part, to).await;
    if written.is_err() {
        // Often there is none yet, and what went wrong before is what counts.
        let _ = fs::remove_file(&part).await;
    }
    written
}

async fn write_copy(backend: &Backend, part: &str, to: &Path) -> anyhow::Result<()> {
    // What an earlier try has left: SQLite refuses to write into it.
    if let Err(error) = fs::remove_file(part).await
        && error.kind() != ErrorKind::NotFound
    {
        return Err(error).with_context(|| format!("{part} cannot be removed"));
    }
    store::insert_copy(backend, part).await?;
    // Before it gets its name: after a power failure the name must not stand for what the disk has not got.
    File::open(part).await?.sync_all().await?;
    match give_name(Path::new(part), to).await {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => anyhow::bail!("{} exists already", to.display()),
        named => named.with_context(|| format!("{} cannot be written", to.display()))?,
    }
    sync_folder(to).await.with_context(|| format!("the folder of {} cannot be synced", to.display()))
}

/// Gives a file its final name, never that of another one: renaming would put it in the place of what came there meanwhile.
async fn give_name(part: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(part, to).await {
        Ok(()) => fs::remove_file(part).await,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // Some disks know no second names, such as a stick with FAT: there a look must do.
        Err(_) if !to.exists() => fs::rename(part, to).await,
        Err(error) => Err(error),
    }
}

async fn sync_folder(of: &Path) -> io::Result<()> {
    let folder = of.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder).await?.sync_all().await {
        // Some disks of other machines cannot do it; the copy is there all the same.
        Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(()),
        synced => synced,
    }
}
