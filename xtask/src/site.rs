//! Making one folder equal to another while touching only what differs.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;

/// Makes `to` hold exactly what `from` holds; equal files keep their modification times.
pub fn mirror(from: &Path, to: &Path) -> Result<(), String> {
    mirror_folder(from, to)
        .map_err(|error| format!("{} could not be copied to {}: {error}.", from.display(), to.display()))
}

fn mirror_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    let wanted = names(from)?;
    for name in names(to)?.difference(&wanted) {
        remove(&to.join(name))?;
    }
    for name in &wanted {
        mirror_entry(&from.join(name), &to.join(name))?;
    }
    Ok(())
}

fn mirror_entry(from: &Path, to: &Path) -> io::Result<()> {
    if to.exists() && from.is_dir() != to.is_dir() {
        remove(to)?;
    }
    if from.is_dir() {
        return mirror_folder(from, to);
    }
    let content = fs::read(from)?;
    if to.exists() && fs::read(to)? == content {
        return Ok(());
    }
    fs::write(to, content)
}

fn names(folder: &Path) -> io::Result<BTreeSet<OsString>> {
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
}

fn remove(path: &Path) -> io::Result<()> {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::{Duration, SystemTime};

    use super::*;

    fn scratch(name: &str) -> io::Result<PathBuf> {
        let root = std::env::temp_dir().join(format!("voronka-site-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("from/pkg"))?;
        fs::create_dir_all(root.join("to"))?;
        Ok(root)
    }

    #[test]
    fn a_mirror_takes_what_is_new_and_drops_what_is_gone() -> io::Result<()> {
        let root = scratch("drops")?;
        fs::write(root.join("from/pkg/new.js"), "1")?;
        fs::write(root.join("to/old.js"), "2")?;
        fs::write(root.join("to/pkg"), "a file where a folder must be")?;
        mirror_folder(&root.join("from"), &root.join("to"))?;
        assert_eq!(fs::read_to_string(root.join("to/pkg/new.js"))?, "1");
        assert!(!root.join("to/old.js").exists());
        fs::remove_dir_all(root)
    }

    #[test]
    fn an_equal_file_keeps_its_time_and_a_changed_one_does_not() -> io::Result<()> {
        let root = scratch("times")?;
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        for (name, content) in [("same", "1"), ("changed", "before")] {
            fs::write(root.join("from").join(name), "1")?;
            let file = root.join("to").join(name);
            fs::write(&file, content)?;
            fs::File::options().write(true).open(&file)?.set_modified(long_ago)?;
        }
        mirror_folder(&root.join("from"), &root.join("to"))?;
        let time = |name| fs::metadata(root.join("to").join(name))?.modified();
        assert_eq!(time("same")?, long_ago);
        assert_ne!(time("changed")?, long_ago);
        fs::remove_dir_all(root)
    }
}
