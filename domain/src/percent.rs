//! Percent-encoding, the same on the server and in the browser.

use std::fmt::Write;

/// A text as one part of an address or a header carries it.
pub fn encoded(text: &str) -> String {
    written(text, b"-._~")
}

/// A path as another address carries it: its slashes stay readable.
pub fn encoded_path(path: &str) -> String {
    written(path, b"/-._~")
}

fn written(text: &str, plain: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_means_something_in_an_address_is_written_in_digits() {
        assert_eq!(encoded("Иван & co/1.xlsx"), "%D0%98%D0%B2%D0%B0%D0%BD%20%26%20co%2F1.xlsx");
        assert_eq!(encoded_path("/deals?q=a\r\n"), "/deals%3Fq%3Da%0D%0A");
        assert_eq!(encoded("-._~Az09"), "-._~Az09");
    }
}
