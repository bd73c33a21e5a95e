//! The set-up: what cargo, rustup and npm install. A satisfied step costs no more than asking.
//! Debian's packages are in `debian.rs`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::debian;
use crate::paths::Paths;
use crate::shell::{Outcome, output, program, run};

const CARGO_LEPTOS: &str = "0.3.9";
const WASM: &str = "wasm32-unknown-unknown";

/// Everything that any command needs.
pub fn set_up_all(paths: &Paths) -> Outcome {
    set_up_lints(paths)?;
    set_up_build(paths)?;
    debian::set_up_browser()?;
    debian::set_up_postgres()
}

/// What format and lints need: two rustup components and the browser's target.
pub fn set_up_lints(paths: &Paths) -> Outcome {
    set_up_target(paths)?;
    let sysroot = output(program(paths, "rustc").args(["--print", "sysroot"]))?;
    for (binary, component) in [("cargo-clippy", "clippy"), ("cargo-fmt", "rustfmt")] {
        if !Path::new(&sysroot).join("bin").join(binary).exists() {
            run(&format!("install {component}"), program(paths, "rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// What a build of the whole product needs, front included.
pub fn set_up_build(paths: &Paths) -> Outcome {
    set_up_target(paths)?;
    set_up_npm(paths)?;
    let bindgen = locked_version(&read(&paths.repo.join("Cargo.lock"))?, "wasm-bindgen")?;
    // Not `--locked`: its lock file may name versions that a registry's mirror lacks.
    install(paths, "wasm-bindgen", &format!("wasm-bindgen-cli@{bindgen}"), &[])?;
    // With `no_downloads` a missing tool is an error at once instead of a network time-out.
    let flags = ["--locked", "--features", "no_downloads"];
    install(paths, "cargo-leptos", &format!("cargo-leptos@{CARGO_LEPTOS}"), &flags)
}

fn set_up_target(paths: &Paths) -> Outcome {
    let libraries = output(program(paths, "rustc").args(["--print", "target-libdir", "--target", WASM]))?;
    if Path::new(&libraries).exists() {
        return Ok(());
    }
    run(&format!("install the target {WASM}"), program(paths, "rustup").args(["target", "add", WASM]))
}

/// A whole copy of the lock file marks what is installed: no hash to get wrong.
fn set_up_npm(paths: &Paths) -> Outcome {
    let lock = read(&paths.repo.join("package-lock.json"))?;
    let stamp = paths.repo.join("node_modules/.installed-package-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if program(paths, "npm").arg("--version").output().is_err() {
        return Err("npm is missing: install Node.js 20 or newer.".into());
    }
    let mut npm = program(paths, "npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    run("npm ci", &mut npm)?;
    fs::write(&stamp, lock).map_err(|error| format!("{}: {error}.", stamp.display()))
}

/// Installs a debug build without what debuggers read, which is enough for a driver and takes a third of the time.
fn install(paths: &Paths, binary: &str, package: &str, flags: &[&str]) -> Outcome {
    let version = package.rsplit('@').next().unwrap_or_default();
    if answers_version(program(paths, binary).arg("--version"), version) {
        return Ok(());
    }
    let scratch = paths.cache.join("tools-target");
    let mut cargo = program(paths, "cargo");
    cargo.args(["install", package, "--debug", "--force", "--root"]).arg(paths.tools());
    cargo.args(flags).env("CARGO_TARGET_DIR", &scratch).env("CARGO_PROFILE_DEV_DEBUG", "0");
    // cargo-leptos brings the sources of OpenSSL; the machine's own, where it can be built against, saves a minute.
    if program(paths, "pkg-config").args(["--exists", "openssl"]).status().is_ok_and(|status| status.success()) {
        cargo.env("OPENSSL_NO_VENDOR", "1");
    }
    run(&format!("install {package}"), &mut cargo)?;
    fs::remove_dir_all(&scratch).map_err(|error| format!("{}: {error}.", scratch.display()))
}

fn answers_version(command: &mut Command, version: &str) -> bool {
    let answer = command.output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    answer.is_ok_and(|text| text.split_whitespace().any(|word| word == version))
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}.", path.display()))
}

/// The version that a Cargo.lock names for a package.
fn locked_version(lock: &str, package: &str) -> Outcome<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| format!("Cargo.lock does not name {package}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

    #[test]
    fn the_lock_file_names_the_version_of_exactly_this_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Ok("0.2.130".into()));
    }

    #[test]
    fn a_package_outside_the_lock_file_is_an_error() {
        assert!(locked_version(LOCK, "wasm").is_err());
    }

    #[test]
    fn a_tool_of_another_version_does_not_count_as_installed() {
        let mut echo = Command::new("echo");
        assert!(answers_version(echo.arg("wasm-bindgen 0.2.130"), "0.2.130"));
        assert!(!answers_version(&mut echo, "0.2.13"));
    }
}
