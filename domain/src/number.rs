//! Exact decimal numbers (R20): how a person writes one, how it is stored, how it is shown.
//! No arithmetic on floats: a float only comes in from a spreadsheet cell and leaves at once as decimal digits.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::lang::{Lang, MINUS, NBSP, group_unsigned};

/// How many decimals a [`Number`] keeps (R20).
pub const DECIMALS: u32 = 6;

/// A number stored exactly as its value × 10⁶ (R20); travels as that integer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(pub i64);

/// Why a text is not a number (R20) or an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberError {
    /// Nothing was written.
    #[error("no number was given")]
    Empty,
    /// Something else than digits, one minus, one comma or point and thousands spaces.
    #[error("this is not a number")]
    NotANumber,
    /// More decimals than are kept: they are refused, never rounded away.
    #[error("the number has too many decimals")]
    TooManyDecimals,
    /// The number does not fit.
    #[error("the number is too large")]
    TooLarge,
}

impl Number {
    /// Reads digits, one leading minus, one comma or point with at most six decimals, thousands set apart by spaces (R20).
    pub fn parse(text: &str) -> Result<Number, NumberError> {
        parse_scaled(text, DECIMALS).map(Number)
    }

    /// Reads a spreadsheet cell: the 15 significant digits that the spreadsheet shows, so 0.1 + 0.2 is 0.3 and not its binary noise.
    pub fn from_f64(value: f64) -> Result<Number, NumberError> {
        scaled_from_f64(value, DECIMALS).map(Number)
    }

    /// Writes the number for reading: «−1 234,5», in English «−1,234.5».
    pub fn format(self, lang: Lang) -> String {
        let (whole, decimals) = split(self.0, DECIMALS);
        let mut text = if self.0 < 0 { MINUS.to_string() } else { String::new() };
        text.push_str(&group_unsigned(whole, lang));
        push_decimals(&mut text, lang.decimal_mark(), decimals.trim_end_matches('0'));
        text
    }

    /// Writes the one canonical form, `-1234.5`, for files and for input fields.
    pub fn to_plain(self) -> String {
        plain(self.0, DECIMALS)
    }
}

/// Reads a decimal number as its value × 10^`decimals`.
pub(crate) fn parse_scaled(text: &str, decimals: u32) -> Result<i64, NumberError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    let unsigned = text.strip_prefix(['-', MINUS]);
    let body = unsigned.unwrap_or(text);
    let (whole, fraction) = match body.split_once([',', '.']) {
        Some((whole, fraction)) if is_digits(fraction) => (whole, fraction),
        Some(_) => return Err(NumberError::NotANumber),
        None => (body, ""),
    };
    let missing = |length: usize| (decimals as usize).checked_sub(length).ok_or(NumberError::TooManyDecimals);
    let digits = whole_digits(whole)? + fraction + &"0".repeat(missing(fraction.len())?);
    signed(&digits, unsigned.is_some())
}

/// Reads a spreadsheet's float as its value × 10^`decimals`, by decimal digits and not by multiplication.
pub(crate) fn scaled_from_f64(value: f64, decimals: u32) -> Result<i64, NumberError> {
    if !value.is_finite() {
        return Err(NumberError::NotANumber);
    }
    let shown: f64 = format!("{value:.14e}").parse().map_err(|_| NumberError::NotANumber)?;
    parse_scaled(&shown.to_string(), decimals)
}

/// The whole part, and the decimals padded to `decimals` digits; the sign is left out.
pub(crate) fn split(scaled: i64, decimals: u32) -> (u64, String) {
    let unit = 10u64.pow(decimals);
    let size = scaled.unsigned_abs();
    (size / unit, format!("{:0width$}", size % unit, width = decimals as usize))
}

/// Writes `-1234.5`: a point, no groups, no needless zeros.
pub(crate) fn plain(scaled: i64, decimals: u32) -> String {
    let (whole, fraction) = split(scaled, decimals);
    let mut text = format!("{}{whole}", if scaled < 0 { "-" } else { "" });
    push_decimals(&mut text, '.', fraction.trim_end_matches('0'));
    text
}

pub(crate) fn push_decimals(text: &mut String, mark: char, decimals: &str) {
    if !decimals.is_empty() {
        text.push(mark);
        text.push_str(decimals);
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of `1234567` or `1 234 567`; groups of another size are more likely a slip than a number.
fn whole_digits(text: &str) -> Result<String, NumberError> {
    let groups: Vec<&str> = text.split([' ', NBSP, '\u{202f}']).collect();
    let grouped = groups.len() > 1;
    let fits = |(index, group): (usize, &&str)| {
        is_digits(group) && (!grouped || group.len() == 3 || (index == 0 && group.len() < 3))
    };
    if groups.iter().enumerate().all(fits) { Ok(groups.concat()) } else { Err(NumberError::NotANumber) }
}

fn signed(digits: &str, negative: bool) -> Result<i64, NumberError> {
    let size: u64 = digits.parse().map_err(|_| NumberError::TooLarge)?;
    let value = if negative { 0i64.checked_sub_unsigned(size) } else { 0i64.checked_add_unsigned(size) };
    value.ok_or(NumberError::TooLarge)
}

#[cfg(test)]
mod tests;
