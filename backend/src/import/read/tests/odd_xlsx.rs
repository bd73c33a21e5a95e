//! Workbooks that are allowed but unusual, written by hand.

use super::super::ReadError;
use super::files::{strict_xlsx, xlsx, xlsx_1904, xlsx_parts, zip};
use super::{Cell, date, read, row, text, texts};

#[tokio::test]
async fn inline_strings_entities_and_missing_references_are_read() {
    let rows = r#"<row><c t="inlineStr"><is><t>a &amp; &#1103;</t></is></c><c><v>2</v></c></row><row r="4"><c t="str"><v>x</v></c></row>"#;
    let (_, rows) = read(xlsx(rows), "a.xlsx").await.unwrap();
    assert_eq!(rows, [row(1, vec![text("a & я"), Cell::Number(2.0)]), texts(4, &["x"])]);
}

#[tokio::test]
async fn dates_count_from_1904_where_the_workbook_says_so() {
    let cell = r#"<row r="1"><c r="A1" s="1"><v>44623</v></c></row>"#;
    let (_, rows) = read(xlsx_1904(cell), "a.xlsx").await.unwrap();
    assert_eq!(rows[0].cells, [date(2026, 3, 4)]);
    let (_, rows) = read(xlsx(cell), "a.xlsx").await.unwrap();
    assert_eq!(rows[0].cells, [date(2022, 3, 3)]);
}

#[tokio::test]
async fn times_and_durations_are_texts() {
    let rows = r#"<row r="1"><c r="A1" s="2"><v>0.75</v></c><c r="B1" s="3"><v>1.25</v></c></row>"#;
    let (_, rows) = read(xlsx(rows), "a.xlsx").await.unwrap();
    assert_eq!(rows, [texts(1, &["18:00", "30:00"])]);
}

#[tokio::test]
async fn a_strict_workbook_is_read() {
    let rows = r#"<row r="1"><c r="A1" t="d"><v>2026-03-04T00:00:00</v></c><c r="B1"><v>1.5</v></c></row>"#;
    let (_, rows) = read(strict_xlsx(rows), "a.xlsx").await.unwrap();
    assert_eq!(rows, [row(1, vec![date(2026, 3, 4), Cell::Number(1.5)])]);
}

#[tokio::test]
async fn far_apart_cells_are_refused_by_name() {
    let wide = r#"<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>"#;
    let error = read(xlsx(wide), "a.xlsx").await.unwrap_err();
    assert_eq!(error, ReadError::TooManyColumns { limit: 256, row: 1 });
    let far = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let error = read(xlsx(far), "a.xlsx").await.unwrap_err();
    assert_eq!(error, ReadError::TooManyRows { limit: 200_000 });
}

#[tokio::test]
async fn far_cells_without_a_value_do_no_harm() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>"#;
    let (_, rows) = read(xlsx(rows), "a.xlsx").await.unwrap();
    assert_eq!(rows, [row(1, vec![Cell::Number(1.0)])]);
}

#[tokio::test]
async fn a_fault_in_the_middle_names_the_last_good_row() {
    let good = r#"<row r="7"><c r="A7"><v>1</v></c></row>"#;
    for bad in [r#"<row r="8"><c r="A8" t="s"><v>9</v></c></row>"#, r#"<row r="3"><c r="A3"><v>1</v></c></row>"#] {
        let error = read(xlsx(&format!("{good}{bad}")), "a.xlsx").await.unwrap_err();
        assert_eq!(error, ReadError::BrokenFile { after_row: 7 }, "{bad}");
    }
}

#[tokio::test]
async fn the_longest_text_of_a_cell_is_excels() {
    let cell = |length| format!(r#"<row r="3"><c r="B3" t="str"><v>{}</v></c></row>"#, "я".repeat(length));
    assert!(read(xlsx(&cell(32_767)), "a.xlsx").await.is_ok());
    let error = read(xlsx(&cell(32_768)), "a.xlsx").await.unwrap_err();
    assert_eq!(error, ReadError::CellTooLong { limit: 32_767, row: 3, column: 2 });
}

#[tokio::test]
async fn a_row_of_too_much_text_is_refused() {
    let cell = format!(r#"<c t="str"><v>{}</v></c>"#, "a".repeat(30_000));
    let error = read(xlsx(&format!("<row>{}</row>", cell.repeat(9))), "a.xlsx").await.unwrap_err();
    assert_eq!(error, ReadError::RowTooLong { limit_kb: 256, row: 1 });
}

#[tokio::test]
async fn an_entity_bomb_expands_to_nothing() {
    let mut parts = xlsx_parts("");
    let bomb = r#"<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>"#;
    parts[5].1 = bomb.into();
    let error = read(zip(&parts), "a.xlsx").await.unwrap_err();
    assert_eq!(error, ReadError::BrokenFile { after_row: 0 });
}
