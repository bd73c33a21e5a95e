//! Archives made to exhaust the reader, and files that are not what they seem.

use std::time::{Duration, Instant};

use super::super::ReadError;
use super::files::{Part, ole, xlsx, xlsx_parts, zip};
use super::read;

const MB: usize = 1024 * 1024;

/// Bytes that deflate shrinks a few dozen times only.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut bytes = vec![b'a'; length];
    for block in bytes.chunks_mut(64) {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        block[0] = (state >> 24) as u8;
    }
    bytes
}

fn with_part(part: Part) -> Vec<Part> {
    let mut parts = xlsx_parts("");
    parts.push(part);
    parts
}

#[tokio::test]
async fn a_small_archive_that_unpacks_to_much_is_refused() {
    let started = Instant::now();
    let error = read(zip(&with_part(("xl/media/a.png", vec![0; 60 * MB]))), "a.xlsx").await.unwrap_err();
    assert_eq!(error, ReadError::TooCompressed { limit: 100 });
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[tokio::test]
async fn many_modest_entries_are_refused_by_their_sum() {
    let mut parts = xlsx_parts("");
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let content = noise(30 * MB);
    parts.extend(names.map(|name| (name, content.clone())));
    let file = zip(&parts);
    assert!(file.len() < 25 * MB, "{}", file.len());
    assert_eq!(read(file, "a.xlsx").await.unwrap_err(), ReadError::TooBigUnpacked { limit_mb: 256 });
}

#[tokio::test]
async fn declared_sizes_are_not_believed() {
    let size = 60 * MB;
    let mut file = zip(&with_part(("xl/media/a.png", vec![0; size])));
    let declared = (size as u32).to_le_bytes();
    let places: Vec<usize> = (0..file.len() - 4).filter(|at| file[*at..].starts_with(&declared)).collect();
    assert!(!places.is_empty());
    for at in places {
        file[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    assert_eq!(read(file, "a.xlsx").await.unwrap_err(), ReadError::BrokenFile { after_row: 0 });
}

#[tokio::test]
async fn too_many_entries_are_refused() {
    let mut parts = xlsx_parts("");
    let fill = |parts: &mut Vec<Part>, count: usize| {
        let names =
            (parts.len()..count).map(|i| -> Part { (Box::leak(format!("x/{i}").into_boxed_str()), Vec::new()) });
        let more: Vec<Part> = names.collect();
        parts.extend(more);
    };
    fill(&mut parts, 1_000);
    assert!(read(zip(&parts), "a.xlsx").await.is_ok());
    fill(&mut parts, 1_001);
    assert_eq!(read(zip(&parts), "a.xlsx").await.unwrap_err(), ReadError::TooManyEntries { limit: 1_000 });
}

#[tokio::test]
async fn a_small_file_may_be_compressed_to_any_ratio() {
    assert!(read(zip(&with_part(("xl/media/a.png", vec![0; MB]))), "a.xlsx").await.is_ok());
}

#[tokio::test]
async fn a_damaged_entry_is_broken() {
    let mut file = xlsx(&format!("<row><c t=\"str\"><v>{}</v></c></row>", "я".repeat(100)));
    let middle = file.len() / 4;
    file[middle] ^= 0x55;
    assert_eq!(read(file, "a.xlsx").await.unwrap_err(), ReadError::BrokenFile { after_row: 0 });
}

#[tokio::test]
async fn a_file_over_25_mb_is_refused_before_reading() {
    let error = read(vec![b'a'; 25 * MB + 1], "a.csv").await.unwrap_err();
    assert_eq!(error, ReadError::TooLarge { limit_mb: 25 });
}

#[tokio::test]
async fn a_renamed_text_is_told_apart() {
    for name in ["a.xls", "a.XLSX", "a.ods"] {
        let error = read(b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), name).await.unwrap_err();
        assert_eq!(error, ReadError::RenamedText, "{name}");
    }
}

#[tokio::test]
async fn other_files_are_no_spreadsheets() {
    let document = zip(&[("[Content_Types].xml", b"<Types/>".to_vec()), ("word/document.xml", b"<w/>".to_vec())]);
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    for (file, name) in
        [(document, "a.xlsx"), (png, "a.csv"), (b"%PDF-1.7".to_vec(), "a.pdf"), (ole("WordDocument", b""), "a.xls")]
    {
        assert_eq!(read(file, name).await.unwrap_err(), ReadError::NotASpreadsheet, "{name}");
    }
}

#[tokio::test]
async fn a_workbook_with_a_password_is_told_apart() {
    let error = read(ole("EncryptedPackage", b"secret"), "a.xlsx").await.unwrap_err();
    assert_eq!(error, ReadError::PasswordProtected);
}
