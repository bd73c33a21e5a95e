//! Counts, reports and the ends of imports.

use super::importer::{anna, column};
use crate::{db_test, fields, import, pipelines, test_crm::TestCrm};
use domain::{
    clients::ClientKind,
    error::{AppError, ConflictKind, Problem},
    fields::{FieldKind, Noun},
    filter::ListQuery,
    import::{ISSUES_PAGE, ImportState, Outcomes, Target},
};

/// A thousand clients and a bit, every third one without a name.
fn many(rows: usize) -> String {
    let mut file = "ФИО;Телефон\n".to_owned();
    for row in 0..rows {
        let name = if row % 3 == 2 { String::new() } else { format!("Клиент {row}") };
        file.push_str(&format!("{name};90{row:07}\n"));
    }
    file
}

db_test! {
    async fn outcomes_add_up_and_the_dry_run_tells_them_before(crm: TestCrm) {
        let anna = anna(&crm);
        let (id, plan) = anna.guesses(Noun::Client, &many(1201)).await;
        let dry = anna.rehearses(id, &plan).await;
        assert_eq!(dry.outcomes, Outcomes { rows: 1201, created: 801, failed: 400, ..Outcomes::default() });
        assert_eq!(anna.client_names().await, Vec::<String>::new());
        let report = anna.imports_as(id, &plan).await;
        assert_eq!(report.outcomes, dry.outcomes);
        assert_eq!(report.outcomes.done(), report.outcomes.rows);
        assert_eq!((report.issues, report.issues_total), (dry.issues, dry.issues_total));
        assert_eq!(report.state, ImportState::Finished);
        assert_eq!(anna.client_names().await.len(), 801);
        assert_eq!(crm.base.size("import_parts").await, 0, "the file is gone");
    }

    async fn a_dry_run_creates_nothing_and_tells_what_would_be(crm: TestCrm) {
        let anna = anna(&crm);
        let file = "Сделка;Этап;Сумма;Вид\nа;Won;10;опт\nб;Won;5;опт\nв;Новая;;опт\n";
        let (id, mut plan) = anna.guesses(Noun::Deal, file).await;
        column(&mut plan, "Вид").target = Target::NewField(FieldKind::Choice, "Вид сделки".into());
        let dry = anna.rehearses(id, &plan).await;
        assert_eq!(dry.creates.fields, ["Вид сделки"]);
        assert_eq!(dry.creates.stages.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Won"]);
        assert_eq!(dry.creates.options, [("Вид сделки".to_owned(), "опт".to_owned())]);
        let stages: Vec<_> = dry.stages.iter().map(|stage| (stage.name.as_str(), stage.deals, stage.amount)).collect();
        assert_eq!(stages, [("Новая", 1, 0), ("Won", 2, 1500)]);
        assert_eq!(fields::list(&crm.anna().cx, Noun::Deal).await.unwrap(), []);
        assert_eq!(pipelines::stages(&crm.anna().cx).await.unwrap().len(), 5);
        assert_eq!(anna.imports_as(id, &plan).await.outcomes, dry.outcomes);
    }

    async fn parts_of_names_in_columns_of_their_own_are_kept_and_make_the_name_in_its_order(crm: TestCrm) {
        let anna = anna(&crm);
        let report = anna.imports(Noun::Client, "Имя;Отчество;Фамилия\nПётр;;Иванов\nАнна;Олеговна;Пак\n").await;
        assert_eq!(report.outcomes.created, 2);
        let file = "First name;Last name\nJohn;Smith\n";
        let (id, mut plan) = anna.guesses(Noun::Client, file).await;
        plan.client_kind = ClientKind::Company;
        anna.imports_as(id, &plan).await;
        anna.imports(Noun::Client, "Имя\nСидоров Олег\n").await;
        let rows = crm.anna().lists(&ListQuery::default()).await;
        let mut kept = Vec::new();
        for row in rows {
            let client = crm.anna().opens(row.id).await.unwrap();
            let parts = client.parts.map(|parts| [parts.last, parts.first, parts.middle].join("/"));
            kept.push((client.name, parts.unwrap_or_default()));
        }
        kept.sort();
        let expect = [
            ("John Smith", ""),
            ("Иванов Пётр", "Иванов/Пётр/"),
            ("Пак Анна Олеговна", "Пак/Анна/Олеговна"),
            ("Сидоров Олег", ""),
        ];
        assert_eq!(kept, expect.map(|(name, parts)| (name.to_owned(), parts.to_owned())));
    }

    async fn issues_come_page_by_page_before_the_import_and_after_it(crm: TestCrm) {
        let anna = anna(&crm);
        let (id, plan) = anna.guesses(Noun::Client, &format!("ФИО;Телефон\n{}", ";901234567\n".repeat(1300))).await;
        let dry = anna.rehearses(id, &plan).await;
        let dry_rest = anna.rehearses_on(id, &plan, 1001).await;
        let report = anna.imports_as(id, &plan).await;
        assert_eq!((report.issues.len(), report.issues_total), (ISSUES_PAGE, 1300));
        assert_eq!(report.issues.last().unwrap().row, 1001);
        assert_eq!(report.issues[0].problem, Problem::Required);
        let rest = anna.reads_issues(id, 1001).await;
        assert_eq!((rest.len(), rest[0].row, rest[299].row), (300, 1002, 1301));
        assert_eq!(anna.reads_issues(id, 1301).await, []);
        assert_eq!((dry.issues, dry_rest), (report.issues, rest));
    }

    async fn a_cancelled_import_keeps_what_it_wrote_and_counts_the_rest_as_skipped(crm: TestCrm) {
        let anna = anna(&crm);
        let (id, plan) = anna.guesses(Noun::Client, &many(1200)).await;
        anna.starts(id, &plan).await.unwrap();
        let mut run = anna.worker_opens().await;
        run.step().await.unwrap();
        let report = anna.cancels(id).await;
        assert_eq!(report.state, ImportState::Cancelled);
        assert_eq!(report.outcomes, Outcomes { rows: 1200, created: 667, failed: 333, skipped: 200, updated: 0 });
        assert_eq!(run.step().await.unwrap(), import::run::Step::Lost);
        anna.worker_works().await;
        assert_eq!(anna.client_names().await.len(), 667);
        assert_eq!(anna.reads_report(id).await.outcomes, report.outcomes);
    }

    async fn the_start_is_answered_once_and_a_second_start_is_refused(crm: TestCrm) {
        let anna = anna(&crm);
        let (id, plan) = anna.guesses(Noun::Client, "ФИО;Город\nЛи;Ташкент\n").await;
        let request = crm.anna().request();
        let first = import::start(&crm.anna().cx, request, id, plan.clone()).await.unwrap();
        assert_eq!(import::start(&crm.anna().cx, request, id, plan.clone()).await, Ok(first));
        anna.worker_works().await;
        assert_eq!(anna.client_names().await, ["Ли"]);
        assert_eq!(anna.starts(id, &plan).await, Err(AppError::Conflict(ConflictKind::UnderWay)));
        assert_eq!(anna.client_names().await, ["Ли"]);
    }

    async fn an_upload_that_is_sent_twice_is_kept_once(crm: TestCrm) {
        let request = crm.anna().request();
        let upload = |file: &'static [u8]| {
            import::upload(&crm.anna().cx, request, Noun::Client, "a.csv".into(), file.to_vec())
        };
        let first = upload(b"name\nA\n").await.unwrap();
        assert_eq!(upload(b"name\nA\n").await, Ok(first));
        assert_eq!(upload(b"name\nB\n").await, Err(AppError::Conflict(ConflictKind::RequestReused)));
        assert_eq!(crm.base.size("imports").await, 1);
    }

    async fn the_newest_imports_are_listed_first_without_those_that_only_wait_for_a_mapping(crm: TestCrm) {
        let anna = anna(&crm);
        let one = anna.imports(Noun::Client, "ФИО\nА\n").await;
        let two = anna.imports(Noun::Client, "ФИО\nБ\n").await;
        anna.uploads(Noun::Client, "ФИО\nВ\n").await;
        let recent = import::recent(&crm.anna().cx).await.unwrap();
        assert_eq!(recent.iter().map(|import| import.id).collect::<Vec<_>>(), [two.id, one.id]);
    }
}
