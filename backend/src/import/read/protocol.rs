//! What the two processes say to each other: one JSON line and the file's bytes in, JSON lines out.
//! No reading and no processes here.

use serde::{Deserialize, Serialize};

use super::cell::Cell;
use super::error::ReadError;

/// The first line to the reading process; `size` bytes of the file follow it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    /// The name under which the file was uploaded; only its extension matters.
    pub name: String,
    /// The wanted sheet; the first filled one when `None`.
    pub sheet: Option<String>,
    /// Length of the file in bytes.
    pub size: u64,
}

/// One line from the reading process: one `Info`, then rows, then `End`; or `Error` at any place, and nothing after it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Answer {
    /// What is in the file.
    Info(SheetInfo),
    /// One row that has a filled cell.
    Row(Row),
    /// All rows were sent; how many.
    End { rows: u32 },
    /// The file, or the rest of it, is refused.
    Error(ReadError),
}

/// The kind of a table file, told by its content (R5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Excel 2007 and later, .xlsm included.
    Xlsx,
    /// Excel 97-2003.
    Xls,
    /// OpenDocument, as LibreOffice writes it.
    Ods,
    /// Text with a delimiter.
    Csv,
}

/// What a file holds, known before its first row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetInfo {
    /// The kind of the file.
    pub format: Format,
    /// Names of the worksheets in the workbook's order; empty for a .csv.
    pub sheets: Vec<String>,
    /// The worksheet whose rows follow; `None` for a .csv.
    pub sheet: Option<String>,
    /// The encoding of a .csv, such as `windows-1251`.
    pub encoding: Option<String>,
    /// The delimiter of a .csv.
    pub delimiter: Option<char>,
}

/// One row of the table that has at least one filled cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The row's number as a spreadsheet program shows it, from 1 (S2.14).
    #[serde(rename = "r")]
    pub number: u32,
    /// Cells from the first column on; empty ones at the end are left out.
    #[serde(rename = "c")]
    pub cells: Vec<Cell>,
}
