//! The commands that run what was built: the server, the browser tests, the bench.

use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::build::{self, Profile};
use crate::debian;
use crate::http_bench;
use crate::paths::Paths;
use crate::postgres::{Cluster, Durability};
use crate::shell::{Outcome, cargo, not_started, program, run};
use crate::tools;

/// Where cargo-leptos expects the debug build; it reloads pages once this address answers.
const DEV_ADDRESS: &str = "127.0.0.1:3000";

/// Builds the release and becomes `voronka serve`, so that signals reach the server itself.
pub fn serve(paths: &Paths, args: &[String]) -> Outcome {
    tools::set_up_build(paths)?;
    build::release(paths, Profile::Release)?;
    let mut server = Command::new(paths.binary(Profile::Release));
    server.current_dir(&paths.repo).arg("serve").args(args);
    let error = server.exec();
    Err(not_started(&server, &error))
}

/// Builds the one file that is all a server needs, and says where it is.
pub fn deploy(paths: &Paths) -> Outcome {
    tools::set_up_build(paths)?;
    build::release(paths, Profile::Deploy)?;
    println!("{}", paths.binary(Profile::Deploy).display());
    Ok(())
}

/// Runs the debug build and rebuilds at every change.
pub fn dev(paths: &Paths, args: &[String]) -> Outcome {
    tools::set_up_build(paths)?;
    // cargo-leptos sets the flags of debug builds itself, and adds its own to any given ones.
    let mut watch = cargo(paths, &["leptos", "watch", "--split", "--", "serve"]);
    watch.args(args).env("LEPTOS_BIN_EXE_NAME", "voronka").env("LEPTOS_SITE_ADDR", DEV_ADDRESS);
    if !names_option(args, "--addr") {
        watch.args(["--addr", DEV_ADDRESS]);
    }
    let error = watch.exec();
    Err(not_started(&watch, &error))
}

/// Builds the release and runs only the browser tests.
pub fn e2e(paths: &Paths, args: &[String]) -> Outcome {
    tools::set_up_build(paths)?;
    debian::set_up_browser()?;
    build::release(paths, Profile::Release)?;
    let cluster = Cluster::start(Durability::Off)?;
    browser_tests(paths, &cluster, args)
}

/// Builds the release and measures it in the browser; the machine should have nothing else to do.
pub fn figures(paths: &Paths) -> Outcome {
    tools::set_up_build(paths)?;
    debian::set_up_browser()?;
    build::release(paths, Profile::Release)?;
    // One worker: the tests take turns on one server.
    let mut playwright = playwright(paths);
    playwright.args(["--project", "figures", "--no-deps"]).env("VORONKA_FIGURES", "1");
    run("figures", &mut playwright)
}

/// Runs the browser tests against the release binary; they start their own servers.
pub fn browser_tests(paths: &Paths, cluster: &Cluster, args: &[String]) -> Outcome {
    let mut playwright = playwright(paths);
    playwright.args(args).env("VORONKA_TEST_POSTGRES", cluster.url());
    run("browser tests", &mut playwright)
}

/// Playwright with the release binary; the projects and their tests are the caller's.
fn playwright(paths: &Paths) -> Command {
    let mut playwright = program(paths, "playwright");
    playwright.args(["test", "--config", "end2end/playwright.config.ts"]);
    playwright.env("VORONKA_BIN", paths.binary(Profile::Release)).env("VORONKA_CHROMIUM", debian::browser());
    playwright
}

/// Measures the backend on both databases, with writes as durable as in production, and pages over HTTP, with `--http` these alone.
pub fn bench(paths: &Paths, args: &[String]) -> Outcome {
    if !names_option(args, "--http") {
        run_bench(paths, "bench", args, false)?;
    }
    http_bench::bench(paths)
}

/// What many people do at once, for as long as asked.
pub fn soak(paths: &Paths, args: &[String]) -> Outcome {
    run_bench(paths, "soak", args, true)
}

fn run_bench(paths: &Paths, label: &str, args: &[String], long: bool) -> Outcome {
    let cluster = Cluster::start(Durability::On)?;
    let mut cargo = cargo(paths, &["bench", "-p", "backend", "--features", "backend/testing"]);
    cargo.args(["--bench", "crm", "--"]).args(args).env("VORONKA_TEST_POSTGRES", cluster.url());
    if long {
        cargo.env("VORONKA_SOAK", "1");
    }
    run(label, &mut cargo)
}

fn names_option(args: &[String], option: &str) -> bool {
    args.iter().any(|arg| arg.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('=')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_found_in_both_its_spellings() {
        let args = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(names_option(&args("--data x"), "--data"));
        assert!(names_option(&args("--addr y --data=x"), "--data"));
        assert!(!names_option(&args("--database-url x"), "--data"));
    }
}
