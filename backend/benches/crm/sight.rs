//! What it costs to see a part of a million clients: whoever one is, first and middle pages, counts and the board's totals.

use crate::work::signed_in;
use backend::{
    Backend, Cx, clients,
    db::{Db, Sql},
    deals,
    demo_data::{self, Demo, DemoSize},
};
use domain::{
    access::SharedAccess,
    filter::{Filter, ListQuery, Page},
    ids::UserId,
};
use std::{
    future::Future,
    time::{Duration, Instant},
};

/// A director, a supervisor of twenty, managers, and one of them who owns nothing.
const SIZE: DemoSize = DemoSize { clients: 1_000_000, deals: 1_500_000, users: 52, seed: 1 };
const SUBORDINATES: usize = 20;
const RUNS: usize = 31;

/// The rows of the table for one database.
pub async fn measure(database: &str, db: Db) -> String {
    let backend = Backend::new(db.clone());
    let begun = Instant::now();
    let demo = demo_data::create(&backend, SIZE).await.expect("demo data");
    eprintln!("{database}: demo data in {:.0} s", begun.elapsed().as_secs_f64());
    let [supervisor, manager, newcomer] = [1, 30, 51].map(|at| demo.people[at]);
    arrange(&db, &demo, (supervisor, manager, newcomer)).await;
    db.run_alone(Sql::new("analyze")).await.expect("statistics");
    let mut text = String::new();
    for (who, user) in [
        ("director", demo.people[0]),
        ("supervisor of 20", supervisor),
        ("manager", manager),
        ("owns nothing", newcomer),
    ] {
        let cx = signed_in(&backend, &demo, user).await;
        let rows = count(&cx).await;
        let middle = ListQuery { page: middle_of(&cx, rows).await, ..ListQuery::default() };
        let all = ListQuery::default();
        let first = median(|| clients::list(&cx, &all)).await;
        let middle = median(|| clients::list(&cx, &middle)).await;
        let counted = median(|| clients::count(&cx, &all)).await;
        let totals = median(|| deals::board::totals(&cx, &Filter::All)).await;
        let line = format!("| {who} | {database} | {rows} | {first:.2} | {middle:.2} | {counted:.2} | {totals:.2} |\n");
        eprint!("{line}");
        text.push_str(&line);
    }
    text
}

/// The hierarchy; every thousandth client public, and every five-thousandth managed by the manager; what the newcomer owned
/// is their neighbour's.
async fn arrange(db: &Db, demo: &Demo, (supervisor, manager, newcomer): (UserId, UserId, UserId)) {
    let post = |user: UserId, superior: Option<UserId>, access: SharedAccess| {
        let mut sql = Sql::new("insert into posts (workspace_id, user_id, superior_id, shared_access) values ");
        sql.bind_tuple([demo.workspace.into(), user.into(), superior.into(), access.key().into()]);
        sql.push(" on conflict (workspace_id, user_id) do update set superior_id = excluded.superior_id,");
        sql.push(" shared_access = excluded.shared_access");
        sql
    };
    run(db, post(supervisor, None, SharedAccess::ManagersOnly)).await;
    for subordinate in &demo.people[2..2 + SUBORDINATES] {
        run(db, post(*subordinate, Some(supervisor), SharedAccess::Forbid)).await;
    }
    run(db, Sql::new("update clients set access = 'read' where number % 1000 = 0")).await;
    let mut sql = Sql::new("insert into client_managers (workspace_id, client_id, user_id) select workspace_id, id, ");
    sql.bind(manager).push(" from clients where number % 5000 = 1 and owner_id <> ").bind(manager);
    run(db, sql).await;
    let heir = demo.people[50];
    for text in ["update clients set owner_id = ", "update deals set owner_id = "] {
        let mut sql = Sql::new(text);
        sql.bind(heir).push(" where owner_id = ").bind(newcomer);
        run(db, sql).await;
    }
    // The kept totals, as the rows are now.
    run(db, Sql::new("delete from client_totals")).await;
    run(db, Sql::new("delete from deal_totals")).await;
    run(db, Sql::new("insert into client_totals (workspace_id, owner_id, count, access) select workspace_id, owner_id, count(*), access
        from clients where deleted_at is null group by workspace_id, owner_id, access")).await;
    run(
        db,
        Sql::new(
            "insert into deal_totals (workspace_id, stage_id, owner_id, currency, count, amount)
        select workspace_id, stage_id, owner_id, currency, count(*), cast(coalesce(sum(budget), 0) as bigint)
        from deals where deleted_at is null group by workspace_id, stage_id, owner_id, currency",
        ),
    )
    .await;
}

async fn run(db: &Db, sql: Sql) {
    db.run_alone(sql).await.expect("the hierarchy");
}

async fn count(cx: &Cx) -> usize {
    match clients::count(cx, &ListQuery::default()).await.expect("a count") {
        domain::filter::Count::Exact(rows) | domain::filter::Count::AtLeast(rows) => rows as usize,
    }
}

/// The page in the middle, reached as a person would reach it: page by page.
async fn middle_of(cx: &Cx, rows: usize) -> Page {
    let mut page = Page { after: None, size: Page::MAX };
    for _ in 0..rows / 2 / usize::from(Page::MAX) {
        let query = ListQuery { page: page.clone(), ..ListQuery::default() };
        match clients::list(cx, &query).await.expect("a page").next {
            Some(next) => page.after = Some(next),
            None => break,
        }
    }
    Page { size: Page::DEFAULT, ..page }
}

/// The median of many runs, in milliseconds.
async fn median<T, F: Future<Output = T>>(work: impl Fn() -> F) -> f64 {
    let mut times: Vec<Duration> = Vec::with_capacity(RUNS);
    for turn in 0..RUNS + 3 {
        let begun = Instant::now();
        work().await;
        // The first ones find the database cold.
        if turn >= 3 {
            times.push(begun.elapsed());
        }
    }
    times.sort_unstable();
    times[RUNS / 2].as_secs_f64() * 1_000.0
}
