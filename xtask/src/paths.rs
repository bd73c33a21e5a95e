//! Where things are: the checkout, the cache that outlives it, the tools and the site inside them.
//! Nothing here creates or runs anything.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::build::Profile;

/// The folders that every command works in; all are absolute.
pub struct Paths {
    /// The root of the checkout.
    pub repo: PathBuf,
    /// What is kept between checkouts and runs: `$XDG_CACHE_HOME/voronka`.
    pub cache: PathBuf,
    /// Cargo's target folder: `$CARGO_TARGET_DIR`, or one in the cache.
    pub target: PathBuf,
}

impl Paths {
    /// Reads the folders from the environment; fails when there is no home to put a cache in.
    pub fn find() -> Result<Self, String> {
        let repo =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask must live inside the checkout.")?.to_owned();
        let cache = cache_home()?.join("voronka");
        let target = match set_var("CARGO_TARGET_DIR") {
            Some(dir) => std::path::absolute(dir).map_err(|error| error.to_string())?,
            None => cache.join("target"),
        };
        Ok(Self { repo, cache, target })
    }

    /// The root that `cargo install` puts tools into.
    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// The front of the release build, as the server embeds it.
    pub fn site(&self) -> PathBuf {
        self.repo.join("target/site")
    }

    /// The binary of this profile.
    pub fn binary(&self, profile: Profile) -> PathBuf {
        self.target.join(profile.name()).join("voronka")
    }

    /// `PATH` with the project's own tools in front of the machine's.
    pub fn search_path(&self) -> OsString {
        let mut path = self.tools().join("bin").into_os_string();
        path.push(":");
        path.push(self.repo.join("node_modules/.bin"));
        path.push(":");
        path.push(env::var_os("PATH").unwrap_or_default());
        path
    }
}

/// A variable's value, an empty one counting as absent.
pub fn set_var(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

fn cache_home() -> Result<PathBuf, String> {
    set_var("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| set_var("HOME").map(|home| Path::new(&home).join(".cache")))
        .filter(|path| path.is_absolute())
        .ok_or_else(|| "set HOME (or XDG_CACHE_HOME) to an absolute path: tools are kept there.".into())
}
