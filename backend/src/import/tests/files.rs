//! Workbooks from end to end: sheets, real dates, numbers that look like text.

use super::importer::{anna, meanings, targets};
use crate::{db_test, import, test_crm::TestCrm};
use chrono::NaiveDate;
use domain::{
    error::{AppError, Problem},
    fields::{FieldKind, Noun},
    filter::ListQuery,
    import::{FileProblem, Meaning, RowIssue, Target},
};
use rust_xlsxwriter::{Format, Formula, Workbook};

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Пусто").unwrap();
    let sheet = book.add_worksheet().set_name("Клиенты").unwrap();
    let date = Format::new().set_num_format("dd.mm.yyyy");
    for (column, heading) in ["Компания", "Телефон", "Основана", "Договор", "Активен"].iter().enumerate()
    {
        sheet.write(1, column as u16, *heading).unwrap();
    }
    for (row, name) in [(2, "Acme"), (4, "Isdom")] {
        sheet.write(row, 0, name).unwrap();
        sheet.write(row, 1, 998_901_234_567.0).unwrap();
        sheet.write(row, 2, 1996).unwrap();
        sheet.write_with_format(row, 3, &NaiveDate::from_ymd_opt(2016, 10, 20).unwrap(), &date).unwrap();
        sheet.write(row, 4, true).unwrap();
    }
    book.save_to_buffer().unwrap()
}

db_test! {
    async fn a_workbook_without_a_filled_sheet_is_empty_whatever_sheet_is_chosen_first(crm: TestCrm) {
        let mut book = Workbook::new();
        book.add_worksheet();
        book.add_worksheet().write(3, 3, " ").unwrap();
        let id = anna(&crm).tries_to_upload(Noun::Client, "a.xlsx", book.save_to_buffer().unwrap()).await.unwrap();
        let empty = import::glimpse(&crm.anna().cx, id, None).await;
        assert_eq!(empty, Err(AppError::File(FileProblem::new("import.read.empty"))));
    }

    async fn an_error_of_a_formula_is_a_problem_of_its_row_and_no_choice(crm: TestCrm) {
        let anna = anna(&crm);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["ФИО", "Вид"]).unwrap();
        for (row, name) in (1..).zip(["Ли", "Пак", "Ким"]) {
            sheet.write_row(row, 0, [name, "опт"]).unwrap();
        }
        sheet.write(4, 0, "Цой").unwrap();
        sheet.write(4, 1, Formula::new("=NA()").set_result("#N/A")).unwrap();
        let id = anna.tries_to_upload(Noun::Client, "a.xlsx", book.save_to_buffer().unwrap()).await.unwrap();
        let plan = anna.looks(id).await.guess;
        assert_eq!(plan.columns[1].target, Target::NewField(FieldKind::Choice, "Вид".into()));
        assert_eq!(meanings(&plan, "Вид"), [("опт".to_owned(), Meaning::NewOption)]);
        let report = anna.imports_as(id, &plan).await;
        let issue = RowIssue { row: 5, column: "Вид".into(), value: "#N/A".into(), problem: Problem::NotAChoice };
        assert_eq!((report.outcomes.created, report.issues), (3, vec![issue]));
    }

    async fn a_workbook_is_looked_at_sheet_by_sheet(crm: TestCrm) {
        let anna = anna(&crm);
        let cx = &crm.anna().cx;
        let id = anna.tries_to_upload(Noun::Client, "C:\\книга.xlsx", workbook()).await.unwrap();
        let empty = import::glimpse(cx, id, Some("Пусто".into())).await.unwrap();
        assert_eq!((empty.sheets.len(), empty.sheet.as_str(), empty.rows), (2, "Пусто", 0));
        assert_eq!((empty.columns, empty.first, &empty.guess.columns), (vec![], vec![], &vec![]));
        assert!(import::dry_run(cx, id, empty.guess).await.is_err(), "there is nothing to import");
        let found = anna.looks(id).await;
        assert_eq!(import::glimpse(cx, id, Some("Клиенты".into())).await, Ok(found.clone()));
        assert_eq!((found.sheets, found.sheet.as_str(), found.rows), (vec!["Пусто".into(), "Клиенты".into()], "Клиенты", 2));
        assert_eq!(found.columns[2].samples, ["1996", "1996"]);
        assert_eq!(found.columns[3].samples[0], "2016-10-20");
        let new = |kind, name: &str| Target::NewField(kind, name.into());
        assert_eq!(targets(&found.guess), [
            &Target::Name,
            &Target::Phone,
            &new(FieldKind::Number, "Основана"),
            &new(FieldKind::Date, "Договор"),
            &new(FieldKind::Text, "Активен"),
        ]);
        let report = anna.imports_as(id, &found.guess).await;
        assert_eq!((report.file_name.as_str(), report.outcomes.created), ("книга.xlsx", 2));
        let rows = crm.anna().lists(&ListQuery::default()).await;
        assert_eq!(rows[0].phone.as_ref().unwrap().as_str(), "+998901234567");
        assert_eq!(rows[0].custom.len(), 3);
    }
}
