//! Commands of the binary, on a database of their own.

use backend::{
    Backend,
    db::{self, DbConfig, Reads, Sql},
    password_links, second_factor,
    sessions::{self, SignedIn},
    setup,
    test_crm::{PASSWORD, company, origin},
};
use clap::Parser;
use server::{commands, config::Cli};
use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

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
    runs(data, &["reset-second-factor", "--email", email])
}

fn runs(data: &Path, command: &[&str]) -> anyhow::Result<()> {
    let data = ["--data", data.to_str().expect("a path")];
    commands::run(Cli::parse_from(["voronka"].iter().chain(command).chain(&data)))
}

/// The newest migration of a database.
async fn newest(config: &DbConfig) -> i64 {
    let mut db = db::open(config).await.expect("a database");
    let sql = Sql::new("select max(version) from _sqlx_migrations");
    let (newest,): (i64,) = db.fetch_one(sql).await.expect("migrations");
    db.close().await;
    newest
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

#[test]
fn whoever_looks_after_a_database_makes_none() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let copy = folder.path().join("copy.db");
    let to = copy.to_str().expect("a path");
    for command in [&["backup", "--to", to][..], &["doctor"], &["reset-second-factor", "--email", EMAIL]] {
        let data = folder.path().join("data");
        let refused = runs(&data, command).expect_err("no database");
        assert!(format!("{refused:#}").contains("there is no database at"), "{command:?}: {refused:#}");
        assert!(!data.exists() && !copy.exists(), "{command:?}");
    }
}

#[test]
fn an_older_database_is_copied_as_it_is_and_nothing_else_is_done_with_it() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let (file, copy) = (folder.path().join("voronka.db"), folder.path().join("copy.db"));
    let config = DbConfig::Sqlite(file);
    let older = on_its_own(async {
        let db = db::migrate(&config).await.expect("a database");
        let all = newest(&config).await;
        let mut forget = Sql::new("delete from _sqlx_migrations where version = ");
        forget.bind(all);
        db.run_alone(forget).await.expect("forgotten");
        db.close().await;
        newest(&config).await
    });
    for command in [&["doctor"][..], &["reset-second-factor", "--email", EMAIL]] {
        let refused = runs(folder.path(), command).expect_err("older");
        assert!(refused.to_string().contains("lacks 1 migrations"), "{command:?}: {refused:#}");
    }
    runs(folder.path(), &["backup", "--to", copy.to_str().expect("a path")]).expect("a copy");
    on_its_own(async {
        for config in [config, DbConfig::Sqlite(copy)] {
            assert_eq!(newest(&config).await, older, "{config:?}");
        }
    });
}

#[test]
fn a_newer_database_is_left_alone_and_said_to_be_one() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let config = DbConfig::Sqlite(folder.path().join("voronka.db"));
    on_its_own(async {
        let db = db::migrate(&config).await.expect("a database");
        let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
            values (9999, 'later', 1, x'00', 1)";
        db.run_alone(Sql::new(newer)).await.expect("as by a newer program");
        db.close().await;
    });
    for command in [&["migrate"][..], &["doctor"]] {
        let refused = runs(folder.path(), command).expect_err("newer");
        assert!(format!("{refused:#}").contains("newer version of the program"), "{command:?}: {refused:#}");
    }
}

#[test]
fn the_link_to_demo_data_begins_with_the_address_of_option_variable_file_or_default() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let begins = |args: &[&str], variable: Option<&str>| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_voronka"));
        program.current_dir(folder.path()).env_remove("VORONKA_BASE_URL").args([
            "demo-data",
            "--clients=1",
            "--deals=1",
        ]);
        let said =
            program.args(args).envs(variable.map(|url| ("VORONKA_BASE_URL", url))).output().expect("it runs").stdout;
        let said = String::from_utf8(said).expect("text");
        said.split("Sign in once: ").nth(1).and_then(|link| link.split("/enter").next()).map(str::to_owned)
    };
    assert_eq!(begins(&[], None).as_deref(), Some("http://127.0.0.1:3000"));
    fs::write(folder.path().join("voronka.toml"), "base_url = 'https://file.example/'").expect("written");
    assert_eq!(begins(&[], None).as_deref(), Some("https://file.example"));
    let variable = Some("https://variable.example");
    assert_eq!(begins(&[], variable).as_deref(), variable);
    assert_eq!(begins(&["--base-url", "https://option.example"], variable).as_deref(), Some("https://option.example"));
}

