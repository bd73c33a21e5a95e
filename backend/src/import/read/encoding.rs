//! Turns the bytes of a .csv into text: the byte order mark decides, else UTF-8 if it fits, else a guess that
//! favours Russian encodings (R5).

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use super::error::ReadError;

/// The text without its byte order mark, and the name of its encoding.
pub(super) fn decode(file: &[u8]) -> Result<(String, &'static str), ReadError> {
    let (encoding, mark) = Encoding::for_bom(file).unwrap_or_else(|| (guess(file), 0));
    let (text, malformed) = encoding.decode_without_bom_handling(&file[mark..]);
    if malformed {
        let encoding = encoding.name().to_owned();
        return Err(ReadError::Unreadable { encoding });
    }
    Ok((text.into_owned(), encoding.name()))
}

fn guess(file: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(file).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(file, true);
    detector.guess(Some(b"ru"), Utf8Detection::Deny)
}
