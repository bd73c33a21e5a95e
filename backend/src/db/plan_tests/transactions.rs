//! What work does within transactions, heard statement by statement, and how its reads are found.

use super::*;
use domain::clients::ClientPatch;

tokio::task_local! {
    static DONE: RefCell<Vec<Sql>>;
}

/// Called by every statement of a transaction: a test that listens hears it.
pub(in crate::db) fn hear(sql: &Sql) {
    // Nobody listens in most tests.
    let _ = DONE.try_with(|done| done.borrow_mut().push(sql.clone()));
}

/// The statements that the work runs within transactions.
pub(crate) async fn done_by<T>(work: impl Future<Output = T>) -> Vec<Sql> {
    DONE.scope(RefCell::default(), async {
        work.await;
        DONE.with(RefCell::take)
    })
    .await
}

db_test! {
    async fn deals_that_follow_their_client_are_found_by_it_and_lead_to_their_events(base: TestDb) {
        let office = Office::open(base).await;
        let (cx, heir) = (&office.director, office.people[1]);
        let with_deals = ListQuery { filter: Filter::HasDeal(Box::new(Filter::All)), ..ListQuery::default() };
        let client = clients::list(cx, &with_deals).await.expect("a page").rows.remove(0);
        let act = cx.backend().new_id();
        let change = async |request, patch| {
            let seen = clients::get(cx, client.id).await.expect("the client").version;
            clients::edit(cx, request, client.id, seen, patch).await.expect("changed").deals
        };
        let mut done = done_by(async { assert!(change(act, ClientPatch::Owner(heir)).await > 0) }).await;
        done.extend(done_by(async { assert!(change(cx.backend().new_id(), ClientPatch::OwnerBack(act)).await > 0) }).await);
        let reads: Vec<&Sql> = done.iter().filter(|sql| sql.text().contains("from deals r")).collect();
        assert_eq!(reads.len(), 3, "the deals that go, those that went, those that come back");
        for sql in reads {
            let plan = office.base.explain(sql.clone()).await;
            assert!(plan.contains("deals_client"), "{}\n{plan}", sql.text());
            assert!(!sql.text().contains("join events") || plan.contains("events_record"), "{}\n{plan}", sql.text());
        }
    }
}
