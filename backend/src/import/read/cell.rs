//! One cell of a table as the import sees it, how calamine's values become it, and its short JSON form.

use std::fmt;

use calamine::{Data, ExcelDateTime};
use chrono::NaiveDate;
use domain::text::clean;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

/// First serial number after 9999-12-31, the end of Excel's calendar.
const END_OF_CALENDAR: f64 = 2_958_466.0;

/// The value of one cell. Formulas are their last computed value (R5, R6).
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or a text without characters.
    #[default]
    Empty,
    /// Text as written, not trimmed; clock times and durations are texts such as `09:30` too.
    Text(String),
    /// A finite number of a numeric cell.
    Number(f64),
    /// A real date cell; its time of day is dropped.
    Date(NaiveDate),
    /// A truth value.
    Bool(bool),
    /// An error value as Excel shows it, such as `#N/A`.
    Error(String),
}

impl Cell {
    /// Nothing, or nothing that anybody sees.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty() || clean(text).is_empty(),
            _ => false,
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<Data> for Cell {
    fn from(value: Data) -> Self {
        match value {
            Data::Empty => Self::Empty,
            Data::String(text) | Data::DurationIso(text) => text.into(),
            Data::Float(number) => from_number(number),
            Data::Int(number) => Self::Number(number as f64),
            Data::Bool(value) => Self::Bool(value),
            Data::Error(error) => Self::Error(error.to_string()),
            Data::DateTimeIso(text) => iso_date(&text).map_or_else(|| text.into(), Self::Date),
            Data::DateTime(moment) => from_moment(moment),
        }
    }
}

fn from_number(number: f64) -> Cell {
    if number.is_finite() { Cell::Number(number) } else { Cell::Text(number.to_string()) }
}

fn iso_date(text: &str) -> Option<NaiveDate> {
    let (date, time) = text.split_at_checked(10)?;
    if !time.is_empty() && !time.starts_with('T') {
        return None;
    }
    date.parse().ok()
}

fn from_moment(moment: ExcelDateTime) -> Cell {
    let serial = moment.as_f64();
    if !(0.0..END_OF_CALENDAR).contains(&serial) {
        // Excel shows ##### there; calamine's own conversion would panic on the far ones.
        return from_number(serial);
    }
    if moment.is_duration() || serial < 1.0 {
        return Cell::Text(clock_text(serial));
    }
    moment.as_datetime().map_or(Cell::Number(serial), |at| Cell::Date(at.date()))
}

fn clock_text(days: f64) -> String {
    let seconds = (days * 86_400.0).round() as u64;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{rest:02}") }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            // As text: serde_json's own reading of a float may miss it by the last bit.
            Self::Number(number) => one_entry(serializer, "n", &number.to_string()),
            Self::Date(date) => one_entry(serializer, "d", date),
            Self::Bool(value) => one_entry(serializer, "b", value),
            Self::Error(error) => one_entry(serializer, "e", error),
        }
    }
}

fn one_entry<S: Serializer>(serializer: S, key: &str, value: &impl Serialize) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(key, value)?;
    map.end()
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, a text or an object of one of the keys n, d, b, e")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Cell, E> {
        Ok(Cell::Empty)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
        let key: String = map.next_key()?.ok_or_else(|| de::Error::custom("a cell without a key"))?;
        match key.as_str() {
            "n" => {
                let digits: String = map.next_value()?;
                digits.parse().map(Cell::Number).map_err(de::Error::custom)
            }
            "d" => map.next_value().map(Cell::Date),
            "b" => map.next_value().map(Cell::Bool),
            "e" => map.next_value().map(Cell::Error),
            other => Err(de::Error::unknown_field(other, &["n", "d", "b", "e"])),
        }
    }
}
