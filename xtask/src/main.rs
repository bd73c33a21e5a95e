//! `cargo xtask COMMAND`: installs what the project needs, and builds, runs and tests it.
//! Std only, and it only starts things: checks that read sources are tests in `server/tests/it/house/`.

mod build;
mod checks;
mod debian;
mod http_bench;
mod migration;
mod paths;
mod postgres;
mod run;
mod shell;
mod site;
mod tools;

use std::process::ExitCode;

use paths::Paths;
use shell::Outcome;

const USAGE: &str = "\
cargo xtask COMMAND

  setup               install what lacks, and nothing else
  serve [-- ARGS]     build the release and run `voronka serve ARGS` (data folder: ./data)
  deploy              build the file to deploy, a sixth quicker for some minutes more, and tell its path
  dev [-- ARGS]       run the debug build, rebuilt and reloaded at every change
  test                everything: Rust tests, checks, browser tests
  check               format, lints, and the rules of the house
  e2e [ARGS]          build the release and run the browser tests; ARGS go to Playwright
  bench [ARGS]        measure the backend on both databases, then pages over HTTP; ARGS go to the first
  figures             measure frames, drops and first paints in the browser, on 150,000 deals
  soak [ARGS]         people drag cards on both databases for a minute; `--seconds N` for longer
  new-migration NAME  the next numbered pair of migration files";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let mut args: Vec<String> = args.collect();
    if args.first().is_some_and(|first| first == "--") {
        args.remove(0);
    }
    match Paths::find().and_then(|paths| dispatch(&paths, &command, &args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("xtask: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(paths: &Paths, command: &str, args: &[String]) -> Outcome {
    match command {
        "setup" => tools::set_up_all(paths),
        "serve" => run::serve(paths, args),
        "deploy" => run::deploy(paths),
        "dev" => run::dev(paths, args),
        "test" => checks::test(paths),
        "check" => checks::check(paths),
        "e2e" => run::e2e(paths, args),
        "bench" => run::bench(paths, args),
        "figures" => run::figures(paths),
        "soak" => run::soak(paths, args),
        "new-migration" => migration::create(paths, args),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`.\n\n{USAGE}")),
    }
}
