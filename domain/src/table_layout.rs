//! How a table looks to a person (S0.48-S0.50, R19). Every part may be left open: whoever has only sorted goes on with the
//! company's columns, and two windows that change different parts do not undo each other.

use crate::{
    columns::{BuiltinColumn, Column, Table},
    fields::FieldDef,
    filter::Sort,
};
use serde::{Deserialize, Serialize};

/// The narrowest column, in pixels: a letter and the sign of the order still fit.
pub const MIN_WIDTH: u16 = 64;
/// The widest column, in pixels: about a screen.
pub const MAX_WIDTH: u16 = 1_200;
/// A column that every row is opened by, and that is never hidden.
pub const NAME: Column = Column::Builtin(BuiltinColumn::Name);

/// What somebody has chosen of a table's look.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TableLayout {
    /// The columns in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<Column>>,
    /// Widths in pixels, of hidden columns too: shown again, they are as wide as before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub widths: Vec<(Column, u16)>,
    /// So many columns stay in sight when the table is scrolled aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<u8>,
    /// The order of the rows when the address says none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl TableLayout {
    /// This choice upon an earlier one: what it leaves open stays as it was.
    pub fn over(mut self, earlier: &TableLayout) -> TableLayout {
        let own = self.widths.len();
        for width in &earlier.widths {
            if !self.widths[..own].iter().any(|(column, _)| *column == width.0) {
                self.widths.push(*width);
            }
        }
        TableLayout {
            columns: self.columns.or_else(|| earlier.columns.clone()),
            widths: self.widths,
            pinned: self.pinned.or(earlier.pinned),
            sort: self.sort.or(earlier.sort),
        }
    }

    /// The same without what does not exist (any more): unknown and doubled columns are gone, the name is there, widths are
    /// between their bounds. A field made later is not in a chosen order of columns, it is offered among the hidden ones.
    pub fn healed(self, table: Table, fields: &[FieldDef]) -> TableLayout {
        let known = table.all(fields);
        let columns = self.columns.map(|columns| with_name(distinct(columns, |column| *column, &known)));
        let widths = distinct(self.widths, |(column, _)| *column, &known);
        let shown = columns.as_ref().map_or(known.len(), Vec::len);
        TableLayout {
            widths: widths.into_iter().map(|(column, width)| (column, width.clamp(MIN_WIDTH, MAX_WIDTH))).collect(),
            pinned: self.pinned.map(|pinned| pinned.min(u8::try_from(shown).unwrap_or(u8::MAX))),
            sort: self.sort.filter(|sort| known.iter().any(|column| column.sorts() == Some(sort.by))),
            columns,
        }
    }

    /// The columns that are shown, in order.
    pub fn shown(&self, table: Table, fields: &[FieldDef]) -> Vec<Column> {
        self.columns.clone().unwrap_or_else(|| table.defaults(fields))
    }

    /// The columns that could be shown.
    pub fn hidden(&self, table: Table, fields: &[FieldDef]) -> Vec<Column> {
        let shown = self.shown(table, fields);
        table.all(fields).into_iter().filter(|column| !shown.contains(column)).collect()
    }

    /// The chosen width of a column.
    pub fn width(&self, column: Column) -> Option<u16> {
        self.widths.iter().find(|(known, _)| *known == column).map(|(_, width)| *width)
    }

    /// So many columns stay in sight: what a record is known by, unless chosen otherwise.
    pub fn pinned(&self, table: Table) -> usize {
        self.pinned.map_or_else(|| table.pinned(), usize::from)
    }

    /// The order of the rows: by last change unless chosen otherwise (S0.21, R17).
    pub fn sort(&self) -> Sort {
        self.sort.unwrap_or_default()
    }
}

fn with_name(mut columns: Vec<Column>) -> Vec<Column> {
    if !columns.contains(&NAME) {
        columns.insert(0, NAME);
    }
    columns
}

/// Each known column once, where it stands first.
fn distinct<T>(all: Vec<T>, column: impl Fn(&T) -> Column, known: &[Column]) -> Vec<T> {
    // So few columns need no set, and a set is code that every page loads.
    let mut kept: Vec<T> = Vec::new();
    for one in all {
        if known.contains(&column(&one)) && !kept.iter().any(|other| column(other) == column(&one)) {
            kept.push(one);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
