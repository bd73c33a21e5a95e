//! What every SQLite connection promises, and what a transaction does.

use super::{Db, DbConfig, Sql, connection::readers, dialect, migrate, test_db::TestDb};
use domain::error::AppError;
use sqlx::{Sqlite, pool::PoolConnection};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_pooled_connection_is_durable_and_checks_foreign_keys() {
    let base = TestDb::sqlite().await;
    let Db::Sqlite { read, write } = base.db() else { panic!("SQLite") };
    let mut held: Vec<PoolConnection<Sqlite>> = vec![write.acquire().await.expect("the writer")];
    for _ in 0..readers() {
        held.push(read.acquire().await.expect("a reader"));
    }
    for connection in &mut held {
        dialect::assert_sqlite(connection).await.expect("safe");
    }
    let spoil: [&'static str; 2] = ["pragma synchronous = normal", "pragma foreign_keys = off"];
    for (connection, pragma) in held.iter_mut().zip(spoil) {
        sqlx::query(pragma).execute(&mut **connection).await.expect("set");
        assert!(dialect::assert_sqlite(connection).await.is_err(), "{pragma} goes unnoticed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_cannot_write() {
    let base = TestDb::sqlite().await;
    let Db::Sqlite { read, .. } = base.db() else { panic!("SQLite") };
    let refused = sqlx::query("insert into rate_limits (key, slot, hits) values ('a', 1, 1)").execute(&read).await;
    assert!(refused.expect_err("refused").to_string().contains("readonly"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_that_cannot_be_written_is_refused_at_once() {
    assert!(migrate(&DbConfig::Sqlite("/proc/voronka/voronka.db".into())).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn migrating_again_changes_nothing() {
    for base in [TestDb::sqlite().await, TestDb::postgres().await] {
        let again = migrate(base.config()).await.expect("migrated");
        again.close().await;
        assert_eq!(base.size("workspaces").await, 0);
    }
}

crate::db_test! {
    async fn a_dropped_transaction_leaves_nothing(base: TestDb) {
        for _ in 0..20 {
            let mut tx = base.db().begin().await.expect("a transaction");
            tx.execute(Sql::new("insert into rate_limits (key, slot, hits) values ('a', 1, 1)")).await.expect("inserted");
        }
        assert_eq!(base.size("rate_limits").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_stops_writing_only_as_long_as_it_is_full() {
    let base = TestDb::sqlite().await;
    base.db().run_alone(Sql::new("create table heap (words text not null) strict")).await.expect("a table");
    for commits in [false, true] {
        // Of one connection: the next one knows no bound, as if there were room again.
        base.db().run_alone(Sql::new("pragma max_page_count = 1")).await.expect("bounded");
        let mut tx = base.db().begin().await.expect("a transaction");
        let mut insert = Sql::new("insert into heap (words) values (");
        insert.bind("х".repeat(1_000_000)).push(")");
        let refused: AppError = tx.execute(insert).await.expect_err("there is no room").into();
        assert_eq!(refused, AppError::Unavailable);
        if commits {
            tx.commit().await.expect_err("nothing is left to be kept");
        } else {
            drop(tx);
        }
        let mut tx = base.db().begin().await.expect("writing goes on");
        tx.execute(Sql::new("insert into heap (words) values ('')")).await.expect("inserted");
        tx.commit().await.expect("kept");
    }
    assert_eq!(base.size("heap").await, 2);
}
