//! Commands of the binary, on a database of their own.

use backend::{
    Backend,
    db::{self, DbConfig},
    second_factor,
    sessions::{self, SignedIn},
    setup,
    test_crm::{PASSWORD, company, origin},
};
use clap::Parser;
use server::{commands, config::Cli};
use std::path::Path;

const EMAIL: &str = "anna@example.uz";

async fn open(data: &Path) -> Backend {
    Backend::new(db::migrate(&DbConfig::Sqlite(data.join("voronka.db"))).await.expect("a database"))
}

/// Signs in with the password; gives the cookie, and whether it is asked for a code.
async fn signs_in(backend: &Backend) -> (String, bool) {
    let answer = sessions::sign_in(backend, EMAIL, PASSWORD, &origin()).await.expect("the password");
    let SignedIn::Session(cookie) = answer else { panic!("one company") };
    let asked = sessions::awaits_code(backend, &cookie).await.expect("looked up");
    (cookie, asked)
}

fn run(data: &Path, email: &str) -> anyhow::Result<()> {
    let data = data.to_str().expect("a path");
    commands::run(Cli::parse_from(["voronka", "reset-second-factor", "--data", data, "--email", email]))
}

/// As each command does: a runtime of its own.
fn on_its_own<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(work)
}

#[test]
fn the_only_administrator_who_has_lost_app_and_codes_is_let_in_by_a_command() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let data = folder.path();
    let kept = on_its_own(async {
        let backend = open(data).await;
        let token = setup::new_link(&backend).await.expect("a link").expect("no company yet");
        setup::create_first(&backend, &token, company("Ромашка", EMAIL), &origin()).await.expect("set up");
        let (cookie, _) = signs_in(&backend).await;
        let cx = sessions::cx(&backend, &cookie).await.expect("looked up").expect("signed in");
        let secret = second_factor::begin(&cx, backend.new_id()).await.expect("a secret").secret;
        let code = second_factor::code_now(&backend, &secret);
        second_factor::confirm(&cx, backend.new_id(), &code).await.expect("confirmed");
        assert!(signs_in(&backend).await.1, "asked for a code");
        backend.close().await;
        cookie
    });
    let stranger = run(data, "boris@example.uz").expect_err("nobody");
    assert!(stranger.to_string().contains("boris@example.uz"), "{stranger:#}");
    run(data, EMAIL).expect("reset");
    on_its_own(async {
        let backend = open(data).await;
        assert!(sessions::cx(&backend, &kept).await.expect("looked up").is_none(), "all sessions have ended");
        assert!(!signs_in(&backend).await.1);
        backend.close().await;
    });
    run(data, EMAIL).expect_err("nothing is left to reset");
}
