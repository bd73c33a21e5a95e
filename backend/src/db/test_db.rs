//! Databases for tests: a fresh migrated one each, cloned from a template that is migrated once.
//! SQLite lives in memory where there is a place for it; PostgreSQL is never skipped.
#![allow(clippy::expect_used, reason = "a test that has no database has to fail")]

mod inspect;

#[cfg(test)]
pub(crate) use inspect::FACTS;

use super::{Db, DbConfig, Reads, Sql, types::Counted};
use std::{path::Path, sync::OnceLock};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Where `cargo xtask test` says which PostgreSQL to use.
const POSTGRES: &str = "VORONKA_TEST_POSTGRES";
/// Connections of one test: fewer than the server has, so that a pool that is used wrongly runs dry.
const CONNECTIONS: u32 = 8;

/// A fresh, migrated database; it is removed when this is dropped.
pub struct TestDb {
    db: Db,
    config: DbConfig,
    place: Place,
}

enum Place {
    Folder { _folder: TempDir },
    Database(String),
}

impl TestDb {
    /// A SQLite file, in memory if the machine has such a place.
    pub async fn sqlite() -> Self {
        let folder = folder();
        let file = folder.path().join("voronka.db");
        std::fs::write(&file, sqlite_template().await).expect("the template is copied");
        let config = DbConfig::Sqlite(file);
        let db = Db::connect(&config).await.expect("SQLite opens");
        TestDb { db, config, place: Place::Folder { _folder: folder } }
    }

    /// A PostgreSQL database made from the template.
    pub async fn postgres() -> Self {
        let name = format!("voronka_{}", Uuid::now_v7().simple());
        run_as_admin(&format!("create database {name} template {}", postgres_template().await)).await;
        let url = url_of(&name);
        let db = Db::open_postgres(&url, CONNECTIONS).await.expect("PostgreSQL opens");
        TestDb { db, config: DbConfig::Postgres(url), place: Place::Database(name) }
    }

    /// The connection.
    pub fn db(&self) -> Db {
        self.db.clone()
    }

    /// Ends the connections by which servers hear each other, as a restart or a firewall does; says whether there can be any.
    pub async fn cut_hearing(&self) -> bool {
        let Place::Database(name) = &self.place else { return false };
        let hear = format!("from pg_stat_activity where datname = '{name}' and query ilike 'listen %'");
        run_as_admin(&format!("select pg_terminate_backend(pid) {hear}")).await;
        true
    }

    /// How to open it again.
    pub fn config(&self) -> &DbConfig {
        &self.config
    }
}

impl Drop for Place {
    /// On a thread of its own, since the test's runtime is busy with the drop.
    fn drop(&mut self) {
        let Place::Database(name) = self else { return };
        let drop_it = format!("drop database {name} with (force)");
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(run_as_admin(&drop_it));
        });
        if thread.join().is_err() {
            eprintln!("a test database was not dropped");
        }
    }
}

fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    made.expect("a folder for the test")
}

async fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let make = || async {
        let folder = folder();
        let file = folder.path().join("template.db");
        let db = super::migrate(&DbConfig::Sqlite(file.clone())).await.expect("SQLite is migrated");
        db.close().await;
        std::fs::read(file).expect("the template is read")
    };
    TEMPLATE.get_or_init(make).await
}

/// The template's name; it is named after its migrations, so that several test programs share one.
async fn postgres_template() -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let make = || async {
        let name = format!("voronka_template_{:x}", super::migrate::fingerprint());
        let lock = Sql::new("select pg_advisory_lock(7150122)");
        // One connection, closed at the end: the lock goes with it.
        let admin = Db::open_postgres(admin_url(), 1).await.expect("PostgreSQL opens");
        admin.run_alone(lock).await.expect("the lock");
        let mut known = Sql::new("select count(*) as n from pg_database where datname = ");
        known.bind(&name);
        if admin.clone().fetch_one::<Counted>(known).await.expect("databases are listed").n == 0 {
            build_template(&admin, &name).await;
        }
        admin.close().await;
        name
    };
    TEMPLATE.get_or_init(make).await
}

/// Renamed only when it is complete: a run that was killed leaves no half template.
async fn build_template(admin: &Db, name: &str) {
    let half = format!("{name}_half");
    run(admin, &format!("drop database if exists {half} with (force)")).await;
    run(admin, &format!("create database {half}")).await;
    let db = super::migrate(&DbConfig::Postgres(url_of(&half))).await.expect("PostgreSQL is migrated");
    db.close().await;
    run(admin, &format!("alter database {half} rename to {name}")).await;
}

async fn run_as_admin(statement: &str) {
    let admin = Db::open_postgres(admin_url(), 1).await.expect("PostgreSQL opens");
    run(&admin, statement).await;
    admin.close().await;
}

/// A database's name cannot be a bound value, and `Sql` takes static text only; tests may leak a line.
async fn run(db: &Db, statement: &str) {
    let text: &'static str = statement.to_owned().leak();
    db.run_alone(Sql::new(text)).await.expect("the statement runs");
}

fn admin_url() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        std::env::var(POSTGRES).unwrap_or_else(|_| {
            panic!("{POSTGRES} is not set: run `cargo xtask test`, which starts a PostgreSQL and sets it")
        })
    })
}

fn url_of(database: &str) -> String {
    let (server, _) = admin_url().rsplit_once('/').expect("the URL names a database");
    format!("{server}/{database}")
}
