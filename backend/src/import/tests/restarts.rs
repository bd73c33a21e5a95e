//! Crashes, restarts, two workers at once.

use super::importer::{Importer, anna};
use crate::{
    db::Sql,
    db_test,
    import::{run::Step, store::claim, worker},
    test_crm::TestCrm,
};
use chrono::TimeDelta;
use domain::{
    error::{AppError, Problem},
    fields::Noun,
    ids::ImportId,
    import::{FileProblem, ImportState, Outcomes},
};
use std::time::Duration;
use tokio::sync::watch;

fn clients(rows: usize) -> String {
    let lines: Vec<String> = (0..rows).map(|row| format!("Клиент {row:05}\n")).collect();
    format!("ФИО\n{}", lines.concat())
}

async fn started(anna: &Importer<'_>, rows: usize) -> ImportId {
    let (id, plan) = anna.guesses(Noun::Client, &clients(rows)).await;
    anna.starts(id, &plan).await.unwrap();
    id
}

fn all(rows: u32) -> Outcomes {
    Outcomes { rows, created: rows, ..Outcomes::default() }
}

async fn names_are_complete(anna: &Importer<'_>, rows: usize) {
    let expect: Vec<String> = (0..rows).map(|row| format!("Клиент {row:05}")).collect();
    assert_eq!(anna.client_names().await, expect, "no lost and no doubled row");
}

