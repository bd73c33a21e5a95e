//! How many files are read at once, and for whom.

use super::importer::anna;
use crate::{db::plan_tests::heard, db_test, import, test_crm::TestCrm};
use domain::{error::AppError, fields::Noun, import::ImportState};
use std::time::Duration;
use tokio::time::timeout;

const FILE: &str = "ФИО\nЛи\n";

db_test! {
    async fn a_person_has_one_file_read_at_a_time(crm: TestCrm) {
        let (id, plan) = anna(&crm).guesses(Noun::Client, FILE).await;
        let cx = &crm.anna().cx;
        let place = crm.backend.desk().place(cx.user()).await.expect("a place");
        let busy = Some(AppError::TooMany { retry_after: 5 });
        assert_eq!(import::glimpse(cx, id, None).await.err(), busy);
        assert_eq!(import::dry_run(cx, id, plan.clone()).await.err(), busy);
        drop(place);
        assert!(import::glimpse(cx, id, None).await.is_ok());
        assert!(import::dry_run(cx, id, plan).await.is_ok());
    }

    async fn who_waits_for_a_place_holds_no_file_and_the_worker_waits_for_nobody(crm: TestCrm) {
        let anna = anna(&crm);
        let waits = anna.uploads(Noun::Client, FILE).await;
        let (runs, plan) = anna.guesses(Noun::Client, FILE).await;
        anna.starts(runs, &plan).await.unwrap();
        let desk = crm.backend.desk();
        let places = [desk.place(crm.boris().id()).await, desk.place(crm.vera().id()).await].map(|place| place.expect("a place"));
        let cx = &crm.anna().cx;
        let read = heard(async {
            let waiting = timeout(Duration::from_millis(300), import::glimpse(cx, waits, None)).await;
            assert!(waiting.is_err(), "it waits");
        })
        .await;
        assert!(!read.is_empty() && read.iter().all(|sql| !sql.text().contains("import_parts")));
        anna.worker_works().await;
        assert_eq!(anna.reads_report(runs).await.state, ImportState::Finished);
        drop(places);
        assert!(import::glimpse(cx, waits, None).await.is_ok(), "who gave up waiting is served");
    }
}
