//! Kept totals equal counted ones, whatever happened before.

use crate::{
    clients, db_test, deals,
    test_crm::{TestActor, TestCrm, actor::titled},
};
use domain::{
    clients::{ClientAccess, ClientPatch},
    deals::{DealPatch, Move, NewDeal},
    ids::{ClientId, DealId, StageId},
    money::Currency,
};

pub(crate) async fn kept_totals_are_right(crm: &TestCrm) {
    assert_eq!(crm.base.wrong_totals().await, [0, 0], "clients, deals");
}

db_test! {
    async fn kept_totals_equal_counted_ones_after_a_random_history(crm: TestCrm) {
        let mut history = History::begin(&crm).await;
        for step in 0..250 {
            history.step(&crm).await;
            if step % 50 == 0 {
                kept_totals_are_right(&crm).await;
            }
        }
        kept_totals_are_right(&crm).await;
        assert!(crm.base.size("deals").await > 20 && crm.base.size("clients").await > 10);
    }

    async fn kept_totals_equal_counted_ones_after_four_histories_at_once(crm: TestCrm) {
        let crm = std::sync::Arc::new(crm);
        let mut people = tokio::task::JoinSet::new();
        for seed in 0..4 {
            let crm = crm.clone();
            people.spawn(async move {
                let mut history = History { dice: seed, ..History::begin(&crm).await };
                for _ in 0..40 {
                    history.step(&crm).await;
                }
            });
        }
        people.join_all().await;
        kept_totals_are_right(&crm).await;
    }
}

struct History {
    dice: u64,
    stages: Vec<StageId>,
    clients: Vec<ClientId>,
    deals: Vec<DealId>,
}

impl History {
    async fn begin(crm: &TestCrm) -> Self {
        let stages = crm.anna().opens_board().await.stages.iter().map(|stage| stage.id).collect();
        History { dice: 7, stages, clients: Vec::new(), deals: Vec::new() }
    }

    fn below(&mut self, bound: usize) -> usize {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.dice >> 33) as usize % bound
    }

    fn pick<T: Copy>(&mut self, from: fn(&Self) -> &Vec<T>) -> T {
        let place = self.below(from(self).len());
        from(self)[place]
    }

    fn person<'a>(&mut self, crm: &'a TestCrm) -> &'a TestActor {
        [crm.anna(), crm.boris(), crm.vera()][self.below(3)]
    }

    async fn step(&mut self, crm: &TestCrm) {
        let (anna, person) = (crm.anna(), self.person(crm));
        match self.below(10) {
            0 => self.clients.push(person.creates_client("Клиент").await.id),
            1 | 2 => {
                let budget = [None, Some(0), Some(12_345), Some(999)][self.below(4)];
                let currency = [None, Some(Currency::USD)][self.below(2)];
                let stage = Some(self.pick(|history| &history.stages));
                self.deals.push(person.deals(NewDeal { budget, currency, stage, ..titled("Сделка") }).await.id);
            }
            3 if !self.clients.is_empty() => {
                let id = self.pick(|history| &history.clients);
                anna.edits(id, ClientPatch::Owner(person.id())).await;
            }
            4 if !self.clients.is_empty() => {
                let id = self.pick(|history| &history.clients);
                let late = clients::edit(&anna.cx, anna.request(), id, 0, ClientPatch::Owner(person.id())).await;
                assert!(late.is_err());
            }
            5 if !self.clients.is_empty() => {
                let id = self.pick(|history| &history.clients);
                let access = [ClientAccess::Private, ClientAccess::Read, ClientAccess::Write][self.below(3)];
                anna.edits(id, ClientPatch::Access(access)).await;
            }
            _ if !self.deals.is_empty() => self.change_deal(crm, anna).await,
            _ => {}
        }
    }

    async fn change_deal(&mut self, crm: &TestCrm, anna: &TestActor) {
        let id = self.pick(|history| &history.deals);
        let person = self.person(crm).id();
        match self.below(4) {
            0 => drop(anna.edits_deal(id, DealPatch::Owner(person)).await),
            1 => {
                let budget = [None, Some(5), Some(70_000)][self.below(3)];
                let currency = [Currency::UZS, Currency::USD][self.below(2)];
                anna.edits_deal(id, DealPatch::Budget(budget, currency)).await;
            }
            2 => drop(anna.edits_deal(id, DealPatch::Title(format!("Сделка {}", self.dice))).await),
            _ => {
                let stage = self.pick(|history| &history.stages);
                deals::move_to_stage(&anna.cx, anna.request(), id, Move::to(stage, None)).await.expect("moved");
            }
        }
    }
}
