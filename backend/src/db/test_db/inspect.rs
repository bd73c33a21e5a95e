//! What tests read and write past every operation: tables as they are, plans as the database tells them.
#![allow(clippy::expect_used, reason = "a query that fails has to fail its test")]

use super::TestDb;
use crate::db::{Reads, Row, Sql, dialect::Dialect, types::Counted};
use domain::{
    access::{Rank, Right, Rights},
    ids::{UserId, WorkspaceId},
    roles::RoleKind,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Kept totals that differ from counted ones, both ways.
const WRONG_CLIENT_TOTALS: &str = "select count(*) as n from (
    select a.owner_id from (select workspace_id, owner_id, access, count(*) as n from clients where deleted_at is null group by workspace_id, owner_id, access) a
    left join client_totals t on t.workspace_id = a.workspace_id and t.owner_id = a.owner_id and t.access = a.access and t.count = a.n where t.count is null
    union all
    select t.owner_id from client_totals t where t.count <> 0 and not exists (select 1 from clients c
        where c.workspace_id = t.workspace_id and c.owner_id = t.owner_id and c.access = t.access and c.deleted_at is null)
) wrong";
const WRONG_DEAL_TOTALS: &str = "select count(*) as n from (
    select a.stage_id from (select workspace_id, stage_id, owner_id, currency, count(*) as n, cast(sum(coalesce(budget, 0)) as bigint) as s
        from deals where deleted_at is null group by workspace_id, stage_id, owner_id, currency) a
    left join deal_totals t on t.workspace_id = a.workspace_id and t.stage_id = a.stage_id and t.owner_id = a.owner_id
        and t.currency = a.currency and t.count = a.n and t.amount = a.s where t.count is null
    union all
    select t.stage_id from deal_totals t where (t.count <> 0 or t.amount <> 0) and not exists (select 1 from deals d
        where d.workspace_id = t.workspace_id and d.stage_id = t.stage_id and d.owner_id = t.owner_id and d.currency = t.currency and d.deleted_at is null)
) wrong";

/// Deals that are put in order by another name than their client's.
const WRONG_CLIENT_NAMES: &str = "select count(*) as n from deals d left join clients c
    on c.workspace_id = d.workspace_id and c.id = d.client_id and c.deleted_at is null
    where d.deleted_at is null and coalesce(d.client_norm, '') <> coalesce(c.name_norm, '')";

/// Tables of facts but the history itself, and the column that names the record an event is about.
pub(crate) const FACTS: [(&str, &str); 12] = [
    ("workspaces", "id"),
    ("roles", "id"),
    ("users", "id"),
    ("user_groups", "id"),
    ("posts", "user_id"),
    ("field_defs", "id"),
    ("field_options", "field_id"),
    ("clients", "id"),
    ("client_contacts", "client_id"),
    ("client_managers", "client_id"),
    ("stages", "id"),
    ("deals", "id"),
];

impl TestDb {
    /// Every row of a statement that counts or sums into a column `n`.
    pub async fn numbers(&self, sql: Sql) -> Vec<i64> {
        self.rows::<Counted>(sql).await.into_iter().map(|row| row.n).collect()
    }

    /// The number of rows of a table.
    pub async fn size(&self, table: &str) -> i64 {
        let text: &'static str = format!("select count(*) as n from {table}").leak();
        self.numbers(Sql::new(text)).await.into_iter().sum()
    }

    pub(crate) async fn rows<T: Row>(&self, sql: Sql) -> Vec<T> {
        self.db().fetch_all(sql).await.expect("the query runs")
    }

    /// Runs a statement that no operation runs.
    pub async fn execute(&self, sql: Sql) {
        let mut tx = self.db.begin().await.expect("a transaction");
        tx.execute(sql).await.expect("the statement runs");
        tx.commit().await.expect("committed");
    }

    /// How many kept totals of clients and of deals are not what counting gives.
    pub async fn wrong_totals(&self) -> [i64; 2] {
        let mut wrong = [0; 2];
        for (number, query) in wrong.iter_mut().zip([WRONG_CLIENT_TOTALS, WRONG_DEAL_TOTALS]) {
            *number = self.numbers(Sql::new(query)).await.into_iter().sum();
        }
        wrong
    }

    /// How many deals stand in the order of another name than their client's.
    pub async fn wrong_client_names(&self) -> i64 {
        self.numbers(Sql::new(WRONG_CLIENT_NAMES)).await.into_iter().sum()
    }

    /// Every row of every fact: its record and all of it as text.
    pub async fn facts(&self) -> BTreeSet<(Uuid, String)> {
        let mut facts = BTreeSet::new();
        for (table, record) in FACTS {
            let words = match self.db.dialect() {
                Dialect::Postgres => "cast(t as text)".to_owned(),
                Dialect::Sqlite => self.quoted_columns(table).await,
            };
            let text = format!("select t.{record} as record, '{table} ' || {words} as words from {table} t");
            let rows: Vec<Fact> = self.rows(Sql::from_parts(text, Vec::new())).await;
            facts.extend(rows.into_iter().map(|row| (row.record, row.words)));
        }
        facts
    }

    /// Every row of every table as text: what a refused request leaves as it was, to the byte. That it was refused is told in the
    /// security log, with the count that bounds it.
    pub async fn everything(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for table in self.tables().await {
            if ["security_log", "rate_limits"].contains(&table.as_str()) {
                continue;
            }
            let words = match self.db.dialect() {
                Dialect::Postgres => "cast(t as text)".to_owned(),
                Dialect::Sqlite => self.quoted_columns(&table).await,
            };
            let text = format!("select '{table} ' || {words} as words from {table} t order by 1");
            rows.extend(self.rows::<Words>(Sql::from_parts(text, Vec::new())).await.into_iter().map(|row| row.words));
        }
        rows
    }

