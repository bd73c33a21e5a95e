//! .xls and .ods, which are read whole.

use super::super::{Format, ReadError};
use super::files::{ods, ods_with, ole, xls};
use super::{Cell, date, read, row, text};

#[tokio::test]
async fn an_xls_is_read_at_its_places() {
    let (info, rows) = read(xls(&[(2, 1, 1.5), (4, 0, -7.0)]), "a.xls").await.unwrap();
    assert_eq!((info.format, info.sheet.as_deref()), (Format::Xls, Some("S")));
    assert_eq!(rows, [row(3, vec![Cell::Empty, Cell::Number(1.5)]), row(5, vec![Cell::Number(-7.0)])]);
}

#[tokio::test]
async fn a_damaged_xls_is_broken() {
    let error = read(ole("Workbook", &[0xFF; 5000]), "a.xls").await.unwrap_err();
    assert_eq!(error, ReadError::BrokenFile { after_row: 0 });
}

#[tokio::test]
async fn an_ods_is_read_at_its_places() {
    let rows = concat!(
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>"#,
        r#"<table:table-row><table:table-cell/><table:table-cell office:value-type="string"><text:p>Иван</text:p></table:table-cell>"#,
        r#"<table:table-cell office:value-type="date" office:date-value="2026-03-04"/><table:table-cell office:value-type="float" office:value="1.5"/></table:table-row>"#,
        r#"<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
    );
    let (info, rows) = read(ods(rows), "a.ods").await.unwrap();
    assert_eq!((info.format, info.sheets), (Format::Ods, vec!["Лист1".to_owned()]));
    assert_eq!(rows, [row(3, vec![Cell::Empty, text("Иван"), date(2026, 3, 4), Cell::Number(1.5)])]);
}

#[tokio::test]
async fn the_first_filled_sheet_of_an_ods_is_read() {
    let row_of = |text: &str| {
        format!(
            r#"<table:table-row><table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell></table:table-row>"#
        )
    };
    let two = format!(r#"{}</table:table><table:table table:name="Второй">{}"#, row_of(" "), row_of("Иван"));
    let (info, rows) = read(ods(&two), "a.ods").await.unwrap();
    assert_eq!((info.sheet.as_deref(), info.sheets.len()), (Some("Второй"), 2));
    assert_eq!(rows, [row(1, vec![text("Иван")])]);
}

#[tokio::test]
async fn errors_of_an_ods_are_errors_and_texts_about_them_are_not() {
    let cell = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let errors = ["#N/A", "#DIV/0!", "Err:502"].map(|text| (cell(text), Cell::Error(text.into())));
    let texts = ["Err:", "Err:5022", "см. #N/A"].map(|told| (cell(told), text(told)));
    let (cells, expect): (Vec<_>, Vec<_>) = errors.into_iter().chain(texts).unzip();
    let (_, rows) =
        read(ods(&format!("<table:table-row>{}</table:table-row>", cells.concat())), "a.ods").await.unwrap();
    assert_eq!(rows, [row(1, expect)]);
}

#[tokio::test]
async fn an_ods_with_a_password_is_told_apart() {
    let manifest = r#"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    let error = read(ods_with(manifest, ""), "a.ods").await.unwrap_err();
    assert_eq!(error, ReadError::PasswordProtected);
}

#[tokio::test]
async fn whole_files_over_20_mb_are_refused() {
    let error = read(ole("Workbook", &vec![0; 20 * 1024 * 1024]), "a.xls").await.unwrap_err();
    assert_eq!(error, ReadError::TooLarge { limit_mb: 20 });
}
