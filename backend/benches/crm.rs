//! What the operations cost beside the raw query that gives the same rows: both databases, one run, interleaved.
//! `cargo xtask bench` sets VORONKA_TEST_POSTGRES; the table goes to docs/PERFORMANCE.md. `--million` adds ten times the data.
//! `--sight` measures instead what people of a hierarchy see of a million clients.
//! `cargo xtask soak` sets VORONKA_SOAK: then people drag cards for a minute, or for as long as `--seconds N` says.
#![allow(clippy::expect_used, reason = "a bench that cannot measure has to stop")]

#[path = "crm/import.rs"]
mod import;
#[path = "crm/raw.rs"]
mod raw;
#[path = "crm/report.rs"]
mod report;
#[path = "crm/sight.rs"]
mod sight;
#[path = "crm/work.rs"]
mod work;

use backend::{
    Backend,
    db::{Db, DbConfig, Sql, migrate, test_db::TestDb},
    demo_data::{self, DemoSize},
    import::read::{SUBCOMMAND, child_main},
    test_crm::drags::{Dragged, drag_together},
};
use report::{Line, Report};
use std::{
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};
use work::{Place, Work};

/// As the server has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZE: DemoSize = DemoSize { clients: 100_000, deals: 150_000, users: 20, seed: 1 };
const MILLION: DemoSize = DemoSize { clients: 1_000_000, deals: 1_500_000, users: 20, seed: 1 };
/// Rows of the files that are imported.
const IMPORTS: [usize; 2] = [10_000, 100_000];
const ROUNDS: usize = 3;
/// How long one piece of work is repeated in one round.
const PATIENCE: Duration = Duration::from_millis(700);

fn main() -> ExitCode {
    // An import reads its file in a process of its own, which is this program again.
    if std::env::args().nth(1).as_deref() == Some(SUBCOMMAND) {
        return child_main(std::io::stdin().lock(), std::io::stdout().lock());
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if std::env::var_os("VORONKA_SOAK").is_some() {
        runtime.block_on(soak_all());
    } else if std::env::args().any(|argument| argument == "--sight") {
        runtime.block_on(sight_all());
    } else {
        runtime.block_on(measure_all());
    }
    ExitCode::SUCCESS
}

async fn measure_all() {
    let sizes: &[(&str, DemoSize)] = if std::env::args().any(|argument| argument == "--million") {
        &[("100 000", SIZE), ("1 000 000", MILLION)]
    } else {
        &[("100 000", SIZE)]
    };
    let mut report = Report::default();
    for (name, size) in sizes {
        let folder = tempfile::TempDir::new().expect("a folder");
        let config = DbConfig::Sqlite(folder.path().join("bench.db"));
        let db = migrate(&config).await.expect("SQLite opens");
        measure(&mut report, ("SQLite", name), db, Some(&config), *size).await;
        let postgres = TestDb::postgres().await;
        measure(&mut report, ("PostgreSQL", name), postgres.db(), None, *size).await;
    }
    report.print_and_keep();
}

async fn sight_all() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let sqlite = migrate(&DbConfig::Sqlite(folder.path().join("sight.db"))).await.expect("SQLite opens");
    let postgres = TestDb::postgres().await;
    let mut text = String::from(
        "| who | database | clients they see | first page, ms | a middle page, ms | count, ms | board totals, ms |\n|---|---|---|---|---|---|---|\n",
    );
    text.push_str(&sight::measure("PostgreSQL", postgres.db()).await);
    text.push_str(&sight::measure("SQLite", sqlite).await);
    report::keep("sight", &text);
}

