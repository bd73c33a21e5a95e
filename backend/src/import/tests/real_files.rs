//! Whole workbooks of real companies, with their own headings, dates, gaps and over-long names.

use super::{
    importer::{Importer, anna, targets},
    workbooks::{
        ACCOUNTS, CLIENTS, OVER_LONG, STAGES, WITHOUT_ACCOUNT, WON, accounts, clients_10k, made_accounts,
        sales_pipeline,
    },
};
use crate::{db_test, deals, fields, test_crm::TestCrm};
use domain::{
    error::Problem,
    fields::{FieldKind, FieldValue, Noun},
    filter::{Count, Filter, ListQuery, Page, Sort},
    import::{ImportReport, Outcomes, Target},
    number::Number,
    pipelines::StageGroup,
};

fn all_created(rows: usize) -> Outcomes {
    Outcomes { rows: rows as u32, created: rows as u32, ..Outcomes::default() }
}

async fn imports_workbook(anna: &Importer<'_>, noun: Noun, file: Vec<u8>) -> ImportReport {
    let id = anna.tries_to_upload(noun, "book.xlsx", file).await.unwrap();
    let plan = anna.looks(id).await.guess;
    anna.imports_as(id, &plan).await
}

db_test! {
    async fn companies_come_in_with_their_columns_as_custom_fields(crm: TestCrm) {
        let anna = anna(&crm);
        for file in [accounts(), made_accounts()] {
            let report = imports_workbook(&anna, Noun::Client, file).await;
            assert_eq!((report.outcomes, report.issues), (all_created(ACCOUNTS), vec![]));
        }
        let fields = fields::list(&crm.anna().cx, Noun::Client).await.unwrap();
        let kinds: Vec<_> = fields.iter().map(|field| (field.name.as_str(), field.kind)).collect();
        let numbers = ["year_established", "revenue", "employees"];
        for name in ["sector", "office_location", "subsidiary_of"].iter().chain(&numbers) {
            let (_, kind) = kinds.iter().find(|(other, _)| other == name).unwrap_or_else(|| panic!("{name}: {kinds:?}"));
            assert_eq!(*kind == FieldKind::Number, numbers.contains(name), "{name}");
        }
        let revenue = fields.iter().find(|field| field.name == "revenue").unwrap().id;
        let rows = crm.anna().walks(&Filter::All, Sort::default(), 200).await;
        let exact = FieldValue::Number(Number(647_180_000));
        let mut exactly = 0;
        for row in &rows {
            let client = crm.anna().opens(row.id).await.unwrap();
            exactly += usize::from(client.custom.get(&revenue) == Some(&exact));
        }
        assert_eq!((rows.len(), exactly), (2 * ACCOUNTS, 2), "what a spreadsheet reckons as 647.1799999999999");
    }

    async fn a_pipeline_of_8800_deals_becomes_a_funnel_with_right_counts_and_sums(crm: TestCrm) {
        let anna = anna(&crm);
        imports_workbook(&anna, Noun::Client, accounts()).await;
        let report = imports_workbook(&anna, Noun::Deal, sales_pipeline()).await;
        let all = STAGES.iter().map(|(_, count)| count).sum();
        assert_eq!((report.outcomes, report.issues), (all_created(all), vec![]));

        let board = crm.anna().opens_board().await;
        let (mut without_account, mut without_value) = (0, 0);
        for (name, count) in STAGES {
            let stage = board.stages.iter().find(|stage| stage.name == name).unwrap();
            let total = board.totals.iter().find(|total| total.stage == stage.id).unwrap();
            let minor = total.sums.iter().map(|sum| sum.minor).sum::<i64>();
            let worth = if name == "Won" { i64::from(WON) * 100 } else { 0 };
            assert_eq!((total.count, minor), (count as i64, worth), "{name}");
            assert_eq!(stage.group == StageGroup::Successful, name == "Won", "{name}");
            let mut page = Page { after: None, size: 200 };
            loop {
                let found = deals::board::column(&crm.anna().cx, stage.id, &Filter::All, &page).await.unwrap();
                without_account += found.rows.iter().filter(|card| card.client.is_none()).count();
                without_value += found.rows.iter().filter(|card| card.budget.is_none()).count();
                let Some(next) = found.next else { break };
                page.after = Some(next);
            }
        }
        assert_eq!((without_account, without_value), (WITHOUT_ACCOUNT, STAGES[0].1 + STAGES[1].1));
        let fields = fields::list(&crm.anna().cx, Noun::Deal).await.unwrap();
        for name in ["engage_date", "close_date"] {
            assert_eq!(fields.iter().find(|field| field.name == name).unwrap().kind, FieldKind::Date, "{name}");
        }
    }

    async fn of_10000_people_each_over_long_name_is_told_and_none_is_once_names_may_be_long(crm: TestCrm) {
        let anna = anna(&crm);
        let id = anna.tries_to_upload(Noun::Client, "клиенты.xlsx", clients_10k()).await.unwrap();
        let plan = anna.looks(id).await.guess;
        assert_eq!(targets(&plan)[..5], [&Target::Name, &Target::Name, &Target::Name, &Target::Phone, &Target::Email]);
        let dry = anna.rehearses(id, &plan).await;
        let created = (CLIENTS - OVER_LONG) as u32;
        assert_eq!(dry.outcomes, Outcomes { created, failed: OVER_LONG as u32, ..all_created(CLIENTS) });
        let mut named: Vec<u32> = dry.issues.iter().map(|issue| issue.row).collect();
        named.dedup();
        assert_eq!((named.len(), dry.issues.len()), (OVER_LONG, OVER_LONG), "one sentence for each row");
        let too_long = |problem: &Problem| matches!(problem, Problem::TooLong { max: 30, actual } if *actual > 30);
        assert!(dry.issues.iter().all(|issue| too_long(&issue.problem)), "{:?}", dry.issues);

        crm.anna().raises_limits(255, 255).await;
        let report = anna.imports_as(id, &plan).await;
        assert_eq!((report.outcomes, report.issues), (all_created(CLIENTS), vec![]));
        let count = crate::clients::count(&crm.anna().cx, &ListQuery::default()).await.unwrap();
        assert_eq!(count, Count::Exact(CLIENTS as i64));
    }
}
