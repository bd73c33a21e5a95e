//! The project's files as tests read them.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Every file below a folder with one of these endings: its path from the root, and its text.
pub fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut |path| {
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push((name, fs::read_to_string(path).unwrap()));
        }
    });
    found.sort();
    found
}

/// Rust sources of all crates.
pub fn rust() -> Vec<(String, String)> {
    ["domain", "backend", "app", "server", "frontend", "xtask"]
        .iter()
        .flat_map(|krate| files(krate, &[".rs"]))
        .collect()
}

fn walk(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
            walk(&path, visit);
        } else if path.is_file() {
            visit(&path);
        }
    }
}
