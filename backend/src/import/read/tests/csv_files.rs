//! Dialects of .csv.

use encoding_rs::WINDOWS_1251;

use super::super::{Format, ReadError};
use super::{Cell, read, read_sheet, text, texts};

#[tokio::test]
async fn a_russian_excel_csv_is_read() {
    let (bytes, _, _) = WINDOWS_1251.encode("Имя;Сумма\r\nИван;1,5\r\nЮлия Щукина;2,5\r\n");
    let (info, rows) = read(bytes.into_owned(), "clients.CSV").await.unwrap();
    assert_eq!(info.format, Format::Csv);
    assert_eq!(info.encoding.as_deref(), Some("windows-1251"));
    assert_eq!(info.delimiter, Some(';'));
    assert_eq!(rows, [texts(1, &["Имя", "Сумма"]), texts(2, &["Иван", "1,5"]), texts(3, &["Юлия Щукина", "2,5"])]);
}

#[tokio::test]
async fn short_names_in_windows_1251_are_recognised() {
    for sample in ["Имя;Город\nОльга;Уфа\n", "name;city\nИван;Омск\n", "Клиент\nООО «Ёлка»\n", "id;ФИО\n1;Цой Э.\n"]
    {
        let (bytes, _, _) = WINDOWS_1251.encode(sample);
        let (info, rows) = read(bytes.into_owned(), "a.csv").await.unwrap();
        assert_eq!(info.encoding.as_deref(), Some("windows-1251"), "{sample}: {rows:?}");
    }
}

#[tokio::test]
async fn byte_order_marks_decide() {
    let utf16: Vec<u8> = "\u{FEFF}Имя\tГород\nИван\tУфа\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf8 = "\u{FEFF}Имя\tГород\nИван\tУфа\n".as_bytes().to_vec();
    for (bytes, encoding) in [(utf16, "UTF-16LE"), (utf8, "UTF-8")] {
        let (info, rows) = read(bytes, "a.csv").await.unwrap();
        assert_eq!((info.encoding.as_deref(), info.delimiter), (Some(encoding), Some('\t')));
        assert_eq!(rows, [texts(1, &["Имя", "Город"]), texts(2, &["Иван", "Уфа"])]);
    }
}

#[tokio::test]
async fn the_delimiter_is_the_one_with_stable_columns() {
    for (table, delimiter) in [
        ("name,note\nИван,\"a;b;c\"\nЮля,d\n", ','),
        ("name|sum\nИван|1,5\nЮля|2,5\n", '|'),
        ("Отчет, март\n\nname;sum\nИван;1,5\nЮля;2\n", ';'),
        ("a\tb\n1\t2\n", '\t'),
        ("sep=,\na,b;c;d\n1,2;3;4\n", ','),
        ("one\ntwo\n", ';'),
    ] {
        let (info, _) = read(table.into(), "a.csv").await.unwrap();
        assert_eq!(info.delimiter, Some(delimiter), "{table}");
    }
}

#[tokio::test]
async fn rows_are_numbered_as_excel_shows_them() {
    let table = "a;b\n\n\"one\ntwo\r\nthree\";x\n\r\n;;\n\"\"\"q\"\" y\";z";
    let (_, rows) = read(table.into(), "a.csv").await.unwrap();
    assert_eq!(rows, [texts(1, &["a", "b"]), texts(3, &["one\ntwo\nthree", "x"]), texts(6, &["\"q\" y", "z"])]);
}

#[tokio::test]
async fn every_kind_of_line_break_counts_once() {
    for end in ["\n", "\r\n", "\r"] {
        let table = ["a;b", "", "1;2", "3;4", "", "", "5;6"].join(end);
        let (_, rows) = read(table.into(), "a.csv").await.unwrap();
        let numbers: Vec<u32> = rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 4, 7], "{end:?}");
    }
}

#[tokio::test]
async fn the_line_of_sep_is_no_row() {
    let (_, rows) = read("sep=;\r\na;b\r\n1;2".into(), "a.csv").await.unwrap();
    assert_eq!(rows, [texts(1, &["a", "b"]), texts(2, &["1", "2"])]);
}

#[tokio::test]
async fn rows_may_differ_in_length_and_empty_ends_are_cut() {
    let (_, rows) = read("a;b;c\n1;;\n;2\n1;2;3;4\n".into(), "a.csv").await.unwrap();
    assert_eq!(rows[1].cells, [text("1")]);
    assert_eq!(rows[2].cells, [Cell::Empty, text("2")]);
    assert_eq!(rows[3].cells.len(), 4);
}

#[tokio::test]
async fn bytes_that_the_mark_does_not_fit_are_unreadable() {
    let error = read(b"\xEF\xBB\xBFa;b\n\xC8;\xE2\n".to_vec(), "a.csv").await.unwrap_err();
    assert_eq!(error, ReadError::Unreadable { encoding: "UTF-8".into() });
}

#[tokio::test]
async fn blank_text_is_empty() {
    assert_eq!(read(b" \r\n\r\n".to_vec(), "a.csv").await.unwrap_err(), ReadError::Empty);
    assert_eq!(read(Vec::new(), "a.csv").await.unwrap_err(), ReadError::Empty);
}

#[tokio::test]
async fn a_csv_has_no_sheets() {
    let error = read_sheet(b"a;b".to_vec(), "a.csv", Some("Лист1")).await.unwrap_err();
    assert_eq!(error, ReadError::NoSuchSheet { name: "Лист1".into() });
}

#[tokio::test]
async fn an_open_quote_over_the_rest_of_the_file_names_its_cell() {
    let table = format!("a;b\n1;\"{}", "x;y\n".repeat(10_000));
    let error = read(table.into(), "a.csv").await.unwrap_err();
    assert_eq!(error, ReadError::CellTooLong { limit: 32_767, row: 2, column: 2 });
}

#[tokio::test]
async fn too_many_rows_and_columns_are_named() {
    let error = read("a\n".repeat(200_001).into(), "a.csv").await.unwrap_err();
    assert_eq!(error, ReadError::TooManyRows { limit: 200_000 });
    let error = read(format!("a;b\n{}", "x;".repeat(257)).into(), "a.csv").await.unwrap_err();
    assert_eq!(error, ReadError::TooManyColumns { limit: 256, row: 2 });
    let (_, rows) = read("x;".repeat(256).into(), "a.csv").await.unwrap();
    assert_eq!(rows[0].cells.len(), 256);
}
