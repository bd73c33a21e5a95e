//! Reading of made files through the thread transport, which runs the code of the reading process.

#![allow(clippy::unwrap_used)]

mod cells;
mod csv_files;
pub(in crate::import) mod files;
mod hostile;
mod odd_xlsx;
mod old_formats;
mod reader;
mod workbooks;

use chrono::NaiveDate;

use super::{Cell, ReadError, Reader, Row, SheetInfo};

async fn read(file: Vec<u8>, name: &str) -> Result<(SheetInfo, Vec<Row>), ReadError> {
    read_sheet(file, name, None).await
}

async fn read_sheet(file: Vec<u8>, name: &str, sheet: Option<&str>) -> Result<(SheetInfo, Vec<Row>), ReadError> {
    let mut rows = Reader::Thread.open(file, name, sheet).await?;
    let mut all = Vec::new();
    while let Some(row) = rows.next().await? {
        all.push(row);
    }
    Ok((rows.info, all))
}

fn row(number: u32, cells: Vec<Cell>) -> Row {
    Row { number, cells }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn texts(number: u32, cells: &[&str]) -> Row {
    row(number, cells.iter().map(|cell| Cell::from((*cell).to_owned())).collect())
}

fn date(year: i32, month: u32, day: u32) -> Cell {
    Cell::Date(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}
