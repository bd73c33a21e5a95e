//! Who may import, and whose imports they see.

use super::importer::{Importer, anna};
use crate::{db_test, import, test_crm::TestCrm};
use domain::{access::Right, error::AppError, fields::Noun};

const FILE: &str = "ФИО\nЛи\n";

db_test! {
    async fn whoever_lacks_the_right_may_not_import(crm: TestCrm) {
        let boris = Importer { crm: &crm, who: crm.boris() };
        let cx = &crm.boris().cx;
        let (id, plan) = anna(&crm).guesses(Noun::Client, FILE).await;
        let forbidden = Some(AppError::Forbidden);
        assert_eq!(boris.tries_to_upload(Noun::Client, "a.csv", FILE.into()).await.err(), forbidden);
        assert_eq!(import::glimpse(cx, id, None).await.err(), forbidden);
        assert_eq!(import::dry_run(cx, id, plan.clone()).await.err(), forbidden);
        assert_eq!(import::dry_run_issues(cx, id, plan.clone(), 0).await.err(), forbidden);
        assert_eq!(import::issues(cx, id, 0).await.err(), forbidden);
        assert_eq!(boris.starts(id, &plan).await.err(), forbidden);
        assert_eq!(import::report(cx, id).await.err(), forbidden);
        assert_eq!(import::recent(cx).await.err(), forbidden);
        assert_eq!(import::cancel(cx, crm.boris().request(), id).await.err(), forbidden);
    }

    async fn the_import_of_another_company_does_not_exist(crm: TestCrm) {
        let (id, plan) = anna(&crm).guesses(Noun::Client, FILE).await;
        let other = Importer { crm: &crm, who: crm.other_company() };
        let cx = &crm.other_company().cx;
        let unknown = Some(AppError::NotFound(Noun::Import));
        assert_eq!(import::glimpse(cx, id, None).await.err(), unknown);
        assert_eq!(import::dry_run(cx, id, plan.clone()).await.err(), unknown);
        assert_eq!(other.starts(id, &plan).await.err(), unknown);
        assert_eq!(import::report(cx, id).await.err(), unknown);
        assert_eq!(import::cancel(cx, crm.other_company().request(), id).await.err(), unknown);
        anna(&crm).imports_as(id, &plan).await;
        assert_eq!(import::recent(cx).await, Ok(Vec::new()));
    }

    async fn whoever_may_not_create_deals_may_not_import_them(crm: TestCrm) {
        let limited = crm.anna().without(&[Right::CreateDeals]);
        let importer = Importer { crm: &crm, who: &limited };
        let refused = importer.tries_to_upload(Noun::Deal, "a.csv", FILE.into()).await;
        assert_eq!(refused, Err(AppError::Forbidden));
        assert!(importer.tries_to_upload(Noun::Client, "a.csv", FILE.into()).await.is_ok());
    }
}
