//! A stage is deleted and its deals move elsewhere in the same act.

use super::{draft, new, saves, stages};
use crate::{
    Cx, db_test, deals,
    pipelines::{open, save},
    test_crm::{TestActor, TestCrm, actor::titled},
};
use domain::{
    access::{Actor, Rights, Sees},
    deals::{Deal, Move, NewDeal},
    error::{AppError, ConflictKind, Problem},
    events::{ChangedField, EventKind, Told},
    ids::{DealId, StageId},
    money::Currency,
    pipelines::{Stage, StageDraft, StageGroup},
};
use std::collections::BTreeSet;

/// The funnel without these stages; the deals of each go to the stage beside it.
fn without(seen: &[Stage], gone: &[(&str, &str)]) -> Vec<StageDraft> {
    let id = |name: &str| seen.iter().find(|stage| stage.name == name).expect("the stage").id;
    let mut drafts: Vec<StageDraft> = seen.iter().map(draft).collect();
    drafts.retain(|draft| !gone.iter().any(|(left, _)| draft.name == *left));
    for (left, heir) in gone {
        let heir = drafts.iter_mut().find(|draft| draft.name == *heir).expect("the heir");
        heir.takes.push(id(left));
    }
    drafts
}

async fn dissolves(crm: &TestCrm, from: &str, to: &str) {
    let seen = stages(crm).await;
    let drafts = without(&seen, &[(from, to)]);
    saves(crm, &seen, drafts).await.expect("saved");
}

async fn adds(who: &TestActor, stage: &str, title: &str, money: (Option<i64>, Currency)) -> DealId {
    let stage = Some(who.stage(stage).await);
    who.deals(NewDeal { stage, budget: money.0, currency: Some(money.1), ..titled(title) }).await.id
}

async fn opens(crm: &TestCrm, id: DealId) -> Deal {
    crm.anna().opens_deal(id).await.expect("the deal")
}

/// A person who may set up everything, and sees nobody else's records.
fn with_all_rights_over_his_own(crm: &TestCrm) -> TestActor {
    let boris = crm.boris();
    let sees = Sees::Owners(vec![boris.id()]);
    let actor = Actor { rights: Rights::all(), sees, ..boris.cx.actor().clone() };
    TestActor { cx: Cx::new(crm.backend.clone(), actor), ..boris.clone() }
}