async fn soak_all() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--seconds").skip(1);
    let seconds = arguments.next().map_or(60, |text| text.parse().expect("--seconds takes a number"));
    const PEOPLE: usize = 8;
    const CARDS: usize = 200;
    let size = DemoSize { clients: 50, deals: CARDS, users: 8, seed: 1 };
    let folder = tempfile::TempDir::new().expect("a folder");
    let sqlite = migrate(&DbConfig::Sqlite(folder.path().join("soak.db"))).await.expect("SQLite opens");
    let postgres = TestDb::postgres().await;
    let mut text = String::new();
    // One process per SQLite file; two servers on one PostgreSQL.
    for (database, servers) in [
        ("SQLite", vec![Backend::new(sqlite)]),
        ("PostgreSQL", vec![Backend::new(postgres.db()), Backend::new(postgres.db())]),
    ] {
        let demo = demo_data::create(&servers[0], size).await.expect("demo data");
        let mut people = Vec::new();
        for server in servers.iter().cycle().take(PEOPLE) {
            people.push(work::signed_in(server, &demo, demo.people[0]).await);
        }
        let Dragged { moves, settled } = drag_together(&servers, people, Duration::from_secs(seconds)).await;
        let at = |share: usize| moves[(moves.len() * share / 100).min(moves.len() - 1)].as_secs_f64() * 1_000.0;
        text.push_str(&format!(
            "- {database}: {PEOPLE} people, {} server(s), {seconds} s: {} moves of {CARDS} cards, none lost, none doubled, no place \
             shared; a move takes {:.1} ms (median), {:.1} (p99); one order on every board {} ms after the last drop.\n",
            servers.len(),
            moves.len(),
            at(50),
            at(99),
            settled.as_millis()
        ));
    }
    report::keep("soak", &text);
}

async fn measure(
    report: &mut Report,
    (database, name): (&str, &str),
    db: Db,
    reopen: Option<&DbConfig>,
    size: DemoSize,
) {
    let begun = Instant::now();
    let demo = demo_data::create(&Backend::new(db.clone()), size).await.expect("demo data");
    report.remark(format!("{database}, {name}: demo data in {:.1} s", begun.elapsed().as_secs_f64()));
    // As a server finds its database: SQLite collects statistics when it is closed, PostgreSQL by itself.
    let db = match reopen {
        Some(config) => {
            db.close().await;
            Db::connect(config).await.expect("SQLite opens again")
        }
        None => {
            db.run_alone(Sql::new("vacuum analyze")).await.expect("statistics");
            db
        }
    };
    let place = Arc::new(Place::enter(db, &demo).await);
    for work in Work::ALL {
        let (mut ours, mut raw) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let (one, other) = round(&place, *work).await;
            ours.push(one);
            raw.push(other);
        }
        report.add(Line {
            database: database.into(),
            size: name.into(),
            work: *work,
            ours: median(ours),
            raw: median(raw),
        });
    }
    let (ours, raw) = (place.pages_a_second().await, place.raw_a_second(Work::FirstPage).await);
    report.remark(format!(
        "{database}, {name}: {ours} first pages a second, 16 at a time; {raw} times the raw query alone"
    ));
    for rows in IMPORTS {
        let [ours, raw] = import::rates(&place, rows).await.expect("an import");
        let share = 100.0 * ours / raw;
        report.remark(format!(
            "{database}, {name}: import of {rows} rows at {ours:.0} rows a second; the same rows raw, 500 a transaction, {raw:.0} ({share:.0} %)"
        ));
    }
    place.close().await;
}

/// Medians of ours and of raw, measured in turn.
async fn round(place: &Place, work: Work) -> (Duration, Duration) {
    let (mut ours, mut raw) = (Vec::new(), Vec::new());
    let begun = Instant::now();
    for _ in 0..3 {
        place.run(work).await;
        place.run_raw(work).await;
    }
    while begun.elapsed() < PATIENCE || ours.len() < 5 {
        let start = Instant::now();
        place.run(work).await;
        ours.push(start.elapsed());
        let start = Instant::now();
        place.run_raw(work).await;
        raw.push(start.elapsed());
    }
    (median(ours), median(raw))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
