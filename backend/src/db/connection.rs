//! Connections, pools and transactions of both databases. The only file with `AssertSqlSafe`:
//! `Sql` is built of static text alone, so no text of a person can get here.

use super::{Arg, DbError, Sql, dialect, place};
use sqlx::{
    Acquire, AssertSqlSafe, Connection, FromRow, PgConnection, PgPool, Postgres, Sqlite, SqlitePool,
    postgres::{PgArguments, PgConnectOptions, PgListener, PgPoolOptions, PgRow},
    sqlite::{SqliteArguments, SqliteConnectOptions, SqlitePoolOptions, SqliteRow},
    types::Json,
};
use std::{future::Future, path::PathBuf, str::FromStr, time::Duration};
use tokio::time::timeout;

/// Readers of SQLite: one for each core, and two slow queries leave room for the quick ones. Each has a cache and statements of
/// its own, so more would only take memory.
pub(super) fn readers() -> u32 {
    std::thread::available_parallelism().map_or(2, |cores| cores.get() as u32).min(14) + 2
}
/// Connections to PostgreSQL for questions by whole keys, which are short.
const BY_KEY: u32 = 4;
/// After so long a connection to PostgreSQL is asked whether it is alive before it is used.
const IDLE: Duration = Duration::from_secs(3);
/// So long a request waits for a connection to PostgreSQL: it is answered within five seconds where there is none (P7).
const PATIENCE: Duration = Duration::from_secs(4);
/// So long one waits for SQLite's one writer, or for a reader.
const TURN: Duration = Duration::from_secs(15);
/// After so long without a word it is asked whether somebody may still be heard.
const SILENCE: Duration = Duration::from_secs(30);

/// Which database to use.
#[derive(Debug, Clone)]
pub enum DbConfig {
    /// An embedded SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL server by URL.
    Postgres(String),
}

/// A handle to the database; cheap to clone.
#[derive(Clone)]
pub enum Db {
    /// SQLite: one writer, several readers.
    Sqlite {
        /// The readers.
        read: SqlitePool,
        /// The one writer.
        write: SqlitePool,
    },
    /// PostgreSQL.
    Postgres {
        /// All that is planned for its values.
        pool: PgPool,
        /// Questions by whole keys, whose plans are kept.
        by_key: PgPool,
    },
}

/// A row type that both databases can fill.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// Anything that answers queries: the pool, or a transaction that sees its own changes.
pub trait Reads: Send {
    /// All rows.
    fn fetch_all<T: Row>(&mut self, sql: Sql) -> impl Future<Output = Result<Vec<T>, DbError>> + Send;
    /// The first row, if any.
    fn fetch_optional<T: Row>(&mut self, sql: Sql) -> impl Future<Output = Result<Option<T>, DbError>> + Send;
    /// The first row; an error without one.
    fn fetch_one<T: Row>(&mut self, sql: Sql) -> impl Future<Output = Result<T, DbError>> + Send {
        async move { self.fetch_optional(sql).await?.ok_or(DbError(sqlx::Error::RowNotFound)) }
    }
    /// Which of the two databases answers.
    fn dialect(&self) -> dialect::Dialect;
}

impl Db {
    /// Opens the database; a missing SQLite file is created.
    pub async fn connect(config: &DbConfig) -> Result<Self, DbError> {
        match config {
            DbConfig::Sqlite(path) => {
                place::check(path)?;
                Self::open_sqlite(SqliteConnectOptions::new().filename(path)).await
            }
            DbConfig::Postgres(url) => Self::open_postgres(url, 16).await,
        }
    }

    async fn open_sqlite(options: SqliteConnectOptions) -> Result<Self, DbError> {
        let options = dialect::sqlite_options(options);
        // A file needs no question whether it is still there.
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(TURN)
            .test_before_acquire(false)
            // A full disk ends a transaction in the middle, and sqlx goes on counting it: that writer would never write again.
            .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .after_connect(|connection, _| Box::pin(dialect::assert_sqlite(connection)))
            .connect_with(options.clone().optimize_on_close(true, 400))
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(readers())
            .acquire_timeout(TURN)
            .test_before_acquire(false)
            .after_connect(|connection, _| Box::pin(dialect::assert_sqlite(connection)))
            .connect_with(dialect::sqlite_reader(options))
            .await?;
        Ok(Db::Sqlite { read, write })
    }

    pub(super) async fn open_postgres(url: &str, connections: u32) -> Result<Self, DbError> {
        let options = PgConnectOptions::from_str(url)?;
        let pool = |connections| {
            PgPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(PATIENCE)
                .test_before_acquire(false)
                .before_acquire(|connection, meta| Box::pin(is_alive(connection, meta.idle_for)))
        };
        let by_key = pool(BY_KEY).connect_lazy_with(dialect::postgres_options(options.clone(), dialect::KEPT_PLANS));
        let pool = pool(connections).connect_with(dialect::postgres_options(options, dialect::OWN_PLANS)).await?;
        Ok(Db::Postgres { pool, by_key })
    }

