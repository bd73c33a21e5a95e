//! `test` and `check`: everything that says whether a checkout is good.

use std::process::Command;

use crate::build::{self, Profile};
use crate::paths::Paths;
use crate::postgres::{Cluster, Durability};
use crate::run::browser_tests;
use crate::shell::{Outcome, beside, cargo, run};
use crate::tools;

/// IMPORTANT! Never `--workspace`: `app` would get the features of server and browser together.
const PACKAGES: [&str; 8] = ["-p", "domain", "-p", "backend", "-p", "app", "-p", "server"];
const FEATURES: [&str; 2] = ["--features", "app/ssr,backend/testing"];

/// Everything. All steps run even if one fails, so that one run tells all.
pub fn test(paths: &Paths) -> Outcome {
    // What changes the tool chain comes before any build.
    tools::set_up_lints(paths)?;
    // Both have crates that one core builds alone. A build that fails here fails again below, and is told there.
    let (set_up, _) =
        beside(|| tools::set_up_all(paths), || run("Rust tests, build", &mut all_tests(paths, &["--no-run"])));
    set_up?;
    let cluster = Cluster::start(Durability::Off)?;
    let mut outcomes = vec![rust_tests(paths, &cluster)];
    // Much of the release is optimised by one core: the lints take the others. Nothing that is timed runs meanwhile.
    let (lints, release) = beside(|| lints(paths), || build::release(paths, Profile::Release));
    outcomes.extend(lints);
    outcomes.push(release.and_then(|()| browser_tests(paths, &cluster, &[])));
    together(outcomes)
}

/// Format, lints and the rules of the house; needs neither a browser nor PostgreSQL.
pub fn check(paths: &Paths) -> Outcome {
    tools::set_up_lints(paths)?;
    let mut outcomes = lints(paths);
    // The same packages and features as in `test`, so that nothing is built twice.
    outcomes.push(run("rules of the house", cargo_test(paths).args(["--test", "it", "house"])));
    together(outcomes)
}

fn rust_tests(paths: &Paths, cluster: &Cluster) -> Outcome {
    run("Rust tests", all_tests(paths, &["--no-fail-fast"]).env("VORONKA_TEST_POSTGRES", cluster.url()))
}

fn all_tests(paths: &Paths, args: &[&str]) -> Command {
    let mut tests = cargo_test(paths);
    tests.args(["-p", "xtask"]).args(args);
    tests
}

fn cargo_test(paths: &Paths) -> Command {
    let mut command = cargo(paths, &["test"]);
    command.args(PACKAGES).args(FEATURES);
    command
}

fn lints(paths: &Paths) -> Vec<Outcome> {
    let mut native = cargo(paths, &["clippy"]);
    native.args(PACKAGES).args(["-p", "xtask"]).args(FEATURES).args(["--all-targets", "--", "-D", "warnings"]);
    let wasm = ["clippy", "-p", "frontend", "--target", "wasm32-unknown-unknown", "--", "-D", "warnings"];
    vec![
        run("format", &mut cargo(paths, &["fmt", "--all", "--check"])),
        run("clippy", &mut native),
        run("clippy of the browser's half", &mut cargo(paths, &wasm)),
    ]
}

/// One outcome of many: every failure in one sentence each.
fn together(outcomes: Vec<Outcome>) -> Outcome {
    let failures: Vec<String> = outcomes.into_iter().filter_map(Result::err).collect();
    if failures.is_empty() {
        return Ok(());
    }
    Err(failures.join("\nxtask: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_among_successes_fails_the_whole_run() {
        assert_eq!(together(vec![Ok(()), Ok(())]), Ok(()));
        assert_eq!(together(vec![Ok(()), Err("clippy failed.".into())]), Err("clippy failed.".into()));
    }
}
