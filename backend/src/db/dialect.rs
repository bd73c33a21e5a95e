//! The named differences between SQLite and PostgreSQL. If a text cannot be one for both, its two forms live here.

use super::{
    Arg, Db, Reads, Sql,
    filter_sql::{Table, push_needles},
};
use domain::{error::AppError, ids::WorkspaceId, search_text::Query};
use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::time::Duration;
use uuid::Uuid;

/// Which database a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Embedded SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// ` for update` where rows can be locked; SQLite's one writer needs none.
    pub fn for_update(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => " for update",
        }
    }

    /// Keeps rows as they are until the transaction ends, for many at a time.
    pub fn for_share(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => " for share",
        }
    }

    /// A number between these two as twelve hexadecimal digits.
    pub fn hex(self) -> (&'static str, &'static str) {
        match self {
            Dialect::Sqlite => ("printf('%012x', ", ")"),
            Dialect::Postgres => ("lpad(to_hex(", "), 12, '0')"),
        }
    }

    /// An id as text that can be read back.
    pub fn id_text(self) -> (&'static str, &'static str) {
        match self {
            Dialect::Sqlite => ("hex(", ")"),
            Dialect::Postgres => ("cast(", " as text)"),
        }
    }

    /// Locks a row against its like while others may still refer to it.
    pub fn for_key_update(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => " for no key update",
        }
    }
}

/// Every SQLite connection: WAL, full durability, foreign keys, a bounded log and a generous cache.
pub(super) fn sqlite_options(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .statement_cache_capacity(200)
        // A page's rows fit, so that the thread that reads them never waits for the one that takes them.
        .row_buffer_size(256)
        .pragma("cache_size", "-16000")
        // A bulk write changes the same pages of an index again and again; they go to the file less often than by default.
        .pragma("wal_autocheckpoint", "4000")
        .pragma("temp_store", "memory")
        .pragma("journal_size_limit", "67108864")
        .log_slow_statements(tracing_level(), Duration::from_millis(500))
}

/// A reader: what its own cache does not hold, the system's does.
pub(super) fn sqlite_reader(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options.pragma("query_only", "on").pragma("cache_size", "-1000")
}

/// Plans for the values at hand, since a plan for any values took up to 500 times as long for rare ones.
pub(super) const OWN_PLANS: &str = "force_custom_plan";

/// One plan for all values: right where each is a whole key, whose planning takes five times as long as its answer.
pub(super) const KEPT_PLANS: &str = "force_generic_plan";

/// Every PostgreSQL session: no parallel workers and no compilation, which cost more than a page does.
pub(super) fn postgres_options(options: PgConnectOptions, plans: &str) -> PgConnectOptions {
    options
        .options([
            ("plan_cache_mode", plans),
            ("max_parallel_workers_per_gather", "0"),
            ("jit", "off"),
            ("idle_in_transaction_session_timeout", "60s"),
        ])
        .application_name("voronka")
        .log_slow_statements(tracing_level(), Duration::from_millis(500))
}

/// Takes SQLite's one writer at once: a transaction that reads first could not become a writing one.
pub(super) const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";

/// A transaction looks records up by their keys and inserts many rows, so its plans may be kept. Planned anew were also
/// the checks of foreign keys, row by row: more than a third of an import.
pub(super) const BEGIN_POSTGRES: &str = "BEGIN; SET LOCAL plan_cache_mode = auto";

/// The characters that open every indexed text of a company: full-text search on SQLite knows no companies, so each
/// text and each phrase carries three private-use characters, which are one trigram.
pub(crate) fn search_code(workspace: WorkspaceId) -> String {
    let bits = workspace.0.as_u128();
    [0, 13, 26]
        .map(|shift| char::from_u32(0xE000 + ((bits >> shift) as u32 & 0x0FFF)).unwrap_or('\u{E000}'))
        .iter()
        .collect()
}

/// Appends the select of the rows whose text holds every needle, as a column `hit`.
pub(super) fn push_search(sql: &mut Sql, table: &Table, (workspace, text): (WorkspaceId, &str), dialect: Dialect) {
    match dialect {
        Dialect::Sqlite => {
            sql.push("select rowid as hit from ").push(table.fragments).push(" where ").push(table.fragments);
            sql.push(" match ").bind(phrase(workspace, &table.query(text)));
        }
        Dialect::Postgres => push_found(sql, table, (workspace, text), dialect),
    }
}

