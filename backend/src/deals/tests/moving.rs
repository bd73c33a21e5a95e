//! Moving through the menu: on top of the stage (R24), also when several do it at once.

use crate::{
    Cx,
    db::{Reads, dialect::Dialect},
    db_test, deals,
    test_crm::{TestActor, TestCrm, actor::titled, drags::drag_together},
};
use chrono::TimeDelta;
use domain::{
    deals::{Deal, Move, NewDeal, Slot},
    error::{AppError, ConflictKind},
    ids::{DealId, RequestId},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// Moves a deal a day later; gives the act.
async fn moves_tomorrow(
    crm: &TestCrm,
    who: &TestActor,
    id: DealId,
    stage: &str,
    undoes: Option<RequestId>,
) -> (RequestId, Deal) {
    crm.pass(TimeDelta::days(1));
    let (act, to) = (who.request(), who.stage(stage).await);
    let moved = deals::move_to_stage(&who.cx, act, id, Move { to, slot: None, undoes }).await.expect("moved");
    (act, moved)
}

db_test! {
    async fn a_move_that_is_taken_back_leaves_the_days_in_the_stage_as_they_were(crm: TestCrm) {
        let (anna, vera) = (crm.anna(), crm.vera());
        let deal = vera.creates_deal("Долгая", None).await;
        let (_, talks) = moves_tomorrow(&crm, anna, deal.id, "Переговоры", None).await;
        assert!(talks.stage_since > deal.stage_since);
        // Twice in a row: what was taken back leaves no trace for the next way back.
        for _ in 0..2 {
            let (act, paid) = moves_tomorrow(&crm, anna, deal.id, "Оплачено", None).await;
            assert!(paid.stage_since > talks.stage_since);
            let (_, back) = moves_tomorrow(&crm, anna, deal.id, "Переговоры", Some(act)).await;
            assert_eq!((back.stage, back.stage_since), (talks.stage, talks.stage_since));
            assert_eq!(anna.opens_deal(deal.id).await.expect("the deal").stage_since, talks.stage_since);
        }
        for event in anna.reads_deal_feed(deal.id).await.iter().take(5) {
            assert_eq!(event.changes.len(), 1, "the feed tells the stage alone: {event:?}");
        }
        // The act was another's, others moved it in between, or it goes elsewhere: it comes anew.
        let (act, _) = moves_tomorrow(&crm, anna, deal.id, "Оплачено", None).await;
        let (hers, _) = moves_tomorrow(&crm, vera, deal.id, "Отказ", None).await;
        for (act, to) in [(hers, "Оплачено"), (act, "Переговоры")] {
            let (_, moved) = moves_tomorrow(&crm, anna, deal.id, to, Some(act)).await;
            assert!(moved.updated_at - moved.stage_since < TimeDelta::hours(1), "{to}");
        }
        let (act, _) = moves_tomorrow(&crm, anna, deal.id, "Отказ", None).await;
        let (_, moved) = moves_tomorrow(&crm, anna, deal.id, "Новая", Some(act)).await;
        assert!(moved.updated_at - moved.stage_since < TimeDelta::hours(1));
    }

    async fn eight_people_drag_at_once_and_everybody_ends_with_one_order(crm: TestCrm) {
        let here = crm.backend.clone();
        let servers = match here.db().dialect() {
            Dialect::Sqlite => vec![here],
            Dialect::Postgres => vec![here, crm.another_server()],
        };
        for number in 0..60 {
            crm.anna().creates_deal(&format!("Сделка {number}"), None).await;
        }
        let actor = crm.anna().cx.actor();
        let people = servers.iter().cycle().take(8).map(|server| Cx::new(server.clone(), actor.clone())).collect();
        let dragged = drag_together(&servers, people, Duration::from_secs(3)).await;
        assert!(dragged.moves.len() >= 8, "{} moves are no crowd", dragged.moves.len());
    }

    async fn a_new_and_a_moved_deal_land_on_top(crm: TestCrm) {
        let anna = crm.anna();
        for title in ["А", "Б", "В"] {
            anna.creates_deal(title, None).await;
        }
        assert_eq!(anna.column("Новая").await, ["В", "Б", "А"]);
        let board = anna.opens_board().await;
        for card in &board.columns[0].rows[1..] {
            anna.moves(card.id, "Оплачено").await;
        }
        assert_eq!(anna.column("Оплачено").await, ["А", "Б"]);
        assert_eq!(anna.column("Новая").await, ["В"]);
    }

    async fn a_move_to_where_the_deal_is_changes_nothing(crm: TestCrm) {
        let deal = crm.anna().creates_deal("А", None).await;
        crm.anna().creates_deal("Б", None).await;
        let events = crm.base.size("events").await;
        assert_eq!(crm.anna().moves(deal.id, "Новая").await.version, 1);
        assert_eq!(crm.anna().column("Новая").await, ["Б", "А"]);
        assert_eq!(crm.base.size("events").await, events);
    }

    async fn a_move_succeeds_although_the_card_shown_is_old(crm: TestCrm) {
        let deal = crm.anna().creates_deal("А", None).await;
        crm.anna().moves(deal.id, "Переговоры").await;
        let moved = crm.anna().moves(deal.id, "Оплачено").await;
        assert_eq!(moved.version, 3);
        assert!(moved.stage_since > deal.stage_since);
    }

    async fn a_stage_that_is_not_there_is_a_conflict(crm: TestCrm) {
        let deal = crm.anna().creates_deal("А", None).await;
        let foreign = crm.other_company().stage("Новая").await;
        let refused = deals::move_to_stage(&crm.anna().cx, crm.anna().request(), deal.id, Move::to(foreign, None)).await;
        assert_eq!(refused, Err(AppError::Conflict(ConflictKind::StageGone)));
    }

    async fn eight_movers_at_once_lose_no_card_and_share_no_place(crm: TestCrm) {
        let mut ids = Vec::new();
        for index in 0..24 {
            ids.push(crm.anna().creates_deal(&format!("Сделка {index}"), None).await.id);
        }
        let paid = crm.anna().stage("Оплачено").await;
        let mut movers = tokio::task::JoinSet::new();
        for own in ids.chunks(3) {
            let (anna, own) = (crm.anna().clone(), own.to_vec());
            movers.spawn(async move {
                for id in own {
                    deals::move_to_stage(&anna.cx, anna.request(), id, Move::to(paid, None)).await.expect("moved");
                }
            });
        }
        movers.join_all().await;
        let column = crm.anna().column("Оплачено").await;
        assert_eq!(column.iter().collect::<BTreeSet<_>>().len(), 24);
        assert_eq!(column.len(), 24);
    }

    async fn a_card_lands_in_the_slot_it_was_dropped_in(crm: TestCrm) {
        let anna = crm.anna();
        let (new, paid) = (anna.stage("Новая").await, anna.stage("Оплачено").await);
        let mut ids = BTreeMap::new();
        for title in ["Г", "В", "Б", "А"] {
            ids.insert(title, anna.creates_deal(title, None).await.id);
        }
        let between = |above: &str, below: &str| Slot { above: ids.get(above).copied(), below: ids.get(below).copied() };
        anna.drops(ids["Г"], new, between("А", "Б")).await;
        assert_eq!(anna.column("Новая").await, ["А", "Г", "Б", "В"]);
        anna.drops(ids["А"], new, between("В", "")).await;
        assert_eq!(anna.column("Новая").await, ["Г", "Б", "В", "А"]);
        anna.drops(ids["А"], new, between("", "Г")).await;
        assert_eq!(anna.column("Новая").await, ["А", "Г", "Б", "В"]);
        let moved = anna.drops(ids["Б"], paid, Slot::default()).await;
        anna.drops(ids["Г"], paid, between("Б", "")).await;
        assert_eq!(anna.column("Оплачено").await, ["Б", "Г"]);
        assert_eq!((moved.version, moved.stage), (2, paid));
    }

    async fn a_neighbour_that_left_meanwhile_does_not_count(crm: TestCrm) {
        let anna = crm.anna();
        let (new, paid) = (anna.stage("Новая").await, anna.stage("Оплачено").await);
        let mut ids = Vec::new();
        for title in ["Д", "В", "Б", "А"] {
            ids.insert(0, anna.creates_deal(title, None).await.id);
        }
        let slot = Slot { above: Some(ids[1]), below: Some(ids[2]) };
        anna.moves(ids[1], "Оплачено").await;
        anna.drops(ids[3], new, slot).await;
        assert_eq!(anna.column("Новая").await, ["А", "Д", "В"], "above the card that was below the slot");
        anna.moves(ids[2], "Оплачено").await;
        anna.drops(ids[3], new, slot).await;
        assert_eq!(anna.column("Новая").await, ["Д", "А"], "neither is there: on top");
        let foreign = crm.other_company().creates_deal("Чужая", None).await.id;
        anna.drops(ids[0], paid, Slot { above: Some(foreign), below: None }).await;
        assert_eq!(anna.column("Оплачено").await, ["А", "В", "Б"]);
    }

    async fn a_new_order_within_the_stage_changes_nothing_of_the_deal(crm: TestCrm) {
        let anna = crm.anna();
        let stage = anna.stage("Новая").await;
        let below = anna.creates_deal("Б", None).await;
        let above = anna.creates_deal("А", None).await;
        let feed = anna.reads_deal_feed(below.id).await.len();
        let moved = anna.drops(below.id, stage, Slot { above: None, below: Some(above.id) }).await;
        assert_eq!((moved.version, moved.stage_since), (1, below.stage_since));
        assert!(moved.position < above.position);
        assert_eq!(anna.reads_deal_feed(below.id).await.len(), feed);
        assert_eq!(anna.opens_deal(below.id).await.expect("the deal").position, moved.position);
    }

    async fn a_manager_drops_beside_the_cards_that_he_sees(crm: TestCrm) {
        let (boris, stage) = (crm.boris(), crm.boris().stage("Новая").await);
        let his = [boris.creates_deal("Его вторая", None).await.id, boris.creates_deal("Его первая", None).await.id];
        let hidden = crm.vera().creates_deal("Верина", None).await.id;
        boris.drops(his[0], stage, Slot { above: Some(hidden), below: Some(his[1]) }).await;
        assert_eq!(crm.anna().column("Новая").await, ["Верина", "Его вторая", "Его первая"]);
        let refused = deals::move_to_stage(&boris.cx, boris.request(), hidden, Move::to(stage, Some(Slot::default()))).await;
        assert_eq!(refused, Err(AppError::NotFound(domain::fields::Noun::Deal)));
    }

    async fn a_gap_that_everybody_drops_into_keeps_its_order_and_its_keys_short(crm: TestCrm) {
        let anna = crm.anna();
        let stage = anna.stage("Новая").await;
        let mut ids = Vec::new();
        for number in 0..6 {
            ids.insert(0, anna.creates_deal(&format!("Сделка {number}"), None).await.id);
        }
        // The two outermost stay; the others take turns right below the first one.
        for turn in 0..400 {
            let card = ids.remove(4);
            anna.drops(card, stage, Slot { above: Some(ids[0]), below: Some(ids[1]) }).await;
            ids.insert(1, card);
            if turn % 50 == 0 {
                let board = anna.opens_board().await;
                let shown: Vec<_> = board.columns[0].rows.iter().map(|card| card.id).collect();
                assert_eq!(shown, ids, "after {turn} drops");
            }
        }
        let keys: BTreeSet<String> = anna.opens_board().await.columns[0].rows.iter().map(|card| card.position.clone()).collect();
        assert_eq!(keys.len(), 6);
        assert!(keys.iter().all(|key| key.len() <= 32), "{keys:?}");
    }

    async fn eight_people_dragging_share_no_place_and_lose_no_card(crm: TestCrm) {
        let (new, paid) = (crm.anna().stage("Новая").await, crm.anna().stage("Оплачено").await);
        let mut ids = Vec::new();
        for number in 0..16 {
            ids.push(crm.anna().creates_deal(&format!("Сделка {number}"), None).await.id);
        }
        let mut movers = tokio::task::JoinSet::new();
        for person in 0..8usize {
            let (anna, ids) = (crm.anna().clone(), ids.clone());
            movers.spawn(async move {
                for turn in 0..12usize {
                    let id = ids[(person * 5 + turn * 7) % ids.len()];
                    let slot = Slot { above: Some(ids[(person + turn * 3) % ids.len()]), below: Some(ids[turn % ids.len()]) };
                    let to = if (person + turn) % 2 == 0 { new } else { paid };
                    deals::move_to_stage(&anna.cx, anna.request(), id, Move::to(to, Some(slot))).await.expect("moved");
                }
            });
        }
        movers.join_all().await;
        let board = crm.anna().opens_board().await;
        let cards: Vec<_> = board.columns.iter().flat_map(|column| &column.rows).collect();
        assert_eq!(cards.iter().map(|card| card.id).collect::<BTreeSet<_>>().len(), 16);
        assert_eq!(cards.len(), 16);
        let keys: BTreeSet<_> = cards.iter().map(|card| (card.stage, card.position.clone())).collect();
        assert_eq!(keys.len(), 16, "no two cards of a stage have one key");
    }

    async fn many_deals_created_at_once_keep_their_order_in_each_stage(crm: TestCrm) {
        let paid = crm.anna().stage("Оплачено").await;
        let mut writers = tokio::task::JoinSet::new();
        for index in 0..24 {
            let anna = crm.anna().clone();
            let new = NewDeal { stage: (index % 2 == 0).then_some(paid), ..titled(&format!("Сделка {index}")) };
            writers.spawn(async move { anna.deals(new).await.number });
        }
        let numbers: BTreeSet<i64> = writers.join_all().await.into_iter().collect();
        assert_eq!(numbers, (1..=24).collect());
        assert_eq!((crm.anna().column("Новая").await.len(), crm.anna().column("Оплачено").await.len()), (12, 12));
    }
}
