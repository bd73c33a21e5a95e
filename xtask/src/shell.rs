//! Starting programs: the right environment, one line of progress per step, one sentence on failure.
//! What is started, and in which order, is decided elsewhere.

use std::env;
use std::panic;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use crate::paths::Paths;

/// What a step comes to: nothing, or one sentence for the person at the keyboard.
pub type Outcome<T = ()> = Result<T, String>;

/// Every build erases component types: much faster to compile, smaller in the browser, and one set of flags means that
/// nothing is built twice.
const FLAGS: &str = "--cfg erase_components";

/// A program started in the checkout with the project's tools on its `PATH`.
pub fn program(paths: &Paths, name: &str) -> Command {
    let mut command = Command::new(name);
    command
        .current_dir(&paths.repo)
        .env("PATH", paths.search_path())
        .env("CARGO_TARGET_DIR", &paths.target)
        .env_remove("RUSTFLAGS");
    // What `cargo run` says of xtask itself. Build scripts look at it: with it half of the dependencies would be built anew
    // whenever a cargo of the developer's own and one of xtask's take turns.
    for (name, _) in env::vars_os() {
        if ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|own| name.to_string_lossy().starts_with(own)) {
            command.env_remove(name);
        }
    }
    command
}

/// Cargo for a build.
pub fn cargo(paths: &Paths, args: &[&str]) -> Command {
    let mut command = program(paths, "cargo");
    command.args(args).env("RUSTFLAGS", FLAGS);
    command
}

/// Runs a command to its end; anything but success is an error that names the step.
pub fn run(label: &str, command: &mut Command) -> Outcome {
    println!("== {label} …");
    let start = Instant::now();
    let status = command.stdin(Stdio::null()).status().map_err(|error| not_started(command, &error))?;
    println!("== {label} ({} s)", start.elapsed().as_secs());
    if status.success() {
        return Ok(());
    }
    Err(format!("{label} failed ({status})."))
}

/// Two things at once.
pub fn beside<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| panic::resume_unwind(panic)), other)
    })
}

/// What a command prints on its standard output, without the last line feed.
pub fn output(command: &mut Command) -> Outcome<String> {
    let output =
        command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        return Err(format!("{command:?} failed ({}).", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// The sentence for a program that could not even be started.
pub fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("{} could not be started: {error}.", command.get_program().to_string_lossy())
}
