//! The one binary: `serve`, `migrate`, `doctor`, `backup`, and the hidden child that reads spreadsheets.

use clap::Parser;
use server::{commands, config::Cli, telemetry};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Before anything else starts: the child that reads a stranger's file has neither threads nor settings.
    if std::env::args().nth(1).as_deref() == Some(backend::import::read::SUBCOMMAND) {
        return backend::import::read::child_main(std::io::stdin().lock(), std::io::stdout().lock());
    }
    let cli = Cli::parse();
    backend::own_files::keep_private();
    telemetry::start();
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            eprintln!("voronka: {error:#}");
            ExitCode::FAILURE
        }
    }
}
