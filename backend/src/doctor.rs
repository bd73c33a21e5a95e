//! Examination and backup of the database, for the commands `doctor` and `backup`.

mod store;

use crate::cx::Backend;
use std::path::Path;

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

/// Writes a consistent copy of the embedded database to a new file, also while it is being used.
pub async fn backup(backend: &Backend, to: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(!to.exists(), "{} exists already", to.display());
    let path = to.to_str().ok_or_else(|| anyhow::anyhow!("{} is not a name in UTF-8", to.display()))?;
    store::insert_copy(backend, path).await
}
