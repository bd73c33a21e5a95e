//! What every PostgreSQL connection promises: how it plans, and that a dead one is not used.

use super::{Db, Reads, Row, Sql, connection::is_alive, test_db::TestDb, types::Counted};
use std::time::Duration;

#[derive(sqlx::FromRow)]
struct Said {
    mode: String,
}

async fn plan_mode(reads: &mut impl Reads) -> String {
    one::<Said>(reads, "select current_setting('plan_cache_mode') as mode").await.mode
}

async fn one<T: Row>(reads: &mut impl Reads, text: &'static str) -> T {
    reads.fetch_one(Sql::new(text)).await.expect("an answer")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_are_planned_for_their_values_and_keys_and_writes_keep_their_plans() {
    let base = TestDb::postgres().await;
    assert_eq!(plan_mode(&mut base.db()).await, "force_custom_plan");
    let by_key = Sql::by_key("select current_setting('plan_cache_mode') as mode");
    assert_eq!(base.db().fetch_one::<Said>(by_key).await.expect("an answer").mode, "force_generic_plan");
    let mut tx = base.db().begin().await.expect("a transaction");
    assert_eq!(plan_mode(&mut tx).await, "auto");
    tx.commit().await.expect("committed");
    for _ in 0..20 {
        assert_eq!(plan_mode(&mut base.db()).await, "force_custom_plan");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_died_while_it_was_idle_is_not_used() {
    let base = TestDb::postgres().await;
    let Db::Postgres { pool, .. } = base.db() else { panic!("PostgreSQL") };
    let mut connection = pool.acquire().await.expect("a connection");
    let pid: i64 = sqlx::query_scalar("select cast(pg_backend_pid() as bigint)")
        .fetch_one(&mut *connection)
        .await
        .expect("its number");
    assert!(is_alive(&mut connection, Duration::from_secs(60)).await.is_ok());
    let mut kill = Sql::new("select count(*) as n from (select pg_terminate_backend(cast(");
    kill.bind(pid).push(" as integer), 5000) as gone) killed where gone");
    assert_eq!(base.db().fetch_one::<Counted>(kill).await.expect("killed").n, 1);
    assert!(is_alive(&mut connection, Duration::ZERO).await.is_ok(), "one that has just answered is not asked");
    assert!(is_alive(&mut connection, Duration::from_secs(60)).await.is_err());
}
