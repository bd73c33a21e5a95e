//! Where the files of this build are: everything static lies under one path with the build's hash.

use std::sync::OnceLock;

static PREFIX: OnceLock<String> = OnceLock::new();

/// Sets the path, such as `/a/3f9c…`; once at start.
pub fn set_prefix(prefix: String) {
    // A second call can only come from a second test in the same process.
    let _ = PREFIX.set(prefix);
}

/// The address of a static file of this build.
pub fn url(path: &str) -> String {
    format!("{}/{path}", PREFIX.get().map(String::as_str).unwrap_or_default())
}
