//! The release build: the front first, because the server embeds it.

use std::process::Command;

use crate::paths::Paths;
use crate::shell::{Outcome, beside, cargo, program, run};
use crate::site;

/// Where cargo-leptos writes the front, relative to the checkout; it empties the folder before each build.
const FRESH_SITE: &str = "target/site-release";

/// What compresses it, relative to the checkout.
const SQUEEZE: &str = "xtask/src/squeeze.mjs";

/// Builds the release binary with the front inside it.
pub fn release(paths: &Paths) -> Outcome {
    front(paths)?;
    with_front(paths)
}

/// The same where there may be nothing yet: nearly all that the server is made of is built without a front, which one core
/// links alone.
pub fn release_from_nothing(paths: &Paths) -> Outcome {
    if paths.binary().exists() {
        return release(paths);
    }
    let (ahead, front) =
        beside(|| run("build what the server is made of", &mut server(paths, &["--lib"])), || front(paths));
    ahead.and(front)?;
    with_front(paths)
}

fn front(paths: &Paths) -> Outcome {
    let mut front = cargo(paths, &["leptos", "build", "--release", "--frontend-only", "--split"]);
    run("build the front", front.env("LEPTOS_SITE_ROOT", FRESH_SITE))?;
    run("compress the front", program(paths, "node").args([SQUEEZE, FRESH_SITE]))?;
    // Unchanged files keep their times, and cargo then does not build the server again.
    site::mirror(&paths.repo.join(FRESH_SITE), &paths.site())
}

fn with_front(paths: &Paths) -> Outcome {
    let mut server = server(paths, &["--bin", "voronka"]);
    run("build the server", server.env("VORONKA_SITE", paths.site()))
}

fn server(paths: &Paths, what: &[&str]) -> Command {
    let mut build = cargo(paths, &["build", "--release", "-p", "server"]);
    build.args(what);
    build
}