    async fn tables(&self) -> Vec<String> {
        let tables = match self.db.dialect() {
            Dialect::Postgres => {
                "select tablename as words from pg_tables where schemaname = current_schema() order by 1"
            }
            Dialect::Sqlite => {
                "select name as words from sqlite_schema where type = 'table' and name not like 'sqlite%' order by 1"
            }
        };
        self.rows::<Words>(Sql::new(tables)).await.into_iter().map(|table| table.words).collect()
    }

    /// The names of all columns of all tables, on SQLite.
    pub async fn columns(&self) -> BTreeSet<String> {
        let mut columns = BTreeSet::new();
        for table in self.tables().await {
            let mut sql = Sql::new("select name as words from pragma_table_info(");
            sql.bind(table).push(")");
            columns.extend(self.rows::<Words>(sql).await.into_iter().map(|column| column.words));
        }
        columns
    }

    async fn quoted_columns(&self, table: &str) -> String {
        let mut sql = Sql::new("select name as words from pragma_table_info(");
        sql.bind(table).push(")");
        let columns: Vec<Words> = self.rows(sql).await;
        columns.iter().map(|column| format!("quote(t.{})", column.words)).collect::<Vec<_>>().join(" || ' ' || ")
    }

    /// The records of a query that names them `record`, with some `words`.
    #[cfg(test)]
    pub(crate) async fn records(&self, sql: Sql) -> BTreeSet<Uuid> {
        self.rows::<Fact>(sql).await.into_iter().map(|row| row.record).collect()
    }

    /// The records that events are about, in the order of the events.
    #[cfg(test)]
    pub(crate) async fn told_records(&self) -> Vec<Uuid> {
        let sql = Sql::new("select record_id as record, kind as words from events order by id");
        self.rows::<Fact>(sql).await.into_iter().map(|row| row.record).collect()
    }

    /// Adds a colleague with the director's password: the people screens are no concern of these tests.
    pub async fn insert_colleague(&self, of: (WorkspaceId, UserId), id: UserId, names: (&str, &str), email: &str) {
        let mut sql = Sql::new(
            "insert into users (workspace_id, id, email, email_norm, first_name, last_name, password_hash, role_id, rank, lang, zone, created_at)
             select d.workspace_id, ",
        );
        sql.bind(id).push(", ").bind(email).push(", ").bind(email).push(", ").bind(names.0).push(", ").bind(names.1);
        sql.push(", d.password_hash, r.id, ").bind(Rank::Manager.key()).push(", d.lang, d.zone, d.created_at");
        sql.push(" from users d join roles r on r.workspace_id = d.workspace_id and r.kind = ")
            .bind(RoleKind::Manager.key());
        sql.push(" where d.workspace_id = ").bind(of.0).push(" and d.id = ").bind(of.1);
        self.execute(sql).await;
        self.execute(narrowed_managers(of.0)).await;
        // As every change of people does: nobody looks at them as they were.
        let mut sql = Sql::new("update settings_versions set version = version + 1 where workspace_id = ");
        sql.bind(of.0);
        self.execute(sql).await;
    }

    /// The database's own account of how it would run a query, line by line.
    #[cfg(test)]
    pub(crate) async fn explain(&self, sql: Sql) -> String {
        let dialect = self.db.dialect();
        let (text, args) = sql.into_parts();
        let word = match dialect {
            Dialect::Sqlite => "explain query plan ",
            Dialect::Postgres => "explain ",
        };
        let asked = Sql::from_parts(format!("{word}{text}"), args);
        let mut tx = self.db.begin().await.expect("a transaction");
        let lines: Vec<String> = match dialect {
            Dialect::Sqlite => {
                let rows: Vec<SqlitePlan> = tx.fetch_all(asked).await.expect("a plan");
                rows.into_iter().map(|row| row.detail).collect()
            }
            Dialect::Postgres => {
                for word in ["seqscan", "sort", "bitmapscan"] {
                    let off = Sql::from_parts(format!("set local enable_{word} = off"), Vec::new());
                    tx.execute(off).await.expect("set");
                }
                let rows: Vec<PostgresPlan> = tx.fetch_all(asked).await.expect("a plan");
                rows.into_iter().map(|row| row.line).collect()
            }
        };
        lines.join("\n")
    }

    /// Collects statistics, as both databases do by themselves in time.
    pub async fn analyze(&self) {
        self.db.run_alone(Sql::new("analyze")).await.expect("statistics are collected");
    }
}

#[derive(sqlx::FromRow)]
struct Words {
    words: String,
}

#[derive(sqlx::FromRow)]
struct Fact {
    record: Uuid,
    words: String,
}

#[cfg(test)]
#[derive(sqlx::FromRow)]
struct SqlitePlan {
    detail: String,
}

#[cfg(test)]
#[derive(sqlx::FromRow)]
struct PostgresPlan {
    #[sqlx(rename = "QUERY PLAN")]
    line: String,
}

/// Takes from managers what lets records come and go: stories tell them from whoever may.
fn narrowed_managers(workspace: WorkspaceId) -> Sql {
    use Right::{ChangeOwner, Import, SendSms};
    let rights = [ChangeOwner, Import, SendSms].into_iter().fold(Rights::of_new_role(), Rights::without);
    let mut sql = Sql::new("update roles set rights = ");
    sql.bind(rights.0).push(" where workspace_id = ").bind(workspace);
    sql.push(" and kind = ").bind(RoleKind::Manager.key());
    sql
}
