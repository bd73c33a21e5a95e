//! Workbooks as another program writes them.

use chrono::{NaiveDate, NaiveDateTime};
use rust_xlsxwriter::{Format as Style, Formula, Workbook, Worksheet};

use super::super::{Format, ReadError};
use super::{Cell, date, read, read_sheet, row, text, texts};

fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

fn two_sheets() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Скрытый").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    book.add_worksheet().set_name("Клиенты").unwrap().set_active(true).write(0, 0, "Иван").unwrap();
    book.add_worksheet().set_name("Пустой").unwrap();
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn every_kind_of_cell_is_read() {
    let file = workbook(|sheet| {
        let dotted = Style::new().set_num_format("dd.mm.yyyy hh:mm");
        let at: NaiveDateTime = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap().and_hms_opt(18, 30, 0).unwrap();
        sheet.write(0, 0, "00123").unwrap();
        sheet.write(0, 1, 1100.04).unwrap();
        sheet.write_with_format(0, 2, &at.date(), &Style::new().set_num_format("yyyy-mm-dd")).unwrap();
        sheet.write_with_format(0, 3, &at, &dotted).unwrap();
        sheet.write(0, 4, true).unwrap();
        sheet.write(0, 5, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write(0, 6, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write(0, 7, Formula::new("=A1&\"&\"").set_result("a<b & в")).unwrap();
    });
    let (_, rows) = read(file, "a.xlsx").await.unwrap();
    let error = Cell::Error("#DIV/0!".into());
    let day = date(2026, 3, 4);
    let cells = vec![
        text("00123"),
        Cell::Number(1100.04),
        day.clone(),
        day,
        Cell::Bool(true),
        error,
        Cell::Number(2.0),
        text("a<b & в"),
    ];
    assert_eq!(rows, [row(1, cells)]);
}

#[tokio::test]
async fn empty_rows_are_left_out_and_the_others_keep_their_numbers() {
    let file = workbook(|sheet| {
        sheet.write(1, 1, "b2").unwrap();
        sheet.write_blank(1, 9, &Style::new().set_bold()).unwrap();
        sheet.write_blank(3, 0, &Style::new().set_bold()).unwrap();
        sheet.write(5, 0, "a6").unwrap();
    });
    let (_, rows) = read(file, "a.xlsx").await.unwrap();
    assert_eq!(rows, [texts(2, &["", "b2"]), texts(6, &["a6"])]);
}

#[tokio::test]
async fn rich_and_merged_texts_are_whole() {
    let file = workbook(|sheet| {
        let (bold, plain) = (Style::new().set_bold(), Style::default());
        sheet.write_rich_string(0, 0, &[(&bold, "Иван "), (&plain, "Петров")]).unwrap();
        sheet.merge_range(1, 0, 1, 2, "Итого", &bold).unwrap();
    });
    let (_, rows) = read(file, "a.xlsx").await.unwrap();
    assert_eq!(rows, [texts(1, &["Иван Петров"]), texts(2, &["Итого"])]);
}

#[tokio::test]
async fn the_first_visible_filled_sheet_is_read_unless_one_is_named() {
    let (info, rows) = read(two_sheets(), "a.xlsx").await.unwrap();
    assert_eq!(info.format, Format::Xlsx);
    assert_eq!(info.sheets, ["Скрытый", "Клиенты", "Пустой"]);
    assert_eq!(info.sheet.as_deref(), Some("Клиенты"));
    assert_eq!(rows, [texts(1, &["Иван"])]);
    let (info, rows) = read_sheet(two_sheets(), "a.xlsx", Some("Скрытый")).await.unwrap();
    assert_eq!(info.sheet.as_deref(), Some("Скрытый"));
    assert_eq!(rows, [texts(1, &["x"])]);
}

#[tokio::test]
async fn the_first_filled_sheet_is_read_and_a_hidden_one_only_after_all_that_are_seen() {
    let chosen = async |filled: [Option<&str>; 4]| {
        let mut book = Workbook::new();
        for (name, text) in ["Скрытый", "Первый", "Второй", "Третий"].into_iter().zip(filled) {
            let sheet =
                book.add_worksheet().set_name(name).unwrap().set_hidden(name == "Скрытый").set_active(name == "Первый");
            if let Some(text) = text {
                sheet.write(5, 2, text).unwrap();
            }
        }
        read(book.save_to_buffer().unwrap(), "a.xlsx").await.unwrap().0.sheet
    };
    assert_eq!(chosen([Some("x"), None, Some(" "), Some("x")]).await.as_deref(), Some("Третий"));
    assert_eq!(chosen([Some("x"), None, Some("x"), Some("x")]).await.as_deref(), Some("Второй"));
    assert_eq!(chosen([Some("x"), None, None, None]).await.as_deref(), Some("Скрытый"));
    assert_eq!(chosen([None, None, None, None]).await.as_deref(), Some("Первый"));
}

#[tokio::test]
async fn an_empty_sheet_has_no_rows_and_an_unknown_one_is_named() {
    let (_, rows) = read_sheet(two_sheets(), "a.xlsx", Some("Пустой")).await.unwrap();
    assert_eq!(rows, []);
    let error = read_sheet(two_sheets(), "a.xlsx", Some("клиенты")).await.unwrap_err();
    assert_eq!(error, ReadError::NoSuchSheet { name: "клиенты".into() });
}

#[tokio::test]
async fn the_content_counts_and_not_the_extension() {
    let (info, _) = read(two_sheets(), "a.xls").await.unwrap();
    assert_eq!(info.format, Format::Xlsx);
}

#[tokio::test]
async fn too_many_sheets_are_refused() {
    let mut book = Workbook::new();
    for _ in 0..101 {
        book.add_worksheet();
    }
    let error = read(book.save_to_buffer().unwrap(), "a.xlsx").await.unwrap_err();
    assert_eq!(error, ReadError::TooManySheets { limit: 100 });
}

#[tokio::test]
async fn a_very_repetitive_ordinary_workbook_keeps_the_ratio() {
    let file = workbook(|sheet| {
        for row in 0..20_000 {
            for column in 0..10 {
                sheet.write(row, column, "Да").unwrap();
            }
        }
    });
    let (_, rows) = read(file, "a.xlsx").await.unwrap();
    assert_eq!(rows.len(), 20_000);
}

#[tokio::test]
async fn a_cut_workbook_is_broken() {
    let file = two_sheets();
    for length in [5, 100, file.len() / 2, file.len() - 10] {
        let error = read(file[..length].to_vec(), "a.xlsx").await.unwrap_err();
        assert_eq!(error, ReadError::BrokenFile { after_row: 0 }, "{length}");
    }
}