db_test! {
    async fn deals_of_a_deleted_stage_land_on_top_of_the_chosen_one_in_their_order(crm: TestCrm) {
        let anna = crm.anna();
        adds(anna, "Новая", "Давняя", (Some(5), Currency::UZS)).await;
        for (who, title, money) in [
            (anna, "В", (Some(100), Currency::UZS)),
            (crm.boris(), "Б", (Some(700), Currency::USD)),
            (crm.vera(), "А", (None, Currency::UZS)),
        ] {
            adds(who, "Предложение", title, money).await;
        }
        let (from, to) = (anna.stage("Предложение").await, anna.stage("Новая").await);
        let board = anna.opens_board().await;
        let moved: Vec<DealId> = board.columns[2].rows.iter().map(|card| card.id).collect();
        let before = opens(&crm, moved[0]).await;
        dissolves(&crm, "Предложение", "Новая").await;
        assert_eq!(anna.column("Новая").await, ["А", "Б", "В", "Давняя"]);
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
        let after = opens(&crm, moved[0]).await;
        assert_eq!((after.stage, after.version), (to, before.version + 1));
        assert!(after.stage_since > before.stage_since && after.updated_by == anna.id());
        for deal in moved {
            let told = anna.reads_deal_feed(deal).await;
            assert_eq!(told.len(), 2);
            let change = &told[0].changes[0];
            assert_eq!((told[0].kind, &change.field), (EventKind::Moved, &ChangedField::Builtin("stage".into())));
            assert_eq!(change.old, Some(Told::Stage(from, "Предложение".into())));
            assert_eq!(change.new, Some(Told::Stage(to, "Новая".into())));
        }
    }

    async fn a_new_stage_takes_the_deals_and_even_the_name(crm: TestCrm) {
        let deal = adds(crm.anna(), "Предложение", "Сделка", (Some(100), Currency::UZS)).await;
        let seen = stages(&crm).await;
        let mut drafts = without(&seen, &[("Предложение", "Новая")]);
        drafts[0].takes.clear();
        drafts.push(StageDraft { takes: vec![seen[2].id], ..new(StageGroup::Failed, "предложение") });
        let saved = saves(&crm, &seen, drafts).await.expect("saved");
        let heir = saved.last().expect("a stage");
        assert_eq!((heir.name.as_str(), heir.group), ("предложение", StageGroup::Failed));
        assert_ne!(heir.id, seen[2].id);
        assert_eq!(opens(&crm, deal).await.stage, heir.id);
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn deals_that_came_since_the_person_looked_move_as_well(crm: TestCrm) {
        let funnel = open(&crm.anna().cx).await.expect("the funnel");
        let late = adds(crm.boris(), "Предложение", "Поздняя", (Some(9), Currency::UZS)).await;
        let drafts = without(&funnel.stages, &[("Предложение", "Переговоры")]);
        saves(&crm, &funnel.stages, drafts).await.expect("saved");
        assert_eq!(opens(&crm, late).await.stage, crm.anna().stage("Переговоры").await);
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn all_deals_move_also_those_that_who_sets_up_the_funnel_does_not_see(crm: TestCrm) {
        let deal = adds(crm.vera(), "Предложение", "Верина", (Some(9), Currency::UZS)).await;
        let boris = with_all_rights_over_his_own(&crm);
        assert_eq!(boris.column("Предложение").await, [""; 0]);
        let funnel = open(&boris.cx).await.expect("the funnel");
        let drafts = without(&funnel.stages, &[("Предложение", "Оплачено")]);
        save(&boris.cx, boris.request(), funnel.stages, drafts).await.expect("saved");
        assert_eq!(opens(&crm, deal).await.stage, crm.anna().stage("Оплачено").await);
        assert!(boris.opens_deal(deal).await.is_err(), "he still does not see it");
        assert_eq!(open(&crm.boris().cx).await, Err(AppError::Forbidden));
    }

    async fn whoever_does_not_see_all_deals_learns_nothing_of_those_in_a_stage(crm: TestCrm) {
        adds(crm.vera(), "Предложение", "Верина", (Some(9), Currency::UZS)).await;
        let boris = with_all_rights_over_his_own(&crm);
        let funnel = open(&boris.cx).await.expect("the funnel");
        assert_eq!(funnel.deals, None);
        // The stage with a hidden deal and the empty one: one answer.
        for gone in ["Предложение", "Переговоры"] {
            let mut drafts = without(&funnel.stages, &[(gone, "Новая")]);
            drafts[0].takes.clear();
            let refused = save(&boris.cx, boris.request(), funnel.stages.clone(), drafts).await;
            assert_eq!(refused, Err(AppError::Conflict(ConflictKind::StageInUse)), "{gone}");
        }
        let drafts = without(&funnel.stages, &[("Переговоры", "Новая")]);
        save(&boris.cx, boris.request(), funnel.stages.clone(), drafts).await.expect("an empty stage goes too");
        let seen = open(&crm.anna().cx).await.expect("the funnel").deals.expect("she sees all deals");
        assert_eq!(seen.get(&funnel.stages[2].id), Some(&1));
    }

    async fn a_stage_leaves_its_deals_once_and_only_when_it_is_deleted(crm: TestCrm) {
        adds(crm.anna(), "Предложение", "Сделка", (None, Currency::UZS)).await;
        let seen = stages(&crm).await;
        let facts = crm.base.facts().await;
        let mut kept: Vec<StageDraft> = seen.iter().map(draft).collect();
        kept[0].takes.push(seen[2].id);
        let mut twice = without(&seen, &[("Предложение", "Новая")]);
        twice[1].takes.push(seen[2].id);
        for drafts in [kept, twice] {
            assert_eq!(saves(&crm, &seen, drafts).await, Err(AppError::invalid("stages", Problem::Unknown)));
        }
        let mut foreign = without(&seen, &[("Предложение", "Новая")]);
        foreign[0].takes.push(crm.other_company().stage("Новая").await);
        assert_eq!(saves(&crm, &seen, foreign).await, Err(AppError::Conflict(ConflictKind::StageGone)));
        assert_eq!(crm.base.facts().await, facts);
    }

    async fn hundreds_of_deals_that_leave_a_stage_keep_their_order(crm: TestCrm) {
        let anna = crm.anna();
        for number in 0..600 {
            let stage = if number < 20 { "Новая" } else { "Предложение" };
            adds(anna, stage, &format!("Сделка {number}"), (Some(number), Currency::UZS)).await;
        }
        let expected = [anna.column("Предложение").await, anna.column("Новая").await].concat();
        dissolves(&crm, "Предложение", "Новая").await;
        assert_eq!(anna.column("Новая").await, expected);
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
        assert!(open(&anna.cx).await.expect("the funnel").deals.expect("counts").values().all(|count| *count == 600));
    }

    async fn whoever_drags_while_stages_are_deleted_loses_no_card(crm: TestCrm) {
        let first = stages(&crm).await;
        let mut ids = Vec::new();
        for number in 0..12 {
            ids.push(adds(crm.anna(), &first[number % 5].name, "Сделка", (Some(3), Currency::UZS)).await);
        }
        let mut people = tokio::task::JoinSet::new();
        for person in 0..6usize {
            let (anna, ids) = (crm.anna().clone(), ids.clone());
            let all: Vec<StageId> = first.iter().map(|stage| stage.id).collect();
            people.spawn(async move {
                for turn in 0..20usize {
                    let (id, to) = (ids[(person * 5 + turn) % ids.len()], all[(person + turn) % all.len()]);
                    let moved = deals::move_to_stage(&anna.cx, anna.request(), id, Move::to(to, None)).await;
                    assert!(matches!(moved, Ok(_) | Err(AppError::Conflict(ConflictKind::StageGone))), "{moved:?}");
                }
            });
        }
        dissolves(&crm, "Предложение", "Переговоры").await;
        let seen = stages(&crm).await;
        let mut drafts = without(&seen, &[("Оплачено", "Новая")]);
        drafts.push(new(StageGroup::Successful, "Успех"));
        saves(&crm, &seen, drafts).await.expect("saved");
        people.join_all().await;
        let left: BTreeSet<StageId> = stages(&crm).await.iter().map(|stage| stage.id).collect();
        for id in ids {
            assert!(left.contains(&opens(&crm, id).await.stage));
        }
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }
}
