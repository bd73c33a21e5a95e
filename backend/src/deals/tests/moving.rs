//! Moving through the menu: on top of the stage (R24), also when several do it at once.

use crate::{
    db_test, deals,
    test_crm::{TestCrm, actor::titled},
};
use domain::{
    deals::NewDeal,
    error::{AppError, ConflictKind},
};
use std::collections::BTreeSet;

db_test! {
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
        let refused = deals::move_to_stage(&crm.anna().cx, crm.anna().request(), deal.id, foreign).await;
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
                    deals::move_to_stage(&anna.cx, anna.request(), id, paid).await.expect("moved");
                }
            });
        }
        movers.join_all().await;
        let column = crm.anna().column("Оплачено").await;
        assert_eq!(column.iter().collect::<BTreeSet<_>>().len(), 24);
        assert_eq!(column.len(), 24);
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
