//! Columns as the table draws them: resolved once, not per row.

use super::layout::Layout;
use crate::{i18n::t, session::viewer};
use domain::{
    columns::{BuiltinColumn, Column, Table},
    fields::{FieldDef, FieldKind},
    lang::Lang,
    users::Viewer,
};
use leptos::prelude::*;
use std::sync::Arc;

/// A column with all that drawing it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Col {
    /// Which one.
    pub column: Column,
    /// Its key in addresses and style rules.
    pub key: String,
    /// The class that gives its usual width and its alignment.
    pub class: &'static str,
    /// The usual width in pixels, as the class has it.
    pub width: u16,
    /// Its place from 1 among the columns that stay in sight.
    pub pin: Option<String>,
    /// Its header.
    pub label: String,
    /// The custom field's definition.
    pub field: Option<FieldDef>,
}

/// What cells are drawn with; cheap to hand around.
#[derive(Clone)]
pub struct TableCx {
    /// Who looks.
    pub viewer: Arc<Viewer>,
    /// The columns in order.
    pub columns: Arc<Vec<Col>>,
    /// Cells before the columns: the folding button.
    pub lead: usize,
    /// The language of numbers and dates.
    pub lang: Lang,
}

impl TableCx {
    /// A table with these columns, as the one who looks at the page sees it.
    pub fn new(columns: Vec<Col>, lead: usize) -> Self {
        TableCx { viewer: viewer(), columns: Arc::new(columns), lead, lang: crate::i18n::lang() }
    }

    /// Cells of a line: the columns, what is before them and the filler.
    pub fn width(&self) -> usize {
        self.columns.len() + self.lead + 1
    }
}

/// The columns of a table as they are chosen; nothing hears of a width among them.
pub fn shown_columns(layout: Layout) -> Memo<Vec<Col>> {
    Memo::new(move |_| columns_of(layout))
}

/// The columns of a table as they are chosen now.
pub fn columns_of(layout: Layout) -> Vec<Col> {
    let (shown, pinned) = (layout.shown(), layout.pinned());
    let place = |index: usize| (index < pinned).then(|| (index + 1).to_string());
    layout.with_fields(|fields| {
        let col = |(index, column)| resolved(layout.table, column, fields).pinned(place(index));
        shown.into_iter().enumerate().map(col).collect()
    })
}

/// What a column is called.
pub fn label(table: Table, column: Column, fields: &[FieldDef]) -> String {
    match column {
        Column::Builtin(BuiltinColumn::Name) => t(&format!("table.name.{}", table.noun().key())),
        Column::Builtin(column) => t(&format!("table.{}", column.key())),
        Column::Custom(id) => {
            fields.iter().find(|field| field.id == id).map(|field| field.name.clone()).unwrap_or_default()
        }
    }
}

impl Col {
    fn pinned(self, pin: Option<String>) -> Self {
        Col { pin, ..self }
    }

    /// A column without words, for tests of what does not show them.
    #[cfg(test)]
    pub(super) fn sketch(column: Column, pinned: bool, index: usize) -> Self {
        let (class, width) = measures(column, None);
        let pin = pinned.then(|| (index + 1).to_string());
        Col { column, key: column.key(), class, width, pin, label: String::new(), field: None }
    }
}

fn resolved(table: Table, column: Column, fields: &[FieldDef]) -> Col {
    let field = match column {
        Column::Custom(id) => fields.iter().find(|field| field.id == id).cloned(),
        Column::Builtin(_) => None,
    };
    let (class, width) = measures(column, field.as_ref());
    Col { key: column.key(), class, width, pin: None, label: label(table, column, fields), field, column }
}

/// Class and usual width, as table.css has them: pinned columns stand where the widths before them end.
fn measures(column: Column, field: Option<&FieldDef>) -> (&'static str, u16) {
    use BuiltinColumn::{Budget, Client, CreatedAt, Deals, Email, Name, Number, Owner, Phone, Stage, UpdatedAt};
    match column {
        Column::Builtin(Name) => ("c-name", 260),
        Column::Builtin(Number) => ("c-no", 80),
        Column::Builtin(Client) => ("c-client", 200),
        Column::Builtin(Budget) => ("c-sum", 150),
        Column::Builtin(Stage) => ("c-stage", 170),
        Column::Builtin(Phone) => ("c-phone", 160),
        Column::Builtin(Email) => ("c-email", 200),
        Column::Builtin(Owner) => ("c-owner", 180),
        Column::Builtin(Deals) => ("c-deals", 110),
        Column::Builtin(CreatedAt | UpdatedAt) => ("c-date", 110),
        Column::Custom(_) => match field.map(|field| field.kind) {
            Some(FieldKind::Number) => ("c-num", 130),
            Some(FieldKind::Date) => ("c-date", 110),
            _ => ("c-text", 160),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_widths_are_those_of_the_style_sheet() {
        let sheet = include_str!("../../../style/table.css");
        let columns = Table::Clients.all(&[]).into_iter().chain(Table::Deals.all(&[]));
        for (class, width) in columns.map(|column| measures(column, None)).chain([("c-num", 130), ("c-text", 160)]) {
            assert!(sheet.contains(&format!(".{class} {{ width: {width}px; }}")), "{class} {width}");
        }
    }
}
