//! Reads .xls and .ods, which calamine cannot stream: the whole workbook is in memory, so their size is limited
//! further and the process limits are the wall behind it.

use std::io::{Cursor, Write};

use calamine::{Data, Ods, OdsError, Range, Reader, Xls, XlsError};

use super::cell::Cell;
use super::error::ReadError;
use super::limits::{MAX_WHOLE_MB, MIB};
use super::protocol::Format;
use super::row_writer::{RowWriter, Stop};
use super::sheets;

/// Sends all rows of one worksheet of an .xls.
pub(super) fn read_xls(file: &[u8], sheet: Option<&str>, out: &mut RowWriter<impl Write>) -> Result<(), Stop> {
    check_size(file)?;
    let workbook = Xls::new(Cursor::new(file)).map_err(|error| match error {
        XlsError::Password => ReadError::PasswordProtected,
        _ => ReadError::BROKEN,
    })?;
    send(Format::Xls, workbook, (sheet, Cell::from), out)
}

/// Sends all rows of one worksheet of an .ods.
pub(super) fn read_ods(file: &[u8], sheet: Option<&str>, out: &mut RowWriter<impl Write>) -> Result<(), Stop> {
    check_size(file)?;
    let workbook = Ods::new(Cursor::new(file)).map_err(|error| match error {
        OdsError::Password => ReadError::PasswordProtected,
        _ => ReadError::BROKEN,
    })?;
    send(Format::Ods, workbook, (sheet, ods_cell), out)
}

/// calamine gives the errors of an .ods as texts.
fn ods_cell(value: Data) -> Cell {
    match Cell::from(value) {
        Cell::Text(text) if is_error(&text) => Cell::Error(text),
        cell => cell,
    }
}

fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 7] = ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"];
    let number = text.strip_prefix("Err:");
    ERRORS.contains(&text)
        || number.is_some_and(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit()))
}

fn check_size(file: &[u8]) -> Result<(), ReadError> {
    if file.len() as u64 > MAX_WHOLE_MB * MIB {
        return Err(ReadError::TooLarge { limit_mb: MAX_WHOLE_MB });
    }
    Ok(())
}

fn send<'a, B>(
    format: Format,
    mut workbook: B,
    (sheet, cell): (Option<&str>, fn(Data) -> Cell),
    out: &mut RowWriter<impl Write>,
) -> Result<(), Stop>
where
    B: Reader<Cursor<&'a [u8]>>,
{
    let all = workbook.sheets_metadata().to_vec();
    let (info, name) = sheets::choose(format, &all, sheet, |name| {
        let range = workbook.worksheet_range(name).map_err(|_| ReadError::BROKEN)?;
        Ok(range.used_cells().any(|(_, _, value)| !cell(value.clone()).is_blank()))
    })?;
    let range = workbook.worksheet_range(&name).map_err(|_| ReadError::BROKEN)?;
    drop(workbook);
    out.info(info)?;
    send_range(&range, cell, out)
}

fn send_range(range: &Range<Data>, cell: fn(Data) -> Cell, out: &mut RowWriter<impl Write>) -> Result<(), Stop> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let row = first_row.saturating_add(row as u32).saturating_add(1);
        let column = first_column.saturating_add(column as u32).saturating_add(1);
        out.put(row, column, cell(value.clone()))?;
    }
    out.finish()
}
