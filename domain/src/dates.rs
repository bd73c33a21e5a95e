//! Reading dates that people typed or exported (R6). Nothing is guessed: a date whose order of day and month
//! is not certain is an error until a person names the format. Showing dates lives in `zone`.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The order of day, month and year in a column, as a person picks it in the mapping step (R6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateFormat {
    /// `2026-03-04`, with both zeros: the only form that needs no choice (S0.70).
    Iso,
    /// `4.3.2026`, as in Russia.
    DayMonthYear,
    /// `3/4/2026`, as in the United States.
    MonthDayYear,
    /// `2026/3/4`, with any separator and without the zeros.
    YearMonthDay,
}

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateError {
    /// It looks like a date, but not in the expected order, or its year has two digits.
    #[error("the order of day and month is not certain")]
    Ambiguous,
    /// It does not look like a date.
    #[error("this is not a date")]
    NotADate,
    /// The order is right, but the calendar has no such day (or the year is before 1000).
    #[error("there is no such day")]
    NoSuchDay,
}

/// Accepts the days of the years 1000 to 9999: only those can be typed again as they are shown.
pub fn checked_day(day: NaiveDate) -> Result<NaiveDate, DateError> {
    if (1000..=9999).contains(&day.year()) { Ok(day) } else { Err(DateError::NoSuchDay) }
}

/// Reads a date, in the chosen format or else only as ГГГГ-ММ-ДД (S0.70, R6); a time of day after it is passed over.
pub fn parse_date(text: &str, format: Option<DateFormat>) -> Result<NaiveDate, DateError> {
    let text = text.trim();
    let (day, time) = text.split_once([' ', 'T', '\u{a0}']).unwrap_or((text, ""));
    if !time.is_empty() && !is_time(time) {
        return Err(DateError::NotADate);
    }
    let [first, second, third] = parts(day).ok_or(DateError::NotADate)?;
    let format = format.unwrap_or(DateFormat::Iso);
    if format == DateFormat::Iso && !is_iso(day) {
        return Err(DateError::Ambiguous);
    }
    match format {
        DateFormat::Iso | DateFormat::YearMonthDay => calendar_day(first, second, third),
        DateFormat::DayMonthYear => calendar_day(third, second, first),
        DateFormat::MonthDayYear => calendar_day(third, first, second),
    }
}

/// Reads a day as it is stored and travels, of any year: [`checked_day`] belongs where values come in, and one odd value must
/// not make its whole list unreadable. Chrono's own reading knows every way to write a moment, which browsers would load.
pub fn iso_day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(from)?;
    any_day(&text).ok_or_else(|| serde::de::Error::custom(DateError::NotADate))
}

fn any_day(text: &str) -> Option<NaiveDate> {
    let (rest, day) = text.rsplit_once('-')?;
    let (year, month) = rest.rsplit_once('-')?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Three numbers of one to four digits with one and the same separator: what a reader takes for a date.
fn parts(text: &str) -> Option<[&str; 3]> {
    let separator = text.chars().find(|letter| matches!(letter, '.' | '/' | '-'))?;
    let mut numbers = text.split(separator);
    let three = [numbers.next()?, numbers.next()?, numbers.next()?];
    let shaped = numbers.next().is_none() && three.iter().all(|part| is_number(part, 1..=4));
    shaped.then_some(three)
}

fn calendar_day(year: &str, month: &str, day: &str) -> Result<NaiveDate, DateError> {
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return Err(DateError::Ambiguous);
    }
    let number = |digits: &str| digits.parse::<u32>().map_err(|_| DateError::NotADate);
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    NaiveDate::from_ymd_opt(year.cast_signed(), month, day).ok_or(DateError::NoSuchDay).and_then(checked_day)
}

fn is_iso(text: &str) -> bool {
    let shape = |(index, byte): (usize, u8)| {
        if matches!(index, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
    };
    text.len() == 10 && text.bytes().enumerate().all(shape)
}

/// `10:00`, `10:00:00`, `10:00:00.123`, each with `Z` or an offset after it.
fn is_time(text: &str) -> bool {
    let (clock, offset) = match text.find(['Z', '+', '-']) {
        Some(start) => text.split_at(start),
        None => (text, "Z"),
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    is_clock(clock) && is_number(fraction, 1..=9) && (offset == "Z" || is_clock(&offset[1..]))
}

fn is_clock(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let below = |part: &str, limit: u8| is_number(part, 1..=2) && part.parse::<u8>().is_ok_and(|value| value < limit);
    match parts.as_slice() {
        [hour, rest @ ..] if matches!(rest.len(), 1 | 2) => below(hour, 24) && rest.iter().all(|part| below(part, 60)),
        _ => false,
    }
}

fn is_number(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;

/// The day's number since 1970-01-01, as typed values are stored and compared.
pub fn days(date: NaiveDate) -> i64 {
    i64::from(date.to_epoch_days())
}
