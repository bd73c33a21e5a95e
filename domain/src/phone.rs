//! Phone numbers: read in any writing, kept as E.164, shown in groups (S3.29). Only lengths are checked; whether a
//! number is in service nobody can know without calling it.

mod countries;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

pub use countries::{Country, Digits};

use crate::text::{ascii_digit, clean};

/// E.164 allows 15 digits; shorter than 7 is a short code that nobody abroad can call.
const INTERNATIONAL: Digits = Digits { min: 7, max: 15 };

/// A phone number as E.164, `+998901234567`; travels so and is checked on the way in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Why a text is not a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneError {
    /// Nothing was written.
    #[error("no phone number was given")]
    Empty,
    /// Letters, an extension, two numbers, or a number of no country.
    #[error("this is not a phone number")]
    NotAPhone,
    /// The country's numbers have another length (S3.29).
    #[error("a number has {expected} digits here, this one has {actual}")]
    WrongLength {
        /// The country as which the number was read.
        country: Country,
        /// How many digits its numbers have after the code.
        expected: Digits,
        /// How many were written.
        actual: usize,
    },
}

impl Phone {
    /// Reads a number in any writing; one without a country's code belongs to the `default` country.
    pub fn parse(text: &str, default: Country) -> Result<Phone, PhoneError> {
        let (digits, international) = digits_of(text)?;
        if international { from_international(digits) } else { from_national(digits, default) }
    }

    /// A number as it is kept: it was checked when it was written, and stays readable when the rules change.
    pub fn stored(text: String) -> Phone {
        Phone(text)
    }

    /// The number with its plus, `+998901234567`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits alone, as the search wants them.
    pub fn digits(&self) -> &str {
        self.0.trim_start_matches('+')
    }

    /// The number's country, when it is one whose numbers we know.
    pub fn country(&self) -> Option<Country> {
        Country::of_digits(self.digits())
    }

    /// Writes the number for reading: «+998 90 123-45-67», «+49 301 234 567».
    pub fn format(&self) -> String {
        let (code, groups) = self.country().map_or(("", [].as_slice()), |country| (country.code, country.groups));
        let (head, national) = self.digits().split_at(code.len());
        let body = if groups.is_empty() { in_threes(national) } else { in_groups(national, groups) };
        if head.is_empty() { format!("+{body}") } else { format!("+{head} {body}") }
    }
}

/// The digits, and whether a plus or 00 says that they begin with a country's code.
fn digits_of(text: &str) -> Result<(String, bool), PhoneError> {
    let text = clean(text);
    let mut digits = String::new();
    let mut plus = false;
    for letter in text.chars() {
        match ascii_digit(letter) {
            Some(digit) => digits.push(digit),
            None if matches!(letter, '+' | '＋') && digits.is_empty() && !plus => plus = true,
            None if is_punctuation(letter) => {}
            None => return Err(PhoneError::NotAPhone),
        }
    }
    match digits.strip_prefix("00") {
        _ if text.is_empty() => Err(PhoneError::Empty),
        _ if digits.is_empty() => Err(PhoneError::NotAPhone),
        Some(rest) if !plus => Ok((rest.to_owned(), true)),
        _ => Ok((digits, plus)),
    }
}

/// What people put between the digits of one number.
pub(crate) fn is_punctuation(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '(' | ')' | '[' | ']' | '（' | '）' | '-' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}'
        )
}

/// How numbers begin from abroad that are dialled so at home, where an 8 is dialled first: 8 916 is +7 916 in Russia.
pub(crate) fn abroad(digits: &str) -> impl Iterator<Item = String> {
    let dialled = Country::ALL.into_iter().filter(|country| country.trunk.starts_with('8'));
    dialled.filter_map(move |country| {
        let national = digits.strip_prefix(country.trunk).filter(|national| national.len() <= country.digits.max)?;
        Some(format!("{}{national}", country.code))
    })
}

/// No country's code begins with 0 or 89; +8 9… is a Russian number whose 8 was mistaken for a code.
fn from_international(digits: String) -> Result<Phone, PhoneError> {
    match Country::of_digits(&digits) {
        Some(country) => checked(&digits[country.code.len()..], country),
        None if INTERNATIONAL.fit(&digits) && !digits.starts_with('0') && !digits.starts_with("89") => {
            Ok(Phone(format!("+{digits}")))
        }
        None => Err(PhoneError::NotAPhone),
    }
}

fn from_national(digits: String, default: Country) -> Result<Phone, PhoneError> {
    let at_home = digits.strip_prefix(default.trunk).filter(|rest| default.digits.fit(rest));
    if let Some(national) = at_home.or(default.digits.fit(&digits).then_some(&digits)) {
        return checked(national, default);
    }
    if let Some(country) = country_without_plus(&digits, default) {
        return checked(&digits[country.code.len()..], country);
    }
    if let Some(national) = digits.strip_prefix('8').filter(|rest| is_russian(rest)) {
        return checked(national, Country::RU);
    }
    let after_code = digits.strip_prefix(default.code).filter(|rest| rest.len() + 2 > default.digits.min);
    checked(after_code.unwrap_or(&digits), default)
}

fn checked(national: &str, country: Country) -> Result<Phone, PhoneError> {
    let (expected, actual) = (country.digits, national.len());
    if !expected.fit(national) {
        return Err(PhoneError::WrongLength { country, expected, actual });
    }
    Ok(Phone(format!("+{}{national}", country.code)))
}

/// The country whose code and length the digits have. One whose lengths vary much would swallow other people's slips,
/// so its numbers need the plus abroad.
fn country_without_plus(digits: &str, default: Country) -> Option<Country> {
    let fits = |country: &Country| match digits.strip_prefix(country.code) {
        Some(rest) if country.code == "7" => {
            is_russian(rest) || (country.code == default.code && country.digits.fit(rest))
        }
        Some(rest) => country.digits.fit(rest) && (country.digits.max - country.digits.min <= 1 || *country == default),
        None => false,
    };
    std::iter::once(default).chain(Country::ALL).find(fits)
}

/// The ten digits after a 7 or an 8, of Russia or Kazakhstan.
fn is_russian(national: &str) -> bool {
    national.len() == 10 && matches!(national.as_bytes()[0], b'3'..=b'9')
}

/// The first group is the operator or the town and stands apart; the others are joined by dashes.
fn in_groups(national: &str, groups: &[usize]) -> String {
    let mut rest = national;
    let mut text = String::new();
    for (index, size) in groups.iter().enumerate() {
        let (group, tail) = rest.split_at_checked(*size).unwrap_or((rest, ""));
        text.push_str(["", " "].get(index).unwrap_or(&"-"));
        text.push_str(group);
        rest = tail;
    }
    text + rest
}

/// Groups of three; the last one takes four rather than leave one digit alone.
fn in_threes(digits: &str) -> String {
    let mut rest = digits;
    let mut groups = Vec::new();
    while rest.len() > 4 {
        let (group, tail) = rest.split_at(3);
        groups.push(group);
        rest = tail;
    }
    groups.push(rest);
    groups.join(" ")
}

/// Reads a number that only ever comes from the server, where it was checked when it was written: see the same of e-mails.
pub(crate) fn of_server<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Phone>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.map(Phone::stored))
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;

    fn try_from(text: String) -> Result<Phone, PhoneError> {
        match digits_of(&text)? {
            (digits, true) => from_international(digits),
            _ => Err(PhoneError::NotAPhone),
        }
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> String {
        phone.0
    }
}

#[cfg(test)]
mod tests;