/// The same by the ids of live rows, ready for further conditions.
pub(super) fn push_found(sql: &mut Sql, table: &Table, (workspace, text): (WorkspaceId, &str), dialect: Dialect) {
    sql.push("select r.id as hit from ");
    if dialect == Dialect::Sqlite {
        sql.push(table.fragments).push(" cross join ").push(table.from).push(" where ").push(table.fragments);
        sql.push(" match ").bind(phrase(workspace, &table.query(text))).push(" and r.row_no = ").push(table.fragments);
        sql.push(".rowid and ");
    } else {
        sql.push(table.from).push(" where ");
        push_needles(sql, table.found_by, &table.query(text));
        sql.push(" and ");
    }
    sql.push("r.deleted_at is null and r.workspace_id = ").bind(workspace);
}

fn phrase(workspace: WorkspaceId, query: &Query) -> String {
    let mut phrase = format!("\"{}\"", search_code(workspace));
    for needle in &query.words {
        let quoted: Vec<String> = needle.readings().map(|text| format!("\"{}\"", text.replace('"', " "))).collect();
        phrase.push_str(&format!(" AND ({})", quoted.join(" OR ")));
    }
    phrase
}

#[derive(sqlx::FromRow)]
struct RowHit {
    hit: i64,
}

#[derive(sqlx::FromRow)]
struct IdHit {
    hit: Uuid,
}

/// The hits of a search, and one that no row has.
pub(super) async fn list_hits(db: &mut Db, search: Sql) -> Result<(Vec<Arg>, Arg), AppError> {
    Ok(match db.dialect() {
        Dialect::Sqlite => {
            let rows: Vec<RowHit> = db.fetch_all(search).await?;
            (rows.iter().map(|row| row.hit.into()).collect(), (-1_i64).into())
        }
        Dialect::Postgres => {
            let rows: Vec<IdHit> = db.fetch_all(search).await?;
            (rows.iter().map(|row| row.hit.into()).collect(), Uuid::nil().into())
        }
    })
}

/// How a hit finds its row: those of a search alone are SQLite's own numbers of rows.
pub(super) fn hit_is_row(of_search: bool, dialect: Dialect) -> &'static str {
    if of_search && dialect == Dialect::Sqlite { "r.row_no = h.hit" } else { "r.id = h.hit" }
}

fn tracing_level() -> log::LevelFilter {
    log::LevelFilter::Warn
}

/// Refuses a connection that would not keep what was committed, or that would keep what refers to nothing.
pub(super) async fn assert_sqlite(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let (version, journal, synchronous, keys): (String, String, i64, i64) = sqlx::query_as(
        "select sqlite_version(), (select journal_mode from pragma_journal_mode),
                (select synchronous from pragma_synchronous), (select foreign_keys from pragma_foreign_keys)",
    )
    .fetch_one(&mut *connection)
    .await?;
    let safe =
        at_least(&version, [3, 51, 3]) && matches!(journal.as_str(), "wal" | "memory") && synchronous == 2 && keys == 1;
    if safe {
        return connection.ping().await;
    }
    let state = format!("SQLite {version}, journal_mode={journal}, synchronous={synchronous}, foreign_keys={keys}");
    Err(sqlx::Error::Configuration(format!("unsafe database connection: {state}").into()))
}

fn at_least(version: &str, least: [u32; 3]) -> bool {
    let numbers: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    numbers.as_slice() >= least.as_slice()
}

/// The name of a violated unique constraint: PostgreSQL gives it, SQLite gives `table.column` lists that are mapped.
pub(super) fn unique_constraint(error: &sqlx::Error) -> Option<&'static str> {
    let database = error.as_database_error()?;
    if !database.is_unique_violation() {
        return None;
    }
    let said = database.constraint().unwrap_or_else(|| database.message());
    UNIQUE.iter().find(|(name, columns)| said == *name || said.ends_with(columns)).map(|(name, _)| *name)
}

/// PostgreSQL's constraint or index name, and the columns as SQLite lists them.
const UNIQUE: [(&str, &str); 7] = [
    ("users_email_key", "users.workspace_id, users.email_norm"),
    ("field_defs_name_key", "field_defs.workspace_id, field_defs.noun, field_defs.name_norm"),
    ("requests_pkey", "requests.workspace_id, requests.user_id, requests.request_id"),
    ("field_options_name_key", "field_options.workspace_id, field_options.field_id, field_options.name_norm"),
    ("roles_name_key", "roles.workspace_id, roles.name_norm"),
    ("user_groups_name_key", "user_groups.workspace_id, user_groups.name_norm"),
    ("stages_name_key", "stages.workspace_id, stages.name_norm"),
];

#[cfg(test)]
mod tests {
    use super::at_least;

    #[test]
    fn versions_compare_by_number_not_by_text() {
        assert!(at_least("3.51.3", [3, 51, 3]));
        assert!(at_least("3.100.0", [3, 51, 3]));
        assert!(!at_least("3.51.2", [3, 51, 3]));
        assert!(!at_least("3.9.9", [3, 51, 3]));
    }
}
