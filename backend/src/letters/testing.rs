//! A letter box for stories: what was sent, as files.
#![allow(clippy::expect_used, reason = "a letter that is not there has to fail its test")]

use super::{Mail, Postman, worker};
use crate::cx::Backend;
use tempfile::TempDir;

/// The sender's address.
pub const FROM: &str = "Voronka <crm@example.uz>";
/// The configured address of links.
pub const BASE_URL: &str = "https://crm.example.uz";

/// A folder that letters are sent into.
pub struct LetterBox {
    backend: Backend,
    /// Where they lie.
    pub folder: TempDir,
}

impl LetterBox {
    /// An empty one.
    pub fn new(backend: &Backend) -> Self {
        LetterBox { backend: backend.clone(), folder: TempDir::new().expect("a folder") }
    }

    /// The postman who fills it.
    pub fn postman(&self) -> Postman {
        Postman::new(Mail::Folder(self.folder.path().to_owned()), FROM, BASE_URL.into()).expect("a postman")
    }

    /// Lets the worker do all that waits, and takes the letters out.
    pub async fn collect(&self) -> Vec<String> {
        while worker::run_one(&self.backend, &self.postman()).await.expect("the worker") {}
        self.take()
    }

    /// Takes the letters out, the oldest first: ids are ordered by time.
    pub fn take(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path()).expect("the folder").map(|file| file.expect("a file").path());
        let mut files: Vec<_> = files.collect();
        files.sort();
        let read = |path: &std::path::PathBuf| {
            let text = std::fs::read_to_string(path).expect("a letter");
            std::fs::remove_file(path).expect("taken out");
            text
        };
        files.iter().map(read).collect()
    }
}

/// The secret behind an address in a letter's text.
pub fn link_in(letter: &str, address: &str) -> String {
    let text = text_of(letter);
    let (_, rest) = text.split_once(address).unwrap_or_else(|| panic!("{address} in {text}"));
    rest.chars().take_while(|sign| sign.is_ascii_alphanumeric() || "-_".contains(*sign)).collect()
}

/// The letter's first part, decoded: Cyrillic text travels as base64, English with some signs quoted.
pub fn text_of(letter: &str) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let (_, part) = letter.split_once("Content-Type: text/plain").expect("a part of text");
    let (head, rest) = part.split_once("\r\n\r\n").expect("a head");
    let body = rest.split("\r\n--").next().expect("a body");
    let bytes = if head.contains("base64") {
        STANDARD.decode(body.replace("\r\n", "")).expect("base64")
    } else {
        assert!(head.contains("quoted-printable"), "{head}");
        unquoted(&body.replace("=\r\n", ""))
    };
    String::from_utf8(bytes).expect("UTF-8")
}

fn unquoted(body: &str) -> Vec<u8> {
    let mut parts = body.split('=');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (sign, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(sign, 16).expect("a sign in two digits"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}
