//! Where SQLite's file may be: not on another machine's disk, whose locks and write-ahead log cannot be relied upon (P5).

use super::DbError;
use std::path::Path;

/// File systems that are another machine's, by the number that Linux gives them.
const NETWORK: [(u32, &str); 9] = [
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0xFE53_4D42, "SMB2"),
    (0x5346_414F, "AFS"),
    (0x00C3_6400, "Ceph"),
    (0x0BD0_0BD0, "Lustre"),
    (0x4750_4653, "GPFS"),
    (0x7375_7245, "Coda"),
];

/// Refuses a file on a network file system.
pub(super) fn check(file: &Path) -> Result<(), DbError> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match network(folder) {
        Some(name) => {
            let folder = folder.display();
            let said = format!(
                "{folder} is on {name}, a network file system, where SQLite can lose data: use a local disk, or PostgreSQL"
            );
            Err(DbError(sqlx::Error::Configuration(said.into())))
        }
        None => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn network(folder: &Path) -> Option<&'static str> {
    // A folder that cannot be asked is told by whoever opens the file, with its own reason.
    let found = rustix::fs::statfs(folder).ok()?;
    // The kernel's number has 32 bits, in a field as wide as a word.
    name(found.f_type as u32)
}

#[cfg(not(target_os = "linux"))]
fn network(_: &Path) -> Option<&'static str> {
    None
}

fn name(kind: u32) -> Option<&'static str> {
    NETWORK.iter().find(|(number, _)| *number == kind).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_systems_of_other_machines_are_known_and_local_ones_are_taken() {
        assert_eq!(name(0x6969), Some("NFS"));
        assert_eq!(name(0xFF53_4D42), Some("CIFS"));
        let (ext4, xfs, btrfs, tmpfs, overlay) = (0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x794C_7630);
        for local in [ext4, xfs, btrfs, tmpfs, overlay] {
            assert_eq!(name(local), None, "{local:x}");
        }
        let folder = tempfile::tempdir().expect("a folder");
        check(&folder.path().join("voronka.db")).expect("a local disk");
        check(Path::new("voronka.db")).expect("the folder one is in");
    }
}
