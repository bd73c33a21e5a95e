//! People drag cards as fast as they are answered (P14): no card is lost or doubled, no two share a place, and soon after the
//! last drop everybody sees the same order. Each person's board lives from news alone, as the page's does.

use crate::{Backend, Cx, deals, live};
use domain::{
    deals::{Move, Slot},
    filter::{Filter, Page},
    ids::{DealId, RequestId, StageId},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::{sync::watch, task::JoinSet, time::sleep};

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

/// What it took.
pub struct Dragged {
    /// How long each move took, the shortest first.
    pub moves: Vec<Duration>,
    /// How long after the last drop every board showed the same order.
    pub settled: Duration,
}

/// Everybody drags for so long, each at one of these servers. Panics when a board is wrong.
pub async fn drag_together(servers: &[Backend], people: Vec<Cx>, lasts: Duration) -> Dragged {
    let (stop, stopped) = watch::channel(false);
    for server in servers {
        let (server, stopped) = (server.clone(), stopped.clone());
        tokio::spawn(async move { live::listen(&server, stopped).await });
    }
    // A server that has just begun to listen tells everybody to look anew: that is not what is measured.
    sleep(Duration::from_millis(500)).await;
    let before = stored(&people[0]).await;
    let people: Vec<(Cx, View)> = people.into_iter().map(|cx| (cx, View::default())).collect();
    for (cx, view) in &people {
        tokio::spawn(watch_board(cx.clone(), view.clone()));
    }
    wait_for_one_order(&people).await;
    let until = Instant::now() + lasts;
    let mut dragging = JoinSet::new();
    for (seed, (cx, view)) in (1u64..).zip(people.clone()) {
        dragging.spawn(drag(cx, view, seed, until));
    }
    let mut moves = dragging.join_all().await.concat();
    let settled = wait_for_one_order(&people).await;
    check(&before, &stored(&people[0].0).await);
    let _ended = stop.send(true);
    moves.sort_unstable();
    Dragged { moves, settled }
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
        deals::move_to_stage(&cx, request, card, Move::to(to, Some(slot))).await.expect("moved");
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

fn check(before: &[Card], after: &[Card]) {
    assert_eq!(after.len(), before.len(), "a card was lost or doubled");
    let ids = |cards: &[Card]| cards.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>();
    assert_eq!(ids(before), ids(after), "a card stands in two places");
    let places: BTreeSet<_> = after.iter().map(|(_, place)| place).collect();
    assert_eq!(places.len(), after.len(), "two cards of a stage have one key");
}
