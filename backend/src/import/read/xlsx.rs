//! Streams an .xlsx cell by cell. calamine's `worksheet_range` must never be used here: two far-apart cells make
//! it ask for hundreds of gigabytes.

use std::io::{Cursor, Write};

use calamine::{Data, DataRef, Reader as _, Xlsx, XlsxError};

use super::cell::Cell;
use super::error::ReadError;
use super::protocol::Format;
use super::row_writer::{RowWriter, Stop};
use super::sheets;

/// Sends all rows of one worksheet.
pub(super) fn read(file: &[u8], sheet: Option<&str>, out: &mut RowWriter<impl Write>) -> Result<(), Stop> {
    let mut workbook = Xlsx::new(Cursor::new(file)).map_err(refusal)?;
    let all = workbook.sheets_metadata().to_vec();
    let (info, name) = sheets::choose(Format::Xlsx, &all, sheet, |name| is_filled(&mut workbook, name))?;
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(refusal)?;
    out.info(info)?;
    while let Some(cell) = cells.next_cell().map_err(|_| out.broken())? {
        let (row, column) = cell.get_position();
        out.put(row.saturating_add(1), column.saturating_add(1), value(cell.get_value()))?;
    }
    out.finish()
}

fn is_filled(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<bool, ReadError> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(refusal)?;
    while let Some(cell) = cells.next_cell().map_err(|_| ReadError::BROKEN)? {
        if !value(cell.get_value()).is_blank() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn value(value: &DataRef<'_>) -> Cell {
    Cell::from(Data::from(value.clone()))
}

fn refusal(error: XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::PasswordProtected,
        _ => ReadError::BROKEN,
    }
}
