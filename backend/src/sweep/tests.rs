//! What the sweep deletes and what it leaves, on both databases.

use super::{sweep, work};
use crate::{
    db::plan_tests::transactions::done_by,
    db::{Reads, Sql, dialect::Dialect},
    db_test, groups, notifications, password_links, sessions,
    test_crm::{TestCrm, origin},
};
use chrono::TimeDelta;
use domain::{clients::ClientPatch, error::AppError};
use std::time::Duration;
use tokio::sync::watch;

/// The rows of these tables.
async fn sizes<const N: usize>(crm: &TestCrm, tables: [&str; N]) -> [i64; N] {
    let mut sizes = [0; N];
    for (size, table) in sizes.iter_mut().zip(tables) {
        *size = crm.base.size(table).await;
    }
    sizes
}

async fn sweeps(crm: &TestCrm) {
    let (_stop, stopped) = watch::channel(false);
    sweep(&crm.backend, &stopped).await.expect("swept");
}

db_test! {
    async fn answers_are_kept_a_day(crm: TestCrm) {
        let (anna, request) = (crm.anna(), crm.anna().request());
        let start = crm.base.size("requests").await;
        groups::create(&anna.cx, request, "Первая".into()).await.expect("a group");
        crm.pass(TimeDelta::hours(23));
        sweeps(&crm).await;
        assert_eq!(crm.base.size("requests").await, start + 1);
        let again = groups::create(&anna.cx, request, "Первая".into()).await.expect("the same answer");
        assert_eq!(again.name, "Первая");
        crm.pass(TimeDelta::minutes(90));
        groups::create(&anna.cx, anna.request(), "Вторая".into()).await.expect("a group");
        sweeps(&crm).await;
        assert_eq!(crm.base.size("requests").await, 1, "the young one");
    }

    async fn sessions_and_links_go_when_they_open_nothing_any_more(crm: TestCrm) {
        let boris = (crm.boris().cx.workspace(), crm.boris().id());
        sessions::new_link(&crm.backend, boris.0, boris.1, TimeDelta::minutes(10)).await.expect("a link");
        let mut owed = Sql::new("update sessions set awaits_code = ");
        owed.bind(true).push(" where user_id = ").bind(boris.1);
        crm.base.execute(owed).await;
        // Four people are signed in, one of them owes a code; the link of the set-up lasts a week.
        sweeps(&crm).await;
        assert_eq!(sizes(&crm, ["sessions", "links"]).await, [4, 2]);
        crm.pass(TimeDelta::minutes(11));
        sweeps(&crm).await;
        assert_eq!(sizes(&crm, ["sessions", "links"]).await, [3, 1]);
        crm.pass(TimeDelta::days(13));
        assert!(sessions::cx(&crm.backend, &crm.anna().cookie).await.expect("looked up").is_some());
        sweeps(&crm).await;
        assert_eq!(sizes(&crm, ["sessions", "links"]).await, [3, 0]);
        crm.pass(TimeDelta::days(1));
        sweeps(&crm).await;
        assert_eq!(crm.base.size("sessions").await, 1, "the one that is used");
        crm.pass(TimeDelta::days(14));
        sweeps(&crm).await;
        assert_eq!(crm.base.size("sessions").await, 0);
    }

    async fn attempts_are_counted_as_long_as_they_count_and_go_in_portions(crm: TestCrm) {
        let many = Sql::new(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200)
             insert into rate_limits (key, slot, hits) select cast(i as text), i, 1 from n",
        );
        crm.base.execute(many).await;
        for _ in 0..100 {
            sessions::enter(&crm.backend, "made-up", &origin()).await.expect_err("no link");
        }
        password_links::ask(&crm.backend, "boris@example.uz", &origin()).await.expect("asked");
        let (_stop, stopped) = watch::channel(false);
        let done = done_by(async { sweep(&crm.backend, &stopped).await.expect("swept") }).await;
        let portions = done.iter().filter(|sql| sql.text().contains("delete from rate_limits")).count();
        assert_eq!(portions, 3, "1,200 rows by 500");
        let refused = sessions::enter(&crm.backend, "made-up", &origin()).await;
        assert!(matches!(refused, Err(AppError::TooMany { .. })), "{refused:?}");
        crm.pass(TimeDelta::minutes(50));
        sweeps(&crm).await;
        assert_eq!(crm.base.size("rate_limits").await, 1, "what is counted by the hour");
        crm.pass(TimeDelta::days(1));
        sweeps(&crm).await;
        assert_eq!(crm.base.size("rate_limits").await, 0);
    }

    async fn notifications_go_half_a_year_after_they_were_seen_and_new_ones_stay(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        for name in ["Первый", "Второй"] {
            let client = anna.creates_client(name).await.id;
            anna.edits(client, ClientPatch::Managers(vec![boris.id()])).await;
        }
        let newest = notifications::list(&boris.cx, None).await.expect("the list").all.remove(0).id;
        notifications::see(&boris.cx, boris.request(), vec![newest]).await.expect("seen");
        crm.pass(TimeDelta::days(182));
        sweeps(&crm).await;
        assert_eq!(crm.base.size("notifications").await, 2);
        crm.pass(TimeDelta::days(2));
        sweeps(&crm).await;
        assert_eq!(crm.base.size("notifications").await, 1, "the new one");
    }

    async fn the_running_sweep_sweeps_at_once_and_stops_when_told(crm: TestCrm) {
        crm.pass(TimeDelta::days(100));
        let (stop, stopped) = watch::channel(false);
        let backend = crm.backend.clone();
        let working = tokio::spawn(async move { work(&backend, stopped).await });
        let swept = async {
            while crm.base.size("sessions").await > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), swept).await.expect("it sweeps");
        stop.send(true).expect("somebody listens");
        tokio::time::timeout(Duration::from_secs(5), working).await.expect("it stops").expect("no panic");
    }

    async fn whoever_asks_whether_the_database_is_ready_scans_nothing(crm: TestCrm) {
        let done = done_by(async { assert!(crm.backend.is_ready().await) }).await;
        assert!(!done.is_empty());
        for sql in done {
            let plan = crm.base.explain(sql).await;
            let scans = if crm.base.db().dialect() == Dialect::Sqlite { "SCAN" } else { "Seq Scan" };
            assert!(!plan.contains(scans), "{plan}");
        }
    }
}
