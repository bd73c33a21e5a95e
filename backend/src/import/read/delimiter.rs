//! Finds the delimiter of a .csv: the one that gives the most of the first rows the same number of columns.

use csv::{ByteRecord, ReaderBuilder};

/// Russian Excel writes semicolons, so they win a tie.
const CANDIDATES: [u8; 4] = [b';', b',', b'\t', b'|'];
const SAMPLE_ROWS: usize = 20;

/// The delimiter and the table without the `sep=` line that Excel puts first and does not show.
pub(super) fn split_off(text: &str) -> (u8, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.get(..4).map(|start| (start.eq_ignore_ascii_case("sep="), &first.as_bytes()[4..])) {
        Some((true, [delimiter])) => (*delimiter, rest),
        _ => (detect(text), text),
    }
}

/// A reader of `text` that takes rows of any length.
pub(super) fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

fn detect(text: &str) -> u8 {
    let mut best = (CANDIDATES[0], (0, 0));
    for candidate in CANDIDATES {
        let score = stability(text, candidate);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

/// How many sampled rows share the commonest number of columns, and that number; zeros when it is one
/// column or fewer than half of the rows agree.
fn stability(text: &str, delimiter: u8) -> (usize, usize) {
    let widths: Vec<usize> = reader(text, delimiter)
        .into_byte_records()
        .take(SAMPLE_ROWS)
        .map_while(Result::ok)
        .map(|record: ByteRecord| record.len())
        .collect();
    let agreeing = |width: usize| widths.iter().filter(|w| **w == width).count();
    let best = widths.iter().map(|width| (agreeing(*width), *width)).max();
    best.filter(|(rows, width)| *width > 1 && rows * 2 >= widths.len()).unwrap_or((0, 0))
}
