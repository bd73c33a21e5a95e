//! Gathers cells into rows, holds every row against the limits and writes the answer lines.

use std::io::{self, Write};

use super::cell::Cell;
use super::error::ReadError;
use super::limits::{MAX_CELL_CHARS, MAX_COLUMNS, MAX_ROW_KB, MAX_ROWS};
use super::protocol::{Answer, Row, SheetInfo};

/// Why reading stops early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The file is at fault and the asker is told.
    Refused(ReadError),
    /// The asker is gone; there is nobody to tell.
    Gone(io::Error),
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Refused(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Gone(error)
    }
}

/// Writes answers; cells must come row by row, downwards.
pub(super) struct RowWriter<W: Write> {
    out: W,
    row: Row,
    text_bytes: usize,
    rows: u32,
}

impl<W: Write> RowWriter<W> {
    /// A writer before its first answer.
    pub fn new(out: W) -> Self {
        let row = Row { number: 0, cells: Vec::new() };
        Self { out, row, text_bytes: 0, rows: 0 }
    }

    /// Tells at once what is in the file.
    pub fn info(&mut self, info: SheetInfo) -> Result<(), Stop> {
        self.answer(&Answer::Info(info))?;
        Ok(self.out.flush()?)
    }

    /// Takes the cell at `row` and `column`, both from 1. Empty cells are passed over, wherever they stand.
    pub fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Stop> {
        if cell == Cell::Empty {
            return Ok(());
        }
        if row != self.row.number {
            self.start_row(row)?;
        }
        if column > MAX_COLUMNS {
            return Err(ReadError::TooManyColumns { limit: MAX_COLUMNS, row }.into());
        }
        self.check_text(column, &cell)?;
        let place = column as usize;
        if self.row.cells.len() < place {
            self.row.cells.resize(place, Cell::Empty);
        }
        self.row.cells[place - 1] = cell;
        Ok(())
    }

    /// Sends the last row and the end of the table.
    pub fn finish(&mut self) -> Result<(), Stop> {
        self.send_row()?;
        self.answer(&Answer::End { rows: self.rows })?;
        Ok(self.out.flush()?)
    }

    /// Sends the reason why there are no more rows.
    pub fn refuse(&mut self, error: ReadError) -> Result<(), Stop> {
        self.answer(&Answer::Error(error))?;
        Ok(self.out.flush()?)
    }

    /// The error of a file that turns out damaged at this place.
    pub fn broken(&self) -> ReadError {
        ReadError::BrokenFile { after_row: self.row.number }
    }

    fn start_row(&mut self, number: u32) -> Result<(), Stop> {
        if number < self.row.number {
            return Err(self.broken().into());
        }
        if number > MAX_ROWS {
            return Err(ReadError::TooManyRows { limit: MAX_ROWS }.into());
        }
        self.send_row()?;
        self.row.number = number;
        Ok(())
    }

    fn check_text(&mut self, column: u32, cell: &Cell) -> Result<(), Stop> {
        let Cell::Text(text) = cell else {
            return Ok(());
        };
        let row = self.row.number;
        if text.len() > MAX_CELL_CHARS && text.chars().count() > MAX_CELL_CHARS {
            return Err(ReadError::CellTooLong { limit: MAX_CELL_CHARS, row, column }.into());
        }
        self.text_bytes += text.len();
        if self.text_bytes > MAX_ROW_KB as usize * 1024 {
            return Err(ReadError::RowTooLong { limit_kb: MAX_ROW_KB, row }.into());
        }
        Ok(())
    }

    fn send_row(&mut self) -> Result<(), Stop> {
        if self.row.cells.is_empty() {
            return Ok(());
        }
        let cells = std::mem::take(&mut self.row.cells);
        let width = cells.len();
        self.answer(&Answer::Row(Row { number: self.row.number, cells }))?;
        self.row.cells = Vec::with_capacity(width);
        self.text_bytes = 0;
        self.rows += 1;
        Ok(())
    }

    fn answer(&mut self, answer: &Answer) -> Result<(), Stop> {
        serde_json::to_writer(&mut self.out, answer).map_err(io::Error::from)?;
        Ok(self.out.write_all(b"\n")?)
    }
}