    /// Begins a transaction: BEGIN IMMEDIATE on SQLite's one writer, READ COMMITTED on PostgreSQL.
    pub async fn begin(&self) -> Result<Transaction, DbError> {
        Ok(match self {
            Db::Sqlite { write, .. } => Transaction::Sqlite(write.begin_with(dialect::BEGIN_SQLITE).await?),
            Db::Postgres { pool, .. } => {
                // What is left half begun is begun on the server, and nobody ends it: whoever waits may go, and then it is
                // begun to its end and rolled back.
                let pool = pool.clone();
                let begun = tokio::spawn(async move { pool.begin_with(dialect::BEGIN_POSTGRES).await });
                Transaction::Postgres(begun.await.map_err(|_| sqlx::Error::WorkerCrashed)??)
            }
        })
    }

    /// Runs a maintenance statement outside any transaction, such as a backup.
    pub async fn run_alone(&self, sql: Sql) -> Result<(), DbError> {
        match self {
            Db::Sqlite { write, .. } => {
                let (text, args) = sql.into_sqlite_parts();
                sqlx::query_with(AssertSqlSafe(text), sqlite_args(args)?).execute(write).await?;
            }
            Db::Postgres { pool, .. } => {
                let (text, args) = sql.into_parts();
                sqlx::query_with(AssertSqlSafe(text), postgres_args(args)?).execute(pool).await?;
            }
        }
        Ok(())
    }

    /// Listens to what servers on the same database tell each other; none where there can be only one.
    pub async fn hear(&self, channel: &'static str) -> Result<Option<Hearing>, DbError> {
        match self {
            Db::Sqlite { .. } => Ok(None),
            Db::Postgres { pool, .. } => {
                // Of its own: one that is given up may wait long for its end.
                let options = PgPoolOptions::new().max_connections(1).acquire_timeout(PATIENCE);
                let own = options.connect_with((*pool.connect_options()).clone()).await?;
                let mut listener = PgListener::connect_with(&own).await?;
                // One that comes back by itself, within a question that is given up, tells nobody that it was away.
                listener.eager_reconnect(false);
                listener.listen(channel).await?;
                Ok(Some(Hearing { listener, silence: SILENCE }))
            }
        }
    }

    /// Closes every connection; on SQLite the log is folded into the file.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres { pool, by_key } => {
                by_key.close().await;
                pool.close().await;
            }
        }
    }
}

/// Hears what servers on the same database tell each other.
pub struct Hearing {
    listener: PgListener,
    pub(super) silence: Duration,
}

impl Hearing {
    /// The next text; none when the connection is lost: who wants to hear more has to listen anew.
    pub async fn next(&mut self) -> Result<Option<String>, DbError> {
        loop {
            if let Ok(told) = timeout(self.silence, self.listener.try_recv()).await {
                return Ok(told?.map(|told| told.payload().to_owned()));
            }
            // A connection that a firewall has forgotten is silent for ever, and no error tells of it.
            let asked = async { self.listener.acquire().await?.ping().await };
            timeout(PATIENCE, asked).await.map_err(|_| sqlx::Error::PoolTimedOut)??;
        }
    }
}

/// Asks a connection that has been idle for a while: a restarted server or a firewall may have closed it. One that has
/// just answered is not asked, which would double the trips of each query.
pub(super) async fn is_alive(connection: &mut PgConnection, idle_for: Duration) -> Result<bool, sqlx::Error> {
    if idle_for > IDLE {
        connection.ping().await?;
    }
    Ok(true)
}

impl Reads for Db {
    async fn fetch_all<T: Row>(&mut self, sql: Sql) -> Result<Vec<T>, DbError> {
        #[cfg(test)]
        super::plan_tests::hear(&sql);
        Ok(match self {
            Db::Sqlite { read, .. } => {
                let (text, args) = sql.into_sqlite_parts();
                sqlx::query_as_with::<Sqlite, T, _>(AssertSqlSafe(text), sqlite_args(args)?).fetch_all(&*read).await?
            }
            Db::Postgres { pool, by_key } => {
                let pool = if sql.is_by_key() { by_key } else { pool };
                let (text, args) = sql.into_parts();
                sqlx::query_as_with::<Postgres, T, _>(AssertSqlSafe(text), postgres_args(args)?)
                    .fetch_all(&*pool)
                    .await?
            }
        })
    }

