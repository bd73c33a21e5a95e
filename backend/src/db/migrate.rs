//! Migrations: embedded, forward only, applied at start under a lock so that two servers starting at once do it once.

use super::{Db, DbConfig, DbError, Reads, Sql, types::Counted};
use anyhow::Context;
use sqlx::migrate::{MigrateError, Migrator};
use std::{fs::File, io, path::Path};

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");
/// What an older program says of a newer one's tables.
const NEWER: &str = "the database belongs to a newer version of the program";

/// Opens the database and brings its tables up to date.
pub async fn migrate(config: &DbConfig) -> anyhow::Result<Db> {
    // SQLite has no advisory lock of its own; the file lock is released when the handle is dropped.
    let _lock = match config {
        DbConfig::Sqlite(path) => Some(lock_beside(path)?),
        DbConfig::Postgres(_) => None,
    };
    let db = Db::connect(config).await?;
    match db.migrate().await {
        Err(MigrateError::VersionMissing(_)) => anyhow::bail!(NEWER),
        done => done.map_err(|error| DbError(error.into()))?,
    }
    Ok(db)
}

/// Opens a database that is there, and leaves its tables as they are: for whoever looks after one.
pub async fn open(config: &DbConfig) -> anyhow::Result<Db> {
    if let DbConfig::Sqlite(path) = config {
        anyhow::ensure!(path.is_file(), "there is no database at {}: name its folder with --data", path.display());
    }
    Ok(Db::connect(config).await?)
}

impl Db {
    /// Refuses tables that are not those of this program.
    pub async fn check_migrated(&self) -> anyhow::Result<()> {
        let sql = Sql::new("select version as n from _sqlx_migrations where success");
        let applied: Vec<Counted> = self.clone().fetch_all(sql).await.context("the database has no tables of ours")?;
        let known = if matches!(self, Db::Sqlite { .. }) { &SQLITE } else { &POSTGRES };
        let lacks = known.iter().filter(|known| applied.iter().all(|applied| applied.n != known.version)).count();
        anyhow::ensure!(lacks == 0, "the database lacks {lacks} migrations: back it up, then run `voronka migrate`");
        anyhow::ensure!(applied.len() == known.iter().count(), NEWER);
        Ok(())
    }

    /// Applies what is missing.
    async fn migrate(&self) -> Result<(), MigrateError> {
        match self {
            Db::Sqlite { write, .. } => SQLITE.run(write).await,
            Db::Postgres { pool, .. } => POSTGRES.run(pool).await,
        }
    }
}

/// Differs when PostgreSQL's migrations do.
#[cfg(any(test, feature = "testing"))]
pub(super) fn fingerprint() -> u64 {
    let sums = POSTGRES.iter().flat_map(|migration| migration.checksum.iter());
    sums.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The migrations' own words.
#[cfg(test)]
pub(super) fn texts(dialect: super::dialect::Dialect) -> Vec<String> {
    let migrations = if dialect == super::dialect::Dialect::Sqlite { &SQLITE } else { &POSTGRES };
    migrations.iter().map(|migration| migration.sql.as_str().to_owned()).collect()
}

fn lock_beside(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let file = File::create(path.with_extension("lock"))?;
    file.lock()?;
    Ok(file)
}
