//! Who hears of what, on both databases; on PostgreSQL from another server as well.

use super::{Follower, follow, listen};
use crate::{Backend, Cx, db::Reads, db::dialect::Dialect, db_test, deals, test_crm::TestCrm};
use domain::{deals::Slot, ids::DealId, live::LiveNews};
use std::time::Duration;
use tokio::{sync::watch, time::timeout};

/// Another server on the same database, or this one where there can be no other; its listening ends with the sender.
async fn elsewhere(crm: &TestCrm) -> (Cx, watch::Sender<bool>) {
    let here = crm.backend.clone();
    let there = if here.db().dialect() == Dialect::Postgres { Backend::new(here.db()) } else { here };
    let (stop, stopped) = watch::channel(false);
    let backend = there.clone();
    tokio::spawn(async move { listen(&backend, stopped).await });
    (Cx::new(there, crm.anna().cx.actor().clone()), stop)
}

async fn follows(cx: &Cx) -> Follower {
    follow(cx, cx.now().timestamp_millis() + 60_000).await.expect("news")
}

async fn hears(follower: &mut Follower) -> Option<LiveNews> {
    timeout(Duration::from_secs(5), follower.next()).await.expect("in time")
}

/// News that name deals; a server that has just begun to listen first says that it may have missed some.
async fn hears_of(follower: &mut Follower) -> Vec<DealId> {
    loop {
        let news = hears(follower).await.expect("news");
        if !news.deals.is_empty() {
            return news.deals;
        }
    }
}

/// Waits until a change of this company is heard at all.
async fn begun(crm: &TestCrm, follower: &mut Follower) {
    loop {
        let deal = crm.anna().creates_deal("Проба", None).await.id;
        if let Ok(news) = timeout(Duration::from_millis(300), follower.next()).await
            && news.expect("news").deals.contains(&deal)
        {
            return;
        }
    }
}

db_test! {
    async fn a_change_is_heard_of_on_every_server_by_its_company_only(crm: TestCrm) {
        let (there, _stop) = elsewhere(&crm).await;
        let mut follower = follows(&there).await;
        begun(&crm, &mut follower).await;
        let other = crm.other_company().creates_deal("Чужая", None).await.id;
        let deal = crm.anna().creates_deal("Сделка", None).await.id;
        let heard = hears_of(&mut follower).await;
        assert!(heard.contains(&deal) && !heard.contains(&other), "{heard:?}");
        let stage = crm.anna().stage("Новая").await;
        crm.anna().drops(deal, stage, Slot::default()).await;
        assert_eq!(hears_of(&mut follower).await, [deal]);
    }

    async fn a_move_that_is_refused_is_not_heard_of(crm: TestCrm) {
        let (there, _stop) = elsewhere(&crm).await;
        let mut follower = follows(&there).await;
        begun(&crm, &mut follower).await;
        let hers = crm.vera().creates_deal("Верина", None).await.id;
        assert_eq!(hears_of(&mut follower).await, [hers]);
        let boris = crm.boris();
        let stage = boris.stage("Оплачено").await;
        deals::move_to_stage(&boris.cx, boris.request(), hers, stage, None).await.expect_err("refused");
        assert!(timeout(Duration::from_millis(300), follower.next()).await.is_err());
    }

    async fn what_changed_before_a_page_listens_is_not_missed(crm: TestCrm) {
        let cx = &crm.anna().cx;
        let made = cx.now().timestamp_millis();
        crm.other_company().creates_deal("Чужая", None).await;
        let mut quiet = follow(cx, made + 60_000).await.expect("news");
        assert!(timeout(Duration::from_millis(200), quiet.next()).await.is_err());
        crm.anna().creates_deal("Сделка", None).await;
        let mut follower = follow(cx, made).await.expect("news");
        assert!(hears(&mut follower).await.expect("news").all);
    }

    async fn a_server_that_ends_lets_its_pages_go(crm: TestCrm) {
        let (there, stop) = elsewhere(&crm).await;
        let mut follower = follows(&there).await;
        begun(&crm, &mut follower).await;
        stop.send(true).expect("somebody listens");
        while hears(&mut follower).await.is_some() {}
    }
}
