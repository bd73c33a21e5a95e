//! Reads the table files that people import: .xlsx, .xls, .ods and .csv (R5), row by row, in a process of its own
//! with limits of memory and time. What the columns mean, and which rows are wrong, is decided elsewhere.
//!
//! `Reader::open` asks (reader, answers, death); `child_main` answers (child, detect, one module for each format).

mod answers;
mod cell;
mod child;
mod csv_file;
mod death;
mod delimiter;
mod detect;
mod encoding;
mod error;
mod limits;
mod protocol;
mod reader;
mod row_writer;
mod sheets;
#[cfg(test)]
pub(super) mod tests;
#[cfg(any(test, feature = "testing"))]
mod thread;
mod whole_sheet;
mod xlsx;
mod zip_check;

pub use cell::Cell;
pub use child::child_main;
pub use error::ReadError;
pub use limits::{MAX_CELL_CHARS, MAX_COLUMNS, MAX_FILE_MB, MAX_ROWS};
pub use protocol::{Format, Row, SheetInfo};
pub use reader::{Reader, SUBCOMMAND, SheetRows};
