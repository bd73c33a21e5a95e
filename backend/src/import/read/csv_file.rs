//! Reads a .csv: encoding, delimiter, then row by row.

use std::io::Write;

use csv::StringRecord;

use super::cell::Cell;
use super::error::ReadError;
use super::protocol::{Format, SheetInfo};
use super::row_writer::{RowWriter, Stop};
use super::{delimiter, encoding};

/// Sends all rows of a .csv; it has no sheets, so naming one is an error.
pub(super) fn read(file: &[u8], sheet: Option<&str>, out: &mut RowWriter<impl Write>) -> Result<(), Stop> {
    if let Some(name) = sheet {
        return Err(ReadError::NoSuchSheet { name: name.to_owned() }.into());
    }
    let (text, encoding) = encoding::decode(file)?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty.into());
    }
    let text = with_plain_line_breaks(text);
    let (delimiter, table) = delimiter::split_off(&text);
    out.info(info(encoding, delimiter))?;
    read_rows(table, delimiter, out)
}

/// Every row ends in one `\n`; only then does the csv crate count a line for each of them.
fn with_plain_line_breaks(mut text: String) -> String {
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn info(encoding: &str, delimiter: u8) -> SheetInfo {
    SheetInfo {
        format: Format::Csv,
        sheets: Vec::new(),
        sheet: None,
        encoding: Some(encoding.to_owned()),
        delimiter: Some(char::from(delimiter)),
    }
}

fn read_rows(table: &str, delimiter: u8, out: &mut RowWriter<impl Write>) -> Result<(), Stop> {
    let mut reader = delimiter::reader(table, delimiter);
    let mut record = StringRecord::new();
    let mut row = 0;
    let mut line = reader.position().line();
    while reader.read_record(&mut record).map_err(|_| out.broken())? {
        let next_line = reader.position().line();
        row += 1 + blank_lines_before(&record, next_line - line);
        line = next_line;
        for (column, text) in (1..).zip(&record) {
            out.put(row, column, Cell::from(text.to_owned()))?;
        }
    }
    out.finish()
}

/// The csv crate passes over blank lines, which a spreadsheet program shows as rows.
fn blank_lines_before(record: &StringRecord, lines: u64) -> u32 {
    let inside: usize = record.iter().map(|text| text.matches('\n').count()).sum();
    let blank = lines.saturating_sub(inside as u64 + 1);
    u32::try_from(blank).unwrap_or(u32::MAX / 2)
}
