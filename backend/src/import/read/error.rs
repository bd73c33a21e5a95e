//! Why a table file is refused. Wording belongs to the locale files, keyed by `code()`.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The reason why a file, or the rest of it, cannot be read; limits and places are part of it (S2.14).
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReadError {
    /// The content is none of .xlsx, .xls, .ods and .csv.
    #[error("not a spreadsheet")]
    NotASpreadsheet,
    /// Plain text or HTML that carries the extension of a workbook.
    #[error("a text file renamed to a workbook")]
    RenamedText,
    /// There is nothing in the file.
    #[error("the file is empty")]
    Empty,
    /// The workbook can only be opened with a password.
    #[error("protected with a password")]
    PasswordProtected,
    /// The file is cut or damaged; `after_row` is the last row that was read, 0 when none was.
    #[error("broken after row {after_row}")]
    BrokenFile { after_row: u32 },
    /// The file is larger than `limit_mb` MiB.
    #[error("larger than {limit_mb} MiB")]
    TooLarge { limit_mb: u64 },
    /// The archive unpacks to more than `limit_mb` MiB.
    #[error("unpacks to more than {limit_mb} MiB")]
    TooBigUnpacked { limit_mb: u64 },
    /// A part of the archive is compressed more than `limit` times, which only hostile files are.
    #[error("compressed more than {limit} times")]
    TooCompressed { limit: u64 },
    /// The archive has more than `limit` entries.
    #[error("more than {limit} archive entries")]
    TooManyEntries { limit: u32 },
    /// The workbook has more than `limit` sheets.
    #[error("more than {limit} sheets")]
    TooManySheets { limit: u32 },
    /// A cell below row `limit` is filled.
    #[error("more than {limit} rows")]
    TooManyRows { limit: u32 },
    /// A cell to the right of column `limit` is filled in this row.
    #[error("more than {limit} columns in row {row}")]
    TooManyColumns { limit: u32, row: u32 },
    /// The text of this cell is longer than `limit` characters; places count from 1.
    #[error("more than {limit} characters in row {row}, column {column}")]
    CellTooLong { limit: usize, row: u32, column: u32 },
    /// The texts of this row together are longer than `limit_kb` KiB.
    #[error("more than {limit_kb} KiB of text in row {row}")]
    RowTooLong { limit_kb: u32, row: u32 },
    /// Reading needs more than `limit_mb` MiB of memory.
    #[error("needs more than {limit_mb} MiB of memory")]
    TooMuchMemory { limit_mb: u64 },
    /// Reading takes longer than it may.
    #[error("took too long")]
    TookTooLong,
    /// The workbook has no sheet of this name.
    #[error("no sheet named {name:?}")]
    NoSuchSheet { name: String },
    /// The bytes are not text in the encoding that was detected.
    #[error("not readable as {encoding}")]
    Unreadable { encoding: String },
    /// The reading process could not be started; not the file's fault.
    #[error("the reading process did not start")]
    Unavailable,
}

impl ReadError {
    /// A damaged file of which no row was read.
    pub(super) const BROKEN: Self = Self::BrokenFile { after_row: 0 };

    /// The stable key of the message in the locale files.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotASpreadsheet => "import.read.not_a_spreadsheet",
            Self::RenamedText => "import.read.renamed_text",
            Self::Empty => "import.read.empty",
            Self::PasswordProtected => "import.read.password",
            Self::BrokenFile { .. } => "import.read.broken",
            Self::TooLarge { .. } => "import.read.too_large",
            Self::TooBigUnpacked { .. } => "import.read.too_big_unpacked",
            Self::TooCompressed { .. } => "import.read.too_compressed",
            Self::TooManyEntries { .. } => "import.read.too_many_entries",
            Self::TooManySheets { .. } => "import.read.too_many_sheets",
            Self::TooManyRows { .. } => "import.read.too_many_rows",
            Self::TooManyColumns { .. } => "import.read.too_many_columns",
            Self::CellTooLong { .. } => "import.read.cell_too_long",
            Self::RowTooLong { .. } => "import.read.row_too_long",
            Self::TooMuchMemory { .. } => "import.read.memory",
            Self::TookTooLong => "import.read.too_slow",
            Self::NoSuchSheet { .. } => "import.read.no_such_sheet",
            Self::Unreadable { .. } => "import.read.unreadable",
            Self::Unavailable => "import.read.unavailable",
        }
    }
}