db_test! {
    async fn after_a_crash_between_chunks_another_worker_goes_on_there(crm: TestCrm) {
        let anna = anna(&crm);
        let id = started(&anna, 2_700).await;
        let mut run = anna.worker_opens().await;
        assert_eq!(run.step().await, Ok(Step::More));
        assert_eq!(run.step().await, Ok(Step::More));
        drop(run);
        anna.worker_works().await;
        assert_eq!(anna.reads_report(id).await.state, ImportState::Running, "the dead worker's lease holds");
        crm.pass(TimeDelta::seconds(61));
        anna.worker_works().await;
        assert_eq!(anna.reads_report(id).await.outcomes, all(2_700));
        names_are_complete(&anna, 2_700).await;
    }

    async fn a_stale_worker_writes_nothing(crm: TestCrm) {
        let anna = anna(&crm);
        let id = started(&anna, 1200).await;
        let mut stale = anna.worker_opens().await;
        stale.step().await.unwrap();
        crm.pass(TimeDelta::seconds(61));
        let mut fresh = anna.worker_opens().await;
        assert_eq!(stale.step().await, Ok(Step::Lost));
        while fresh.step().await.unwrap() == Step::More {}
        assert_eq!(stale.step().await, Ok(Step::Lost));
        assert_eq!(anna.reads_report(id).await.outcomes, all(1200));
        names_are_complete(&anna, 1200).await;
    }

    async fn an_import_is_taken_by_one_worker_only(crm: TestCrm) {
        let anna = anna(&crm);
        started(&anna, 10).await;
        let until = crm.backend.now() + TimeDelta::seconds(60);
        let (one, other) = tokio::join!(
            claim::set_claimed(&crm.backend, until),
            claim::set_claimed(&crm.backend, until),
        );
        assert_eq!(one.unwrap().iter().chain(other.unwrap().iter()).count(), 1);
    }

    async fn a_person_who_lost_the_right_has_his_import_ended(crm: TestCrm) {
        let anna = anna(&crm);
        let id = started(&anna, 1200).await;
        let mut run = anna.worker_opens().await;
        run.step().await.unwrap();
        crm.base.execute(Sql::new("update roles set rights = 0")).await;
        assert_eq!(run.step().await, Err(AppError::Forbidden));
        crm.pass(TimeDelta::seconds(61));
        anna.worker_works().await;
        let report = anna.reads_report(id).await;
        assert_eq!((report.state, report.failure), (ImportState::Failed, Some(FileProblem::new("import.failed.rights"))));
        assert_eq!(report.outcomes, Outcomes { rows: 1200, created: 1000, skipped: 200, ..Outcomes::default() });
    }

    async fn whoever_is_dismissed_while_an_import_runs_gets_no_more_records(crm: TestCrm) {
        let anna = anna(&crm);
        for noun in [Noun::Client, Noun::Deal] {
            let name = if noun == Noun::Deal { "Сделка" } else { "ФИО" };
            let file = format!("{name};Ответственный\n{}", "Ли;Борис Волков\n".repeat(1200));
            let (id, plan) = anna.guesses(noun, &file).await;
            anna.starts(id, &plan).await.unwrap();
            let mut run = anna.worker_opens().await;
            assert_eq!(run.step().await, Ok(Step::More));
            let handed = crm.anna().dismisses(crm.boris().id(), crm.vera().id()).await.unwrap();
            assert_eq!(handed.clients + handed.deals, 1000);
            let refusal = AppError::invalid("owner", Problem::NoSuch(Noun::User));
            assert_eq!(run.step().await, Err(refusal));
            drop(run);
            crm.pass(TimeDelta::seconds(61));
            anna.worker_works().await;
            let report = anna.reads_report(id).await;
            let failure = Some(FileProblem::new("import.failed.mapping"));
            assert_eq!((report.state, report.failure), (ImportState::Failed, failure));
            assert_eq!(report.outcomes, Outcomes { rows: 1200, created: 1000, skipped: 200, ..Outcomes::default() });
            crm.anna().lets_in_again(crm.boris().id()).await.unwrap();
        }
        assert_eq!((crm.base.size("clients").await, crm.base.size("deals").await), (1000, 1000));
    }

    async fn an_import_that_ends_its_worker_again_and_again_is_given_up(crm: TestCrm) {
        let anna = anna(&crm);
        let id = started(&anna, 10).await;
        for _ in 0..8 {
            anna.worker_claims().await;
            crm.pass(TimeDelta::seconds(61));
        }
        anna.worker_works().await;
        let report = anna.reads_report(id).await;
        assert_eq!(report.failure, Some(FileProblem::new("import.failed.attempts")));
        assert_eq!(report.outcomes, Outcomes { rows: 10, skipped: 10, ..Outcomes::default() });
    }

    async fn the_running_worker_is_woken_and_stops_when_told(crm: TestCrm) {
        let anna = anna(&crm);
        let (stop, stopped) = watch::channel(false);
        let backend = crm.backend.clone();
        let working = tokio::spawn(async move { worker::work(&backend, stopped).await });
        let id = started(&anna, 600).await;
        let finished = async {
            while anna.reads_report(id).await.state != ImportState::Finished {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), finished).await.expect("it finishes");
        stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(5), working).await.expect("it stops").unwrap();
        names_are_complete(&anna, 600).await;
    }

    async fn a_stopped_worker_gives_its_import_back_at_once(crm: TestCrm) {
        let anna = anna(&crm);
        let id = started(&anna, 600).await;
        let (_stop, stopped) = watch::channel(true);
        assert_eq!(worker::run_one(&crm.backend, &stopped).await, Ok(true));
        assert_eq!(anna.reads_report(id).await.outcomes.created, 0);
        anna.worker_works().await;
        assert_eq!(anna.reads_report(id).await.outcomes, all(600));
    }

    async fn files_that_nobody_mapped_are_removed_after_a_day(crm: TestCrm) {
        let anna = anna(&crm);
        let old = anna.uploads(Noun::Client, "ФИО\nА\n").await;
        crm.pass(TimeDelta::hours(30));
        let young = anna.uploads(Noun::Client, "ФИО\nБ\n").await;
        claim::delete_forgotten(&crm.backend, crm.backend.now() - TimeDelta::hours(24)).await.unwrap();
        let cx = &crm.anna().cx;
        assert_eq!(crate::import::report(cx, old).await, Err(AppError::NotFound(Noun::Import)));
        assert!(crate::import::report(cx, young).await.is_ok());
        assert_eq!(crm.base.size("import_parts").await, 1);
    }
}
