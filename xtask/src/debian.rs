//! Programs that come as Debian packages: the browser and the database of the tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{Outcome, output, run};

/// Chromium without windows: its tests take half the time of those in the whole browser.
const SHELL: &str = "/usr/bin/chromium-headless-shell";
const CHROMIUM: &str = "/usr/bin/chromium";
const POSTGRES: &str = "/usr/lib/postgresql";

/// The browser of the browser tests, with a font to measure text by.
pub fn set_up_browser() -> Outcome {
    if Path::new(browser()).exists() {
        return Ok(());
    }
    install(&["chromium-headless-shell", "fonts-liberation"])
}

/// The lighter one, unless only the whole is here.
pub fn browser() -> &'static str {
    if Path::new(CHROMIUM).exists() && !Path::new(SHELL).exists() { CHROMIUM } else { SHELL }
}

/// PostgreSQL's server programs, 15 or newer.
pub fn set_up_postgres() -> Outcome {
    if postgres_programs().is_some() {
        return Ok(());
    }
    install(&["postgresql"])
}

/// The folder of the newest installed server's programs.
pub fn postgres_programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir(POSTGRES).ok()?;
    versions
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|version| *version >= 15)
        .map(|version| Path::new(POSTGRES).join(version.to_string()).join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .max()
}

/// Whether this process runs as root, as containers of CI do.
pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

fn install(packages: &[&str]) -> Outcome {
    let names = packages.join(" ");
    let by_hand = format!("run `apt-get install {names}` as root, then try again");
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err(format!("{names}: not found here, and this is not a Debian machine; install them by hand."));
    }
    let update = run("apt-get update", apt_get().arg("update").arg("-qq"));
    let install = ["install", "-y", "-qq", "--no-install-recommends"];
    update
        .and_then(|()| run(&format!("apt-get install {names}"), apt_get().args(install).args(packages)))
        .map_err(|reason| format!("{reason} {by_hand}."))
}

fn apt_get() -> Command {
    let mut command = if is_root() { Command::new("env") } else { Command::new("sudo") };
    if !is_root() {
        command.args(["-n", "env"]);
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command
}
