//! What every PostgreSQL connection promises: how it plans, and that a dead one is not used.

use super::{Db, DbConfig, Reads, Row, Sql, connection::is_alive, test_db::TestDb, types::Counted};
use sqlx::postgres::PgConnectOptions;
use std::{
    str::FromStr,
    time::{Duration, Instant},
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
    time::timeout,
};

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

/// A way to the database that can be blocked: nothing comes through then, nothing ends, and nobody gets in.
async fn way_to(base: &TestDb) -> (String, watch::Sender<bool>) {
    let DbConfig::Postgres(url) = base.config() else { panic!("PostgreSQL") };
    let options = PgConnectOptions::from_str(url).expect("a URL");
    let (host, port) = (options.get_host().to_owned(), options.get_port());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let here = listener.local_addr().expect("an address").to_string();
    let (blocked, block) = watch::channel(false);
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let mut block = block.clone();
            let mut far = TcpStream::connect((host.as_str(), port)).await.expect("PostgreSQL");
            tokio::spawn(async move {
                tokio::select! {
                    _ = copy_bidirectional(&mut near, &mut far) => {}
                    () = async { drop(block.wait_for(|blocked| *blocked).await) } => std::future::pending().await,
                }
            });
        }
    });
    let user = options.get_username();
    let name = options.get_database().expect("a name");
    (format!("postgres://{user}@{here}/{name}"), blocked)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_connection_is_asked_and_one_that_does_not_answer_is_given_up() {
    let base = TestDb::postgres().await;
    let (url, block) = way_to(&base).await;
    let db = Db::open_postgres(&url, 2).await.expect("PostgreSQL opens");
    let mut hearing = db.hear("voronka_test").await.expect("heard").expect("by others");
    hearing.silence = Duration::from_millis(50);
    assert!(timeout(Duration::from_millis(500), hearing.next()).await.is_err(), "silent, and alive");
    base.db().run_alone(Sql::new("select pg_notify('voronka_test', 'word')")).await.expect("told");
    assert_eq!(hearing.next().await.expect("heard").as_deref(), Some("word"));
    block.send(true).expect("the way is open");
    let given_up = timeout(Duration::from_secs(6), hearing.next()).await.expect("in time");
    assert!(given_up.is_err(), "{given_up:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_a_database_that_is_gone_knows_within_five_seconds() {
    let base = TestDb::postgres().await;
    let (url, block) = way_to(&base).await;
    let db = Db::open_postgres(&url, 2).await.expect("PostgreSQL opens");
    let _used = db.begin().await.expect("one of two connections");
    block.send(true).expect("the way is open");
    let begun = Instant::now();
    assert!(db.begin().await.is_err());
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_gives_up_while_a_transaction_begins_leaves_none_open() {
    let base = TestDb::postgres().await;
    for patience in 0..100 {
        let waits = async {
            for _ in 0..patience % 20 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            begun = async { base.db().begin().await } => drop(begun.expect("a transaction")),
            () = waits => {}
        }
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut other = Db::connect(base.config()).await.expect("PostgreSQL opens");
    let open = "select count(*) as n from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'";
    assert_eq!(one::<Counted>(&mut other, open).await.n, 0);
    other.close().await;
}
