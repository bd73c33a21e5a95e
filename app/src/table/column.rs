//! Columns as the table draws them: resolved once, not per row.

use crate::i18n::t;
use domain::{
    columns::{BuiltinColumn, Column, Table},
    fields::{FieldDef, FieldKind},
    lang::Lang,
    users::Viewer,
};
use std::sync::Arc;

/// A column with all that drawing it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Col {
    /// Which one.
    pub column: Column,
    /// Its key in addresses and style rules.
    pub key: String,
    /// The class that gives its width and alignment.
    pub class: &'static str,
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
    /// The language of numbers and dates.
    pub lang: Lang,
}

impl TableCx {
    /// The table «Клиенты» as this person sees it.
    pub fn of_clients(viewer: Viewer) -> Self {
        let columns = Table::Clients.defaults(&viewer.client_fields);
        let columns = columns.into_iter().map(|column| resolved(column, &viewer.client_fields)).collect();
        TableCx { viewer: Arc::new(viewer), columns: Arc::new(columns), lang: crate::i18n::lang() }
    }

    /// Cells of a line: the columns, the folding button and the filler.
    pub fn width(&self) -> usize {
        self.columns.len() + 2
    }
}

fn resolved(column: Column, fields: &[FieldDef]) -> Col {
    let field = match &column {
        Column::Custom(id) => fields.iter().find(|field| field.id == *id).cloned(),
        Column::Builtin(_) => None,
    };
    let label = match (&column, &field) {
        (Column::Builtin(column), _) => t(&format!("table.{}", column.key())),
        (_, Some(field)) => field.name.clone(),
        _ => String::new(),
    };
    Col { key: column.key(), class: class(&column, field.as_ref()), label, field, column }
}

fn class(column: &Column, field: Option<&FieldDef>) -> &'static str {
    match column {
        Column::Builtin(BuiltinColumn::Name) => "c-name",
        Column::Builtin(BuiltinColumn::Number) => "c-no",
        Column::Builtin(BuiltinColumn::Client) => "c-client",
        Column::Builtin(BuiltinColumn::Budget) => "c-budget",
        Column::Builtin(BuiltinColumn::Stage) => "c-stage",
        Column::Builtin(BuiltinColumn::Phone) => "c-phone",
        Column::Builtin(BuiltinColumn::Email) => "c-email",
        Column::Builtin(BuiltinColumn::Owner) => "c-owner",
        Column::Builtin(BuiltinColumn::Deals) => "c-deals",
        Column::Builtin(BuiltinColumn::CreatedAt | BuiltinColumn::UpdatedAt) => "c-date",
        Column::Custom(_) => match field.map(|field| field.kind) {
            Some(FieldKind::Number) => "c-num",
            Some(FieldKind::Date) => "c-date",
            _ => "c-text",
        },
    }
}
