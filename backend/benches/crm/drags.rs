//! Eight people drag two hundred cards as fast as they are answered (P14): no card is lost or doubled, no two share a place,
//! and soon after the last drop everybody sees the same order. Each person's board lives from news alone, as the page's does.

use backend::{Backend, Cx, deals, demo_data::Demo, live};
use domain::{
    deals::Slot,
    filter::{Filter, Page},
    ids::{DealId, RequestId, StageId},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::{sync::watch, task::JoinSet, time::sleep};

use crate::work::signed_in;

pub const CARDS: usize = 200;
const PEOPLE: usize = 8;
/// How long after the last drop everybody has to see one order.
const SETTLED: Duration = Duration::from_secs(2);

/// What a board shows: each card's stage and its key in the order there.
type Places = BTreeMap<DealId, (StageId, String)>;
type Card = (DealId, (StageId, String));

/// One person's board.
#[derive(Clone, Default)]
struct View(Arc<Mutex<Places>>);

impl View {
    fn fill(&self, cards: Vec<Card>) {
        self.with(|places| *places = cards.into_iter().collect());
    }

    fn with<T>(&self, look: impl FnOnce(&mut Places) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Drags for so long, people spread over the servers; says what it took. Panics when a board is wrong.
pub async fn soak(servers: &[Backend], demo: &Demo, lasts: Duration) -> String {
    let (stop, stopped) = watch::channel(false);
    for server in servers {
        let (server, stopped) = (server.clone(), stopped.clone());
        tokio::spawn(async move { live::listen(&server, stopped).await });
    }
    // A server that has just begun to listen tells everybody to look anew: that is not what is measured.
    sleep(Duration::from_millis(500)).await;
    let mut people = Vec::new();
    for person in 0..PEOPLE {
        let cx = signed_in(&servers[person % servers.len()], demo, demo.people[0]).await;
        let view = View::default();
        tokio::spawn(watch_board(cx.clone(), view.clone()));
        people.push((cx, view));
    }
    wait_for_one_order(&people).await;
    let until = Instant::now() + lasts;
    let mut dragging = JoinSet::new();
    for (seed, (cx, view)) in (1u64..).zip(people.clone()) {
        dragging.spawn(drag(cx, view, seed, until));
    }
    let mut times = dragging.join_all().await.concat();
    let settled = wait_for_one_order(&people).await;
    check(&stored(&people[0].0).await);
    let _ended = stop.send(true);
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1_000.0;
    format!(
        "{PEOPLE} people, {} server(s), {} s: {} moves of {CARDS} cards, none lost, none doubled, no place shared; a move takes \
         {:.1} ms (median), {:.1} (p99); one order on every board {} ms after the last drop",
        servers.len(),
        lasts.as_secs(),
        times.len(),
        at(50),
        at(99),
        settled.as_millis()
    )
}

/// Keeps a board as the page does: what is news is asked for again.
async fn watch_board(cx: Cx, view: View) {
    let mut follower = live::follow(&cx, cx.now().timestamp_millis()).await.expect("news");
    view.fill(stored(&cx).await);
    while let Some(news) = follower.next().await {
        if news.all {
            view.fill(stored(&cx).await);
        } else {
            let board = deals::board::news(&cx, &news.deals, &Filter::All).await.expect("what became of them");
            view.with(|places| {
                places.extend(board.cards.into_iter().map(|card| (card.id, (card.stage, card.position))))
            });
        }
    }
}

/// Drops random cards between neighbours that this person sees, until the time is over.
async fn drag(cx: Cx, view: View, seed: u64, until: Instant) -> Vec<Duration> {
    let stages: Vec<StageId> =
        deals::board::open(&cx, &Filter::All).await.expect("the board").stages.iter().map(|stage| stage.id).collect();
    let (mut turn, mut times) = (seed, Vec::new());
    let mut below = |bound: usize| {
        // Any sequence without a pattern between people will do.
        turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (turn >> 33) as usize % bound.max(1)
    };
    while Instant::now() < until {
        let to = stages[below(stages.len())];
        let (card, slot) = view.with(|places| {
            let ids: Vec<DealId> = places.keys().copied().collect();
            let card = ids[below(ids.len())];
            let mut column: Vec<_> = places.iter().filter(|(id, (stage, _))| *stage == to && **id != card).collect();
            column.sort_by(|one, other| one.1.1.cmp(&other.1.1));
            let gap = below(column.len() + 1);
            let beside = |index: Option<usize>| index.and_then(|index| column.get(index)).map(|(id, _)| **id);
            (card, Slot { above: beside(gap.checked_sub(1)), below: beside(Some(gap)) })
        });
        let request: RequestId = cx.backend().new_id();
        let begun = Instant::now();
        deals::move_to_stage(&cx, request, card, to, Some(slot)).await.expect("moved");
        times.push(begun.elapsed());
    }
    times
}

/// Waits until every board equals what is stored; the time it took.
async fn wait_for_one_order(people: &[(Cx, View)]) -> Duration {
    let begun = Instant::now();
    let expected: Places = stored(&people[0].0).await.into_iter().collect();
    loop {
        let wrong = people.iter().filter(|(_, view)| view.with(|places| *places != expected)).count();
        if wrong == 0 {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < SETTLED, "{wrong} boards still show another order");
        sleep(Duration::from_millis(10)).await;
    }
}

/// The whole board as it is stored, stage by stage: a card that moves meanwhile may be met twice.
async fn stored(cx: &Cx) -> Vec<Card> {
    let mut cards = Vec::new();
    for stage in deals::board::open(cx, &Filter::All).await.expect("the board").stages {
        let mut page = Page { after: None, size: 200 };
        loop {
            let rows = deals::board::column(cx, stage.id, &Filter::All, &page).await.expect("a column");
            cards.extend(rows.rows.into_iter().map(|card| (card.id, (card.stage, card.position))));
            match rows.next {
                Some(next) => page.after = Some(next),
                None => break,
            }
        }
    }
    cards
}

fn check(cards: &[Card]) {
    assert_eq!(cards.len(), CARDS, "a card was lost or doubled");
    let ids: BTreeSet<_> = cards.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), CARDS, "a card stands in two places");
    let places: BTreeSet<_> = cards.iter().map(|(_, place)| place).collect();
    assert_eq!(places.len(), CARDS, "two cards of a stage have one key");
}
