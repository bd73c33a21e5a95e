//! Holds a zip archive against the limits before any parser sees it, and tells which workbook it is.
//! Sizes that the archive declares are not believed: every entry is unpacked and counted.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::ReadError;
use super::limits::{MAX_RATIO, MAX_UNPACKED_MB, MAX_ZIP_ENTRIES, MIB, RATIO_FREE_BYTES};
use super::protocol::Format;

const ODS_MIME: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The format of an archive that keeps every limit; an error that names the limit otherwise.
pub(super) fn check(file: &[u8]) -> Result<Format, ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(refusal)?;
    if archive.len() > MAX_ZIP_ENTRIES as usize {
        return Err(ReadError::TooManyEntries { limit: MAX_ZIP_ENTRIES });
    }
    let mut left = MAX_UNPACKED_MB * MIB;
    for index in 0..archive.len() {
        left -= unpacked_size(&mut archive, index, left)?;
    }
    format(&mut archive)
}

fn unpacked_size(archive: &mut Archive<'_>, index: usize, left: u64) -> Result<u64, ReadError> {
    let entry = archive.by_index(index).map_err(refusal)?;
    let ratio_bound = (entry.compressed_size().saturating_mul(MAX_RATIO)).max(RATIO_FREE_BYTES);
    let mut counted = entry.take(left.min(ratio_bound) + 1);
    let size = io::copy(&mut counted, &mut io::sink()).map_err(|_| ReadError::BROKEN)?;
    if size > left {
        Err(ReadError::TooBigUnpacked { limit_mb: MAX_UNPACKED_MB })
    } else if size > ratio_bound {
        Err(ReadError::TooCompressed { limit: MAX_RATIO })
    } else {
        Ok(size)
    }
}

fn format(archive: &mut Archive<'_>) -> Result<Format, ReadError> {
    if is_ods(archive)? {
        return Ok(Format::Ods);
    }
    for name in archive.file_names() {
        let name = name.map_err(refusal)?.to_ascii_lowercase();
        if name.rsplit(['/', '\\']).next() == Some("workbook.xml") {
            return Ok(Format::Xlsx);
        }
    }
    Err(ReadError::NotASpreadsheet)
}

fn is_ods(archive: &mut Archive<'_>) -> Result<bool, ReadError> {
    let entry = match archive.by_name("mimetype") {
        Ok(entry) => entry,
        Err(ZipError::FileNotFound) => return Ok(false),
        Err(error) => return Err(refusal(error)),
    };
    let mut mime = Vec::new();
    let longest = ODS_MIME.len() as u64 + 1;
    entry.take(longest).read_to_end(&mut mime).map_err(|_| ReadError::BROKEN)?;
    Ok(mime.trim_ascii_end() == ODS_MIME)
}

fn refusal(error: ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadError::PasswordProtected,
        _ => ReadError::BROKEN,
    }
}
