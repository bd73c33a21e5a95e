//! Tells the format of a file by its content. Its name only decides whether a text may be a table.

use std::path::Path;

use super::error::ReadError;
use super::protocol::Format;
use super::zip_check;

const OLE_MAGIC: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const ZIP_MAGICS: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];
const UTF16_BOMS: [&[u8]; 2] = [b"\xFF\xFE", b"\xFE\xFF"];

/// The format of `file`; zip archives are checked against their limits on the way.
pub(super) fn format(file: &[u8], name: &str) -> Result<Format, ReadError> {
    if file.is_empty() {
        Err(ReadError::Empty)
    } else if ZIP_MAGICS.iter().any(|magic| file.starts_with(magic)) {
        zip_check::check(file)
    } else if file.starts_with(OLE_MAGIC) {
        ole_format(file)
    } else {
        text_format(file, name)
    }
}

fn ole_format(file: &[u8]) -> Result<Format, ReadError> {
    if has_stream(file, "EncryptedPackage") {
        Err(ReadError::PasswordProtected)
    } else if has_stream(file, "Workbook\0") || has_stream(file, "Book\0") {
        Ok(Format::Xls)
    } else {
        Err(ReadError::NotASpreadsheet)
    }
}

/// Names of OLE streams stand in the file as UTF-16LE, so finding one needs no parser.
fn has_stream(file: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    file.windows(name.len()).any(|window| window == name)
}

fn text_format(file: &[u8], name: &str) -> Result<Format, ReadError> {
    let is_utf16 = UTF16_BOMS.iter().any(|bom| file.starts_with(bom));
    if file.contains(&0) && !is_utf16 {
        return Err(ReadError::NotASpreadsheet);
    }
    let extension = Path::new(name).extension().and_then(|e| e.to_str());
    match extension.unwrap_or_default().to_ascii_lowercase().as_str() {
        "csv" | "txt" | "tsv" | "" => Ok(Format::Csv),
        "xlsx" | "xlsm" | "xls" | "ods" => Err(ReadError::RenamedText),
        _ => Err(ReadError::NotASpreadsheet),
    }
}
