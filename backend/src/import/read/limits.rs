//! How much a table file may hold, and how long reading it may take. Numbers only; each is checked in the
//! module that meets the data.

use std::time::Duration;

/// Largest table file that is accepted, in MiB.
pub const MAX_FILE_MB: u64 = 25;
/// Largest .xls or .ods file, in MiB: these two are read whole, not streamed.
pub const MAX_WHOLE_MB: u64 = 20;
/// Last row, counted from 1, that may hold a filled cell.
pub const MAX_ROWS: u32 = 200_000;
/// Last column, counted from 1, that may hold a filled cell.
pub const MAX_COLUMNS: u32 = 256;
/// Longest text of one cell, in characters; it is Excel's own limit.
pub const MAX_CELL_CHARS: usize = 32_767;
/// Most text that one row may hold, in KiB of UTF-8.
pub const MAX_ROW_KB: u32 = 256;
/// Most worksheets in one workbook.
pub const MAX_SHEETS: u32 = 100;
/// Most entries in the zip archive that a workbook is.
pub const MAX_ZIP_ENTRIES: u32 = 1_000;
/// Most data that the archive may unpack to, in MiB.
pub const MAX_UNPACKED_MB: u64 = 256;
/// Highest compression of an archive entry that unpacks to more than [`RATIO_FREE_BYTES`].
pub const MAX_RATIO: u64 = 100;
/// Entries up to this unpacked size, in bytes, may be compressed to any ratio.
pub const RATIO_FREE_BYTES: u64 = MIB;
/// Address space of the reading process, in MiB.
pub const MAX_MEMORY_MB: u64 = 512;
/// Processor time of the reading process, in seconds.
pub const MAX_CPU_SECONDS: u64 = 60;
/// Longest silence of the reading process.
pub const MAX_SILENCE: Duration = Duration::from_secs(14);
/// Longest total time spent waiting for the reading process; pauses of the caller do not count.
pub const MAX_WAIT: Duration = Duration::from_secs(60);
/// One MiB in bytes.
pub const MIB: u64 = 1024 * 1024;
/// Longest line between the two processes, in bytes: a row at [`MAX_ROW_KB`] with each byte escaped, and room to spare.
pub const MAX_LINE_BYTES: usize = 2 * 1024 * 1024;
