//! The release build: the front first, because the server embeds it.

use crate::paths::Paths;
use crate::shell::{Outcome, cargo, program, run};
use crate::site;

/// Where cargo-leptos writes the front, relative to the checkout; it empties the folder before each build.
const FRESH_SITE: &str = "target/site-release";

/// What compresses it, relative to the checkout.
const SQUEEZE: &str = "xtask/src/squeeze.mjs";

/// Builds the release binary with the front inside it.
pub fn release(paths: &Paths) -> Outcome {
    let mut front = cargo(paths, &["leptos", "build", "--release", "--frontend-only", "--split"]);
    run("build the front", front.env("LEPTOS_SITE_ROOT", FRESH_SITE))?;
    run("compress the front", program(paths, "node").args([SQUEEZE, FRESH_SITE]))?;
    // Unchanged files keep their times, and cargo then does not build the server again.
    site::mirror(&paths.repo.join(FRESH_SITE), &paths.site())?;
    let mut server = cargo(paths, &["build", "--release", "-p", "server", "--bin", "voronka"]);
    run("build the server", server.env("VORONKA_SITE", paths.site()))
}
