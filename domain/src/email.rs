//! E-mail addresses: light rules that refuse slips, not addresses. Whether a mailbox exists is found out by writing to it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use crate::text::{EMAIL_LIMIT, clean, composed};

/// The longest part before the `@`, in characters.
const LOCAL_LIMIT: usize = 64;

/// The longest label of a domain, in characters.
const LABEL_LIMIT: usize = 63;

/// An e-mail address as its owner writes it; travels as text and is checked on the way in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailError {
    /// Nothing was written.
    #[error("no e-mail was given")]
    Empty,
    /// Longer than 254 characters (R3).
    #[error("the e-mail is too long")]
    TooLong,
    /// Not of the form `name@host.domain`.
    #[error("this is not an e-mail")]
    NotAnEmail,
}

impl Email {
    /// Reads one address of the form `name@host.domain`, at most 254 characters (R3); other scripts are welcome.
    pub fn parse(text: &str) -> Result<Email, EmailError> {
        let text = clean(text);
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        if text.chars().count() > EMAIL_LIMIT {
            return Err(EmailError::TooLong);
        }
        match text.split_once('@') {
            Some((local, domain)) if is_local(local) && is_domain(domain) => Ok(Email(text)),
            _ => Err(EmailError::NotAnEmail),
        }
    }

    /// Reads the address of somebody who is to get letters. Mail servers ask for more than people do: dots only between
    /// other signs, and at most 64 bytes before the `@`.
    pub fn of_reader(text: &str) -> Result<Email, EmailError> {
        let email = Email::parse(text)?;
        let local = email.0.split('@').next().unwrap_or_default();
        if local.len() > LOCAL_LIMIT || local.split('.').any(str::is_empty) {
            return Err(EmailError::NotAnEmail);
        }
        Ok(email)
    }

    /// An address as it is kept: it was checked when it was written, and stays readable when the rules change.
    pub fn stored(text: String) -> Email {
        Email(text)
    }

    /// The address as its owner writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form under which two spellings are one address (R7): lower case, NFC.
    pub fn normalized(&self) -> String {
        composed(&self.0.to_lowercase()).into_owned()
    }
}

/// Reads an address that only ever comes from the server, where it was checked when it was written: a list in the
/// browser needs none of the rules, nor their tables of letters.
pub(crate) fn of_server<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Email>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.map(Email::stored))
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Email {
    type Error = EmailError;

    fn try_from(text: String) -> Result<Email, EmailError> {
        Email::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> String {
        email.0
    }
}

/// Quoted names and the marks that separate addresses in a header are refused: nobody has them, attackers use them.
fn is_local(local: &str) -> bool {
    let odd = |letter: char| letter.is_whitespace() || r#"@<>()[]\,;:""#.contains(letter);
    (1..=LOCAL_LIMIT).contains(&local.chars().count()) && !local.contains(odd)
}

fn is_domain(domain: &str) -> bool {
    domain.contains('.') && domain.split('.').all(is_label)
}

/// Whatever is beyond ASCII may belong to a script whose vowels are marks, so only ASCII is looked at closely.
fn is_label(label: &str) -> bool {
    let fits = |letter: char| {
        letter.is_ascii_alphanumeric() || letter == '-' || (!letter.is_ascii() && !letter.is_whitespace())
    };
    (1..=LABEL_LIMIT).contains(&label.chars().count())
        && label.chars().all(fits)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests;
