//! The release build: the front first, because the server embeds it.

use std::process::Command;

use crate::paths::Paths;
use crate::shell::{Outcome, beside, cargo, program, run};
use crate::site;

/// Where cargo-leptos writes the front, relative to the checkout; it empties the folder before each build.
const FRESH_SITE: &str = "target/site-release";

/// What compresses it, relative to the checkout.
const SQUEEZE: &str = "xtask/src/squeeze.mjs";

/// What the server is optimised for.
#[derive(Clone, Copy)]
pub enum Profile {
    /// Tests: built in time.
    Release,
    /// People: with link-time optimisation (decision 0024).
    Deploy,
}

impl Profile {
    /// As cargo names it, and its folder.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Release => "release",
            Profile::Deploy => "deploy",
        }
    }
}

/// Builds the server with the front inside it. Where there is nothing yet, nearly all that the server is made of is built without
/// a front, which one core links alone.
pub fn release(paths: &Paths, profile: Profile) -> Outcome {
    if paths.binary(profile).exists() {
        front(paths)?;
    } else {
        let ahead = || run("build what the server is made of", &mut server(paths, profile, &["--lib"]));
        let (ahead, front) = beside(ahead, || front(paths));
        ahead.and(front)?;
    }
    let mut server = server(paths, profile, &["--bin", "voronka"]);
    run("build the server", server.env("VORONKA_SITE", paths.site()))
}

fn front(paths: &Paths) -> Outcome {
    let mut front = cargo(paths, &["leptos", "build", "--release", "--frontend-only", "--split"]);
    run("build the front", front.env("LEPTOS_SITE_ROOT", FRESH_SITE))?;
    run("compress the front", program(paths, "node").args([SQUEEZE, FRESH_SITE]))?;
    // Unchanged files keep their times, and cargo then does not build the server again.
    site::mirror(&paths.repo.join(FRESH_SITE), &paths.site())
}

fn server(paths: &Paths, profile: Profile, what: &[&str]) -> Command {
    let mut build = cargo(paths, &["build", "-p", "server", "--profile", profile.name()]);
    build.args(what);
    build
}