#[test]
fn a_copy_has_its_name_only_when_it_is_whole_and_takes_nobody_elses() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let data = folder.path();
    on_its_own(async { open(data).await.close().await });
    let (copy, part) = (data.join("copy.db"), data.join("copy.db.part"));
    let backs_up = || runs(data, &["backup", "--to", copy.to_str().expect("a path")]);
    fs::write(&part, "half of a copy that was cut off").expect("written");
    backs_up().expect("a copy");
    assert!(!part.exists(), "no half is left");
    let migrations = |file| on_its_own(async { newest(&DbConfig::Sqlite(file)).await });
    assert_eq!(migrations(copy.clone()), migrations(data.join("voronka.db")), "a whole database");
    let whole = fs::read(&copy).expect("the copy");
    let refused = backs_up().expect_err("there is one");
    assert!(refused.to_string().contains("exists already"), "{refused:#}");
    assert!(fs::read(&copy).expect("the copy") == whole && !part.exists(), "it stays as it was");
    // As if somebody took the name meanwhile: a look does not find it, and giving the name does.
    fs::remove_file(&copy).expect("removed");
    symlink(data.join("nowhere"), &copy).expect("a link");
    let refused = backs_up().expect_err("the name is taken");
    assert!(refused.to_string().contains("exists already"), "{refused:#}");
    assert!(copy.is_symlink() && !part.exists() && !data.join("nowhere").exists());
}

/// The program itself, with its settings from here alone.
fn program(folder: &Path, args: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_voronka"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VORONKA_")) {
        program.env_remove(name);
    }
    program.current_dir(folder).args(args).stdout(Stdio::null()).stderr(Stdio::null());
    program
}

/// A server that ends with its test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // Whatever has ended before needs no end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Everything in a folder and below.
fn all_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(all_in(&path));
        }
        found.push(path);
    }
    found
}

#[test]
fn what_the_program_writes_is_for_its_own_account_alone() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let data = folder.path().join("data");
    // Made by the program: what the tests open later keeps what it was given.
    assert!(program(folder.path(), &["migrate"]).status().expect("it runs").success());
    on_its_own(async {
        let backend = open(&data).await;
        let token = setup::new_link(&backend).await.expect("a link").expect("no company yet");
        setup::create_first(&backend, &token, company("Ромашка", EMAIL), &origin()).await.expect("set up");
        password_links::ask(&backend, EMAIL, &origin()).await.expect("asked");
        backend.close().await;
    });
    assert!(program(folder.path(), &["backup", "--to", "copy.db"]).status().expect("it runs").success());
    let serve = program(folder.path(), &["serve", "--addr", "127.0.0.1:0"]).spawn();
    let _serving = Serving(serve.expect("it runs"));
    let begun = Instant::now();
    let is_letter = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "eml");
    let letters = data.join("letters");
    while !letters.is_dir() || !all_in(&letters).iter().any(is_letter) {
        assert!(begun.elapsed() < Duration::from_secs(60), "no letter comes");
        std::thread::sleep(Duration::from_millis(20));
    }
    let written = all_in(folder.path());
    for name in ["data", "voronka.db", "letters", "copy.db"] {
        assert!(written.iter().any(|path| path.ends_with(name)), "{name}: {written:?}");
    }
    for path in written {
        let mode = fs::metadata(&path).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} has {mode:o}", path.display());
    }
}
