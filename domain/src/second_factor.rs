//! The second factor (Вход с кодом): a code of an authenticator app beside the password, or a recovery code of which each works
//! once.

use serde::{Deserialize, Serialize};

/// How a person signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// Whether a code is asked for.
    pub on: bool,
    /// Whether their role asks for it.
    pub required: bool,
    /// How many recovery codes are left.
    pub codes_left: usize,
}

/// What an app is set up with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The secret as letters and digits, in groups of four: for an app that reads no picture.
    pub secret: String,
    /// The picture that an app reads: rows of dark and light squares.
    pub picture: Vec<Vec<bool>>,
}

/// A typed code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// Six digits of an app.
    App(String),
    /// A recovery code, as it was shown.
    Recovery(String),
}

impl TypedCode {
    /// Reads what was typed: spaces, dashes and small letters are people's. Digits and letters that look alike are one.
    pub fn parse(text: &str) -> Option<Self> {
        let signs: String = text.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '–')).collect();
        if signs.len() == 6 && signs.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(TypedCode::App(signs));
        }
        let alike = |sign: char| match sign.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let signs: Vec<char> = signs.chars().map(alike).collect();
        if signs.len() != 16 || !signs.iter().all(char::is_ascii_alphanumeric) {
            return None;
        }
        let groups: Vec<String> = signs.chunks(4).map(|group| group.iter().collect()).collect();
        Some(TypedCode::Recovery(groups.join("-")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        for typed in ["123456", " 123 456 ", "123-456"] {
            assert_eq!(TypedCode::parse(typed), Some(TypedCode::App("123456".into())), "{typed}");
        }
        for typed in ["7K2M-9QXD-0001-ABCD", "7k2m 9qxd ooil abcd", "7K2M9QXD0011ABCD"] {
            let read = TypedCode::parse(typed);
            assert!(
                matches!(&read, Some(TypedCode::Recovery(code)) if code.starts_with("7K2M-9QXD-00") && code.len() == 19),
                "{read:?}"
            );
        }
        for none in ["", "12345", "1234567", "١٢٣٤٥٦", "7K2M-9QXD", "7K2M-9QXD-0001-ABC!", "ключ-ключ-ключ-ключ"]
        {
            assert_eq!(TypedCode::parse(none), None, "{none}");
        }
    }
}
