//! Saving the funnel, on both databases.

mod leaving;

use super::save;
use crate::{db_test, test_crm::TestCrm};
use domain::{
    access::Right,
    colour::Colour,
    error::{AppError, ConflictKind, FieldIssue, Problem},
    pipelines::{Stage, StageDraft, StageGroup},
};
use std::collections::BTreeSet;

fn draft(stage: &Stage) -> StageDraft {
    StageDraft {
        id: Some(stage.id),
        group: stage.group,
        name: stage.name.clone(),
        colour: stage.colour,
        takes: Vec::new(),
    }
}

fn new(group: StageGroup, name: &str) -> StageDraft {
    StageDraft { id: None, group, name: name.into(), colour: Colour::preset(3), takes: Vec::new() }
}

async fn stages(crm: &TestCrm) -> Vec<Stage> {
    crm.anna().opens_board().await.stages
}

async fn saves(crm: &TestCrm, seen: &[Stage], drafts: Vec<StageDraft>) -> Result<Vec<Stage>, AppError> {
    save(&crm.anna().cx, crm.anna().request(), seen.to_vec(), drafts).await
}

db_test! {
    async fn stages_are_added_renamed_coloured_and_put_in_order(crm: TestCrm) {
        let before = stages(&crm).await;
        let mut drafts: Vec<StageDraft> = before.iter().map(draft).collect();
        // Two stages take each other's names, and stand in the other order.
        drafts[1].name = "Предложение".into();
        drafts[2].name = "Переговоры".into();
        drafts.swap(1, 2);
        drafts[0].colour = Colour::parse("#a1b2c3").expect("a colour");
        drafts.push(new(StageGroup::InWork, "  Договор "));
        let saved = saves(&crm, &before, drafts).await.expect("saved");
        let names: Vec<&str> = saved.iter().map(|stage| stage.name.as_str()).collect();
        assert_eq!(names, ["Новая", "Переговоры", "Предложение", "Договор", "Оплачено", "Отказ"]);
        assert_eq!((saved[1].id, saved[2].id), (before[2].id, before[1].id));
        assert_eq!(saved[0].colour.to_string(), "#a1b2c3");
        assert_eq!(stages(&crm).await, saved);
    }

    async fn stages_that_differ_in_signs_are_different_ones(crm: TestCrm) {
        let before = stages(&crm).await;
        let mut drafts: Vec<StageDraft> = before.iter().map(draft).collect();
        drafts.extend(["Договор", "Договор?", "~Договор"].map(|name| new(StageGroup::InWork, name)));
        let saved = saves(&crm, &before, drafts).await.expect("saved");
        let mut drafts: Vec<StageDraft> = saved.iter().map(draft).collect();
        let renamed = drafts.iter_mut().find(|draft| draft.name == "Договор").expect("the stage");
        renamed.name = "Счёт".into();
        let saved = saves(&crm, &saved, drafts).await.expect("no name aside is in the way");
        let mut drafts: Vec<StageDraft> = saved.iter().map(draft).collect();
        drafts.push(new(StageGroup::InWork, "СЧЕТ"));
        assert!(saves(&crm, &saved, drafts).await.is_err());
    }

    async fn an_empty_stage_is_deleted_and_one_with_deals_is_not(crm: TestCrm) {
        let before = stages(&crm).await;
        let deal = crm.anna().creates_deal("Сделка", None).await.id;
        crm.anna().moves(deal, "Предложение").await;
        let without = |name: &str| before.iter().filter(|stage| stage.name != name).map(draft).collect::<Vec<_>>();
        let refused = saves(&crm, &before, without("Предложение")).await;
        assert_eq!(refused, Err(AppError::Conflict(ConflictKind::StageInUse)));
        assert_eq!(stages(&crm).await, before);
        let saved = saves(&crm, &before, without("Переговоры")).await.expect("saved");
        assert_eq!(saved.len(), before.len() - 1);
        crm.anna().moves(deal, "Новая").await;
        let left: Vec<StageDraft> = saved.iter().map(draft).collect();
        let refused = saves(&crm, &saved, left[..1].to_vec()).await;
        assert!(matches!(refused, Err(AppError::Invalid(_))), "every group keeps a stage: {refused:?}");
    }

    async fn names_and_groups_are_checked_and_told_by_their_place(crm: TestCrm) {
        let before = stages(&crm).await;
        let mut drafts: Vec<StageDraft> = before.iter().take(4).map(draft).collect();
        drafts[1].name = "я".repeat(51);
        drafts[2].name = " ".into();
        drafts[3].name = "новая".into();
        let Err(AppError::Invalid(issues)) = saves(&crm, &before, drafts).await else { panic!("refused") };
        let issue = |field: &str, problem| FieldIssue { field: field.into(), problem };
        for expected in [
            issue("stages.1", Problem::TooLong { max: 50, actual: 51 }),
            issue("stages.2", Problem::Required),
            issue("stages.3", Problem::Taken),
            issue("groups.failed", Problem::Required),
        ] {
            assert!(issues.contains(&expected), "{expected:?} in {issues:?}");
        }
        assert_eq!(stages(&crm).await, before);
    }

    async fn what_somebody_else_saved_is_not_overwritten(crm: TestCrm) {
        let before = stages(&crm).await;
        let mut first: Vec<StageDraft> = before.iter().map(draft).collect();
        first[0].name = "Свежая".into();
        saves(&crm, &before, first).await.expect("saved");
        let second = before.iter().map(draft).collect();
        assert_eq!(saves(&crm, &before, second).await, Err(AppError::Conflict(ConflictKind::Stale)));
        assert_eq!(stages(&crm).await[0].name, "Свежая");
    }

    async fn only_who_may_set_up_the_funnel_saves_it(crm: TestCrm) {
        let before = stages(&crm).await;
        let drafts: Vec<StageDraft> = before.iter().map(draft).collect();
        let anna = crm.anna().without(&[Right::SetUpFunnel]);
        for who in [&anna, crm.boris()] {
            let refused = save(&who.cx, who.request(), before.clone(), drafts.clone()).await;
            assert_eq!(refused, Err(AppError::Forbidden));
        }
        let other = crm.other_company();
        let refused = save(&other.cx, other.request(), other.opens_board().await.stages, drafts).await;
        assert_eq!(refused, Err(AppError::Conflict(ConflictKind::StageGone)));
    }

    async fn only_the_stages_that_differ_are_written(crm: TestCrm) {
        let before = stages(&crm).await;
        let facts = crm.base.facts().await;
        let mut drafts: Vec<StageDraft> = before.iter().map(draft).collect();
        assert_eq!(saves(&crm, &before, drafts.clone()).await.as_ref(), Ok(&before));
        assert_eq!(crm.base.facts().await, facts);
        drafts[1].name = "Разговоры".into();
        drafts.swap(1, 2);
        saves(&crm, &before, drafts).await.expect("saved");
        let written: BTreeSet<_> = crm.base.facts().await.difference(&facts).map(|(record, _)| *record).collect();
        assert_eq!(written, BTreeSet::from([before[1].id.0, before[2].id.0]));
    }

    async fn each_change_of_the_funnel_is_told(crm: TestCrm) {
        let before = stages(&crm).await;
        let told = crm.base.told_records().await.len();
        let mut drafts: Vec<StageDraft> = before.iter().map(draft).collect();
        drafts[0].name = "Свежая".into();
        saves(&crm, &before, drafts).await.expect("saved");
        let all = crm.base.told_records().await;
        assert_eq!(all[told..], [before[0].id.0]);
    }
}
