//! What the migrations make: the same on both databases, every table marked, every fact known to the history's test.

use super::{
    Reads, Sql,
    dialect::Dialect,
    test_db::{FACTS, TestDb},
};
use std::collections::{BTreeMap, BTreeSet};

const EXCEPTIONS: &str = "row_no, the search tables, the gin indexes and the order of clients are the named exceptions";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_databases_have_the_same_tables_columns_and_indexes() {
    let (sqlite, postgres) = (TestDb::sqlite().await, TestDb::postgres().await);
    assert_eq!(columns(&sqlite).await, columns(&postgres).await, "{EXCEPTIONS}");
    let (mut ours, mut theirs) = (indexes(&sqlite).await, indexes(&postgres).await);
    // SQLite reads searched texts there instead of looking rows up; PostgreSQL would not, and has no room for long ones.
    let both = ours.remove("clients_updated").zip(theirs.remove("clients_updated"));
    assert!(both.is_some_and(|(ours, theirs)| ours == theirs.replace(", id)", ", id, search_text)")));
    assert!(ours.len() > 20, "{ours:#?}");
    assert_eq!(ours, theirs, "{EXCEPTIONS}");
}

#[test]
fn every_table_is_marked_as_fact_or_state_alike_in_both_folders() {
    let (sqlite, postgres) =
        (marks(&super::migrate::texts(Dialect::Sqlite)), marks(&super::migrate::texts(Dialect::Postgres)));
    let without_search: BTreeMap<_, _> = sqlite
        .iter()
        .filter(|(table, _)| !["client_search", "deal_search"].contains(&table.as_str()))
        .map(|(table, mark)| (table.clone(), mark.clone()))
        .collect();
    assert_eq!(without_search, postgres);
    let facts: BTreeSet<&str> =
        sqlite.iter().filter(|(_, mark)| *mark == "fact").map(|(table, _)| table.as_str()).collect();
    let mut known: BTreeSet<&str> = FACTS.iter().map(|(table, _)| *table).collect();
    known.insert("events");
    assert_eq!(facts, known, "the history's test has to know every fact");
}

/// The mark of each table: the first word of the comment right above it.
fn marks(texts: &[String]) -> BTreeMap<String, String> {
    let mut marks = BTreeMap::new();
    for text in texts {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let rest = line.strip_prefix("create table ").or_else(|| line.strip_prefix("create virtual table "));
            let Some(table) = rest.and_then(|rest| rest.split_whitespace().next()) else { continue };
            let comment = lines[..at].iter().rev().take_while(|above| above.starts_with("--")).last();
            let mark = comment
                .and_then(|first| first.trim_start_matches("-- ").split(['.', ':', ',', ' ']).next())
                .unwrap_or("");
            assert!(matches!(mark, "fact" | "state"), "{table} is neither fact nor state: {comment:?}");
            marks.insert(table.to_owned(), mark.to_owned());
        }
    }
    marks
}

#[derive(sqlx::FromRow)]
struct ColumnRow {
    of_table: String,
    name: String,
    required: i64,
    kind: String,
}

#[derive(sqlx::FromRow)]
struct IndexRow {
    name: String,
    words: String,
}

async fn columns(base: &TestDb) -> BTreeSet<(String, String, bool, &'static str)> {
    let sql = Sql::new(match base.db().dialect() {
        Dialect::Sqlite => "select m.name as of_table, p.name, p.\"notnull\" as required, lower(p.type) as kind
            from sqlite_master m join pragma_table_info(m.name) p where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like '%\\_search%' escape '\\'",
        Dialect::Postgres => "select cast(table_name as text) as of_table, cast(column_name as text) as name, cast(data_type as text) as kind,
            cast(case when is_nullable = 'NO' then 1 else 0 end as bigint) as required from information_schema.columns where table_schema = 'public'",
    });
    let rows: Vec<ColumnRow> = base.rows(sql).await;
    let ours = rows.into_iter().filter(|row| !row.of_table.starts_with("_sqlx"));
    let ours = ours.filter(|row| row.name != "row_no" || row.of_table == "import_issues");
    ours.map(|row| (row.of_table, row.name, row.required == 1, class(&row.kind))).collect()
}

/// SQLite has four types for what PostgreSQL has eight.
fn class(kind: &str) -> &'static str {
    match kind {
        "uuid" | "bytea" | "blob" => "bytes",
        "bigint" | "boolean" | "integer" => "integer",
        "text" | "jsonb" | "timestamp with time zone" => "text",
        other => panic!("a type that the house does not use: {other}"),
    }
}

/// By name: uniqueness, table, columns with their directions, condition.
async fn indexes(base: &TestDb) -> BTreeMap<String, String> {
    let sql = Sql::new(match base.db().dialect() {
        Dialect::Sqlite => "select name, sql as words from sqlite_master where type = 'index' and sql is not null and tbl_name not like '_sqlx%'
            union all
            select m.name || '_pkey', 'create unique index pk on ' || m.name || ' (' ||
                (select group_concat(p.name, ', ') from (select name from pragma_table_info(m.name) where pk > 0 order by pk) p) || ')'
            from sqlite_master m where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like '%\\_search%' escape '\\' and m.name not like '_sqlx%'
              and m.name not in ('clients', 'deals')",
        Dialect::Postgres => "select cast(indexname as text) as name, indexdef as words from pg_indexes
            where schemaname = 'public' and tablename not like '\\_sqlx%' and indexdef not like '%USING gin%'",
    });
    let rows: Vec<IndexRow> = base.rows(sql).await;
    rows.into_iter().map(|row| (row.name, normal(&row.words))).collect()
}

fn normal(words: &str) -> String {
    let lower =
        words.to_lowercase().replace("public.", "").replace(" using btree", "").replace("::text", "").replace('"', "");
    let (create, rest) = lower.split_once(" on ").expect("an index");
    let (table, rest) = rest.split_once('(').expect("columns");
    let (columns, condition) = rest.split_once(')').expect("columns");
    let condition: String = condition.replace(['(', ')'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} {} ({columns}) {condition}", create.contains("unique"), table.trim())
}
