//! What a list is asked for beside its filter - the order and the part - and what is answered.

use super::{Field, Filter};
use serde::{Deserialize, Serialize};

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Sort {
    /// The field.
    pub by: Field,
    /// Largest, newest or last first.
    pub descending: bool,
}

impl Default for Sort {
    /// By last change (S0.21, R17).
    fn default() -> Self {
        Sort { by: Field::UpdatedAt, descending: true }
    }
}

/// Where the next page begins: opaque to the browser, made by the server from a page's last row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// After this cursor; the first page without.
    pub after: Option<Cursor>,
    /// Rows wanted; see [`Page::size`].
    pub size: u16,
}

impl Page {
    /// Rows of a page unless asked otherwise.
    pub const DEFAULT: u16 = 50;
    /// The most rows of a page.
    pub const MAX: u16 = 200;

    /// The first page of the usual size.
    pub fn first() -> Self {
        Page { after: None, size: Self::DEFAULT }
    }

    /// The size within its bounds.
    pub fn size(&self) -> i64 {
        i64::from(self.size.clamp(1, Self::MAX))
    }
}

/// Everything that defines a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Which records.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Which part of them.
    pub page: Page,
}

impl Default for ListQuery {
    fn default() -> Self {
        ListQuery { filter: Filter::All, sort: Sort::default(), page: Page::first() }
    }
}

/// A page of rows and where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows<T> {
    /// The rows, in order.
    pub rows: Vec<T>,
    /// The next page's cursor; none after the last row.
    pub next: Option<Cursor>,
}

/// How many records a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// Exactly so many.
    Exact(i64),
    /// More than could be counted in time.
    AtLeast(i64),
}
