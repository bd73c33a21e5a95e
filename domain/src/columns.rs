//! What of the records a table shows: columns are data, built-in and custom alike (S0.48-S0.50).

use crate::{
    fields::{FieldDef, FieldKind},
    filter::Field,
    ids::FieldId,
};
use serde::{Deserialize, Serialize};

/// A column of the table «Клиенты».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// A built-in one.
    Builtin(ClientColumn),
    /// A custom field.
    Custom(FieldId),
}

/// Built-in columns of the table «Клиенты».
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientColumn {
    /// ФИО.
    Name,
    /// Телефон.
    Phone,
    /// E-mail.
    Email,
    /// Ответственный.
    Owner,
    /// Сделки.
    Deals,
    /// Создан.
    CreatedAt,
    /// Изменён.
    UpdatedAt,
}

impl ClientColumn {
    /// The localised name's key and the column's key in URLs and style rules.
    pub fn key(self) -> &'static str {
        match self {
            ClientColumn::Name => "name",
            ClientColumn::Phone => "phone",
            ClientColumn::Email => "email",
            ClientColumn::Owner => "owner",
            ClientColumn::Deals => "deals",
            ClientColumn::CreatedAt => "created_at",
            ClientColumn::UpdatedAt => "updated_at",
        }
    }

    /// What the list is sorted by when this header is pressed; the deals column cannot be sorted.
    pub fn sorts(self) -> Option<Field> {
        match self {
            ClientColumn::Name => Some(Field::Name),
            ClientColumn::Phone => Some(Field::Phone),
            ClientColumn::Email => Some(Field::Email),
            ClientColumn::Owner => Some(Field::Owner),
            ClientColumn::Deals => None,
            ClientColumn::CreatedAt => Some(Field::CreatedAt),
            ClientColumn::UpdatedAt => Some(Field::UpdatedAt),
        }
    }
}

impl Column {
    /// The table as it ships: contacts, owner, deals, the first custom fields, the last change (S0.21).
    pub fn defaults(fields: &[FieldDef]) -> Vec<Column> {
        use ClientColumn::*;
        let custom = fields.iter().take(Self::DEFAULT_CUSTOM).map(|field| Column::Custom(field.id));
        [Name, Phone, Email, Owner, Deals]
            .into_iter()
            .map(Column::Builtin)
            .chain(custom)
            .chain([Column::Builtin(UpdatedAt)])
            .collect()
    }

    /// So many custom fields are shown before anybody chooses columns.
    pub const DEFAULT_CUSTOM: usize = 8;

    /// What the list is sorted by when this header is pressed.
    pub fn sorts(&self) -> Option<Field> {
        match self {
            Column::Builtin(column) => column.sorts(),
            Column::Custom(id) => Some(Field::Custom(*id)),
        }
    }

    /// Whether larger values usually come first: numbers and dates, not texts.
    pub fn starts_descending(&self, fields: &[FieldDef]) -> bool {
        match self {
            Column::Builtin(column) => matches!(column, ClientColumn::CreatedAt | ClientColumn::UpdatedAt),
            Column::Custom(id) => fields
                .iter()
                .find(|field| field.id == *id)
                .is_some_and(|field| matches!(field.kind, FieldKind::Number | FieldKind::Date)),
        }
    }
}
