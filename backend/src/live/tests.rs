//! Who hears of what, on both databases; on PostgreSQL from another server as well.

use super::{Follower, NAMED, follow, listen};
use crate::{
    Cx, clients,
    cx::begin,
    db::{Reads, dialect::Dialect},
    db_test, deals, sessions,
    test_crm::{TestCrm, actor::named, origin},
};
use domain::{
    clients::ClientPatch,
    deals::{DealPatch, Move, Slot},
    error::AppError,
    ids::{ClientId, DealId, RequestId},
    live::LiveNews,
};
use std::time::Duration;
use tokio::{sync::watch, time::timeout};

/// Another server on the same database, or this one where there can be no other; its listening ends with the sender.
async fn elsewhere(crm: &TestCrm) -> (Cx, watch::Sender<bool>) {
    let here = crm.backend.clone();
    let there = if here.db().dialect() == Dialect::Postgres { crm.another_server() } else { here };
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

/// As many clients as these news name, in the order of the news.
async fn hears_of_clients(follower: &mut Follower, count: usize) -> Vec<ClientId> {
    let mut told: Vec<ClientId> = Vec::new();
    while told.len() < count {
        told.extend(hears(follower).await.expect("news").clients);
    }
    told
}

/// Within a second there are no more news.
async fn ends(follower: &mut Follower) {
    let end = async { while follower.next().await.is_some() {} };
    timeout(Duration::from_secs(1), end).await.expect("in time");
}

async fn creates_many(cx: &Cx, request: RequestId) -> Result<(), AppError> {
    let mut tx = begin!(cx, request, ("many clients",));
    for number in 0..=NAMED {
        clients::create_in(&mut tx, named(&format!("Клиент {number}"))).await?;
    }
    tx.commit(()).await
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

    async fn clients_are_heard_of_by_their_own_changes_and_by_those_of_their_deals(crm: TestCrm) {
        let (there, _stop) = elsewhere(&crm).await;
        let mut follower = follows(&there).await;
        begun(&crm, &mut follower).await;
        let anna = crm.anna();
        let (one, other) = (anna.creates_client("Пётр").await.id, anna.creates_client("Анна").await.id);
        assert_eq!(hears_of_clients(&mut follower, 2).await, [one, other]);
        anna.edits(one, ClientPatch::Name("Павел".into())).await;
        assert_eq!(hears_of_clients(&mut follower, 1).await, [one]);
        let deal = anna.creates_deal("Сделка", Some(one)).await.id;
        assert_eq!(hears_of_clients(&mut follower, 1).await, [one]);
        anna.edits_deal(deal, DealPatch::Client(Some(other))).await;
        let mut told = hears_of_clients(&mut follower, 2).await;
        told.sort_unstable();
        let mut both = [one, other];
        both.sort_unstable();
        assert_eq!(told, both, "the one it leaves as well");
    }

    async fn many_clients_are_not_named_and_leave_the_board_alone(crm: TestCrm) {
        let (there, _stop) = elsewhere(&crm).await;
        let mut follower = follows(&there).await;
        begun(&crm, &mut follower).await;
        creates_many(&crm.anna().cx, crm.anna().request()).await.expect("clients");
        let news = hears(&mut follower).await.expect("news");
        assert_eq!(news, LiveNews { all_clients: true, ..LiveNews::default() });
    }

    async fn a_move_that_is_refused_is_not_heard_of(crm: TestCrm) {
        let (there, _stop) = elsewhere(&crm).await;
        let mut follower = follows(&there).await;
        begun(&crm, &mut follower).await;
        let hers = crm.vera().creates_deal("Верина", None).await.id;
        assert_eq!(hears_of(&mut follower).await, [hers]);
        let boris = crm.boris();
        let stage = boris.stage("Оплачено").await;
        deals::move_to_stage(&boris.cx, boris.request(), hers, Move::to(stage, None)).await.expect_err("refused");
        assert!(timeout(Duration::from_millis(300), follower.next()).await.is_err());
    }

    async fn what_happens_while_servers_cannot_hear_each_other_is_looked_for_when_they_can_again(crm: TestCrm) {
        let (there, _stop) = elsewhere(&crm).await;
        let mut follower = follows(&there).await;
        begun(&crm, &mut follower).await;
        if crm.base.cut_hearing().await {
            crm.anna().creates_deal("Неслышная", None).await;
            while !hears(&mut follower).await.expect("news").all {}
        }
        begun(&crm, &mut follower).await;
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

    async fn a_session_that_ends_takes_its_news_along_on_every_server_and_no_other_does(crm: TestCrm) {
        let (there, _stop) = elsewhere(&crm).await;
        let (anna, boris) = (crm.anna(), crm.boris());
        let another = sessions::start(&crm.backend, anna.cx.workspace(), boris.id(), &origin()).await.expect("a session");
        let opens = async |cookie: &str| {
            let cx = sessions::cx(there.backend(), cookie).await.expect("looked up").expect("signed in");
            follows(&cx).await
        };
        let (mut first, mut second, mut hers) = (opens(&boris.cookie).await, opens(&another).await, opens(&anna.cookie).await);
        begun(&crm, &mut first).await;
        sessions::sign_out(&crm.backend, &boris.cookie, &origin()).await.expect("signed out");
        ends(&mut first).await;
        // The other one of his goes on until he is suspended, and a colleague's goes on after that.
        let deal = anna.creates_deal("Сделка", None).await.id;
        while !hears_of(&mut second).await.contains(&deal) {}
        anna.suspends(boris.id()).await.expect("suspended");
        ends(&mut second).await;
        let deal = anna.creates_deal("Ещё", None).await.id;
        while !hears_of(&mut hers).await.contains(&deal) {}
    }

    async fn a_session_that_ended_before_its_page_listens_hears_nothing(crm: TestCrm) {
        let boris = crm.boris();
        let cx = sessions::cx(&crm.backend, &boris.cookie).await.expect("looked up").expect("signed in");
        sessions::sign_out(&crm.backend, &boris.cookie, &origin()).await.expect("signed out");
        assert_eq!(follow(&cx, 0).await.map(drop), Err(AppError::NotSignedIn));
    }

    async fn a_server_that_ends_lets_its_pages_go(crm: TestCrm) {
        let (there, stop) = elsewhere(&crm).await;
        let mut follower = follows(&there).await;
        begun(&crm, &mut follower).await;
        stop.send(true).expect("somebody listens");
        while hears(&mut follower).await.is_some() {}
    }
}