    async fn fetch_optional<T: Row>(&mut self, sql: Sql) -> Result<Option<T>, DbError> {
        #[cfg(test)]
        super::plan_tests::hear(&sql);
        Ok(match self {
            Db::Sqlite { read, .. } => {
                let (text, args) = sql.into_sqlite_parts();
                sqlx::query_as_with::<Sqlite, T, _>(AssertSqlSafe(text), sqlite_args(args)?)
                    .fetch_optional(&*read)
                    .await?
            }
            Db::Postgres { pool, by_key } => {
                let pool = if sql.is_by_key() { by_key } else { pool };
                let (text, args) = sql.into_parts();
                sqlx::query_as_with::<Postgres, T, _>(AssertSqlSafe(text), postgres_args(args)?)
                    .fetch_optional(&*pool)
                    .await?
            }
        })
    }

    fn dialect(&self) -> dialect::Dialect {
        match self {
            Db::Sqlite { .. } => dialect::Dialect::Sqlite,
            Db::Postgres { .. } => dialect::Dialect::Postgres,
        }
    }
}

/// A transaction; dropped without a commit it rolls back.
pub enum Transaction {
    /// On SQLite's one writer.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Transaction {
    /// Runs a statement; gives the number of rows it changed.
    pub async fn execute(&mut self, sql: Sql) -> Result<u64, DbError> {
        #[cfg(test)]
        super::plan_tests::transactions::hear(&sql);
        Ok(match self {
            Transaction::Sqlite(tx) => {
                let (text, args) = sql.into_sqlite_parts();
                let query = sqlx::query_with(AssertSqlSafe(text), sqlite_args(args)?);
                query.execute(&mut **tx).await?.rows_affected()
            }
            Transaction::Postgres(tx) => {
                let (text, args) = sql.into_parts();
                let query = sqlx::query_with(AssertSqlSafe(text), postgres_args(args)?);
                query.execute(&mut **tx).await?.rows_affected()
            }
        })
    }

    /// Makes everything since `begin` last.
    pub async fn commit(self) -> Result<(), DbError> {
        match self {
            Transaction::Sqlite(tx) => tx.commit().await?,
            Transaction::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

impl Reads for Transaction {
    async fn fetch_all<T: Row>(&mut self, sql: Sql) -> Result<Vec<T>, DbError> {
        #[cfg(test)]
        super::plan_tests::transactions::hear(&sql);
        Ok(match self {
            Transaction::Sqlite(tx) => {
                let (text, args) = sql.into_sqlite_parts();
                sqlx::query_as_with::<Sqlite, T, _>(AssertSqlSafe(text), sqlite_args(args)?)
                    .fetch_all(&mut **tx)
                    .await?
            }
            Transaction::Postgres(tx) => {
                let (text, args) = sql.into_parts();
                sqlx::query_as_with::<Postgres, T, _>(AssertSqlSafe(text), postgres_args(args)?)
                    .fetch_all(&mut **tx)
                    .await?
            }
        })
    }

    async fn fetch_optional<T: Row>(&mut self, sql: Sql) -> Result<Option<T>, DbError> {
        #[cfg(test)]
        super::plan_tests::transactions::hear(&sql);
        Ok(match self {
            Transaction::Sqlite(tx) => {
                let (text, args) = sql.into_sqlite_parts();
                sqlx::query_as_with::<Sqlite, T, _>(AssertSqlSafe(text), sqlite_args(args)?)
                    .fetch_optional(&mut **tx)
                    .await?
            }
            Transaction::Postgres(tx) => {
                let (text, args) = sql.into_parts();
                sqlx::query_as_with::<Postgres, T, _>(AssertSqlSafe(text), postgres_args(args)?)
                    .fetch_optional(&mut **tx)
                    .await?
            }
        })
    }

    fn dialect(&self) -> dialect::Dialect {
        match self {
            Transaction::Sqlite(_) => dialect::Dialect::Sqlite,
            Transaction::Postgres(_) => dialect::Dialect::Postgres,
        }
    }
}

macro_rules! add_args {
    ($args:ident, $list:ident) => {
        for arg in $list {
            match arg {
                Arg::Id(value) => $args.add(value),
                Arg::Int(value) => $args.add(value),
                Arg::Text(value) => $args.add(value),
                Arg::Time(value) => $args.add(value),
                Arg::Bool(value) => $args.add(value),
                Arg::Json(value) => $args.add(value.map(Json)),
                Arg::Bytes(value) => $args.add(value),
            }
            .map_err(sqlx::Error::Encode)?;
        }
    };
}

fn sqlite_args(list: Vec<Arg>) -> Result<SqliteArguments, DbError> {
    use sqlx::Arguments;
    let mut args = SqliteArguments::default();
    add_args!(args, list);
    Ok(args)
}

fn postgres_args(list: Vec<Arg>) -> Result<PgArguments, DbError> {
    use sqlx::Arguments;
    let mut args = PgArguments::default();
    add_args!(args, list);
    Ok(args)
}
