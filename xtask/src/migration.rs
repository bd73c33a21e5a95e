//! `new-migration NAME`: the next number, the same file name for both databases.

use std::fs;
use std::path::Path;

use crate::paths::Paths;
use crate::shell::Outcome;

const FOLDERS: [&str; 2] = ["migrations/sqlite", "migrations/postgres"];

/// Creates the pair of empty files and prints their paths.
pub fn create(paths: &Paths, args: &[String]) -> Outcome {
    let [name] = args else {
        return Err("give one name, as in `cargo xtask new-migration deal_position`.".into());
    };
    if !is_name(name) {
        return Err(format!("`{name}` is not a name: use lower-case letters, digits and underscores."));
    }
    let mut last = 0;
    for folder in FOLDERS {
        last = last.max(last_number(&paths.repo.join(folder))?);
    }
    for folder in FOLDERS {
        let file = Path::new(folder).join(format!("{:04}_{name}.sql", last + 1));
        fs::File::create_new(paths.repo.join(&file)).map_err(|error| format!("{}: {error}.", file.display()))?;
        println!("{}", file.display());
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn last_number(folder: &Path) -> Outcome<u32> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}.", folder.display()))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names.filter_map(|name| number(&name)).max().unwrap_or(0))
}

fn number(file_name: &str) -> Option<u32> {
    file_name.strip_suffix(".sql")?.split('_').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbered_sql_files_count() {
        assert_eq!(number("0012_deal_position.sql"), Some(12));
        assert_eq!(number("README.md"), None);
        assert_eq!(number("draft.sql"), None);
    }

    #[test]
    fn a_name_is_a_plain_word_that_is_safe_in_a_path() {
        assert!(is_name("deal_position2"));
        for wrong in ["", "../x", "Deal", "2fast", "with space"] {
            assert!(!is_name(wrong), "{wrong}");
        }
    }
}
