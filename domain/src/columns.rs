//! What of the records a table shows: columns are data, built-in and custom alike (S0.48-S0.50).

use crate::{
    fields::{FieldDef, FieldKind, Noun},
    filter::Field,
    ids::FieldId,
};
use serde::{Deserialize, Serialize};

/// A table of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// «Клиенты».
    Clients,
    /// «Сделки», as a list.
    Deals,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// A built-in one.
    Builtin(BuiltinColumn),
    /// A custom field.
    Custom(FieldId),
}

/// Built-in columns of all tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuiltinColumn {
    /// The human number of a deal.
    Number,
    /// ФИО of a client, название of a deal.
    Name,
    /// Телефон.
    Phone,
    /// E-mail.
    Email,
    /// The client of a deal.
    Client,
    /// Бюджет.
    Budget,
    /// Этап.
    Stage,
    /// Ответственный.
    Owner,
    /// Сделки of a client.
    Deals,
    /// Создан.
    CreatedAt,
    /// Изменён.
    UpdatedAt,
}

use BuiltinColumn::{Budget, Client, CreatedAt, Deals, Email, Name, Number, Owner, Phone, Stage, UpdatedAt};

impl BuiltinColumn {
    /// The localised name's key and the column's key in URLs and style rules.
    pub fn key(self) -> &'static str {
        match self {
            Number => "number",
            Name => "name",
            Phone => "phone",
            Email => "email",
            Client => "client",
            Budget => "budget",
            Stage => "stage",
            Owner => "owner",
            Deals => "deals",
            CreatedAt => "created_at",
            UpdatedAt => "updated_at",
        }
    }

    /// What the list is sorted by when this header is pressed; what belongs to other records sorts nothing.
    pub fn sorts(self) -> Option<Field> {
        match self {
            Number => Some(Field::Number),
            Name => Some(Field::Name),
            Phone => Some(Field::Phone),
            Email => Some(Field::Email),
            // By the name that the client has now.
            Client => Some(Field::Client),
            Deals => None,
            Budget => Some(Field::Budget),
            Stage => Some(Field::Stage),
            Owner => Some(Field::Owner),
            CreatedAt => Some(Field::CreatedAt),
            UpdatedAt => Some(Field::UpdatedAt),
        }
    }
}

impl Table {
    /// Its built-in columns.
    pub fn builtin(self) -> &'static [BuiltinColumn] {
        match self {
            Table::Clients => &[Name, Phone, Email, Owner, Deals, CreatedAt, UpdatedAt],
            Table::Deals => &[Number, Name, Client, Budget, Stage, Owner, CreatedAt, UpdatedAt],
        }
    }

    /// What its rows are.
    pub fn noun(self) -> Noun {
        match self {
            Table::Clients => Noun::Client,
            Table::Deals => Noun::Deal,
        }
    }

    /// As it ships: what a record is known by, the first custom fields, the last change (S0.21).
    pub fn defaults(self, fields: &[FieldDef]) -> Vec<Column> {
        let custom = fields.iter().take(Self::DEFAULT_CUSTOM).map(|field| Column::Custom(field.id));
        let builtin = self.builtin().iter().filter(|column| !matches!(column, CreatedAt | UpdatedAt));
        let last = [Column::Builtin(UpdatedAt)];
        builtin.copied().map(Column::Builtin).chain(custom).chain(last).collect()
    }

    /// So many custom fields are shown before anybody chooses columns.
    pub const DEFAULT_CUSTOM: usize = 8;

    /// So many of its columns stay in sight as it ships: up to the name.
    pub fn pinned(self) -> usize {
        self.builtin().iter().position(|column| *column == Name).map_or(1, |place| place + 1)
    }

    /// Its name in style rules.
    pub fn key(self) -> &'static str {
        match self {
            Table::Clients => "clients",
            Table::Deals => "deals",
        }
    }

    /// All that it can show: built-in columns, then custom fields.
    pub fn all(self, fields: &[FieldDef]) -> Vec<Column> {
        let custom = fields.iter().map(|field| Column::Custom(field.id));
        self.builtin().iter().copied().map(Column::Builtin).chain(custom).collect()
    }

    /// The column of this key in addresses.
    pub fn column(self, key: &str, fields: &[FieldDef]) -> Option<Column> {
        self.all(fields).into_iter().find(|column| column.key() == key)
    }
}

/// The key of the column that sorts by this field, the same in every table.
pub fn sort_key(field: Field) -> String {
    let mut builtin = [Table::Clients, Table::Deals].into_iter().flat_map(Table::builtin);
    match field {
        Field::Custom(id) => id.to_string(),
        other => {
            builtin.find(|column| column.sorts() == Some(other)).map_or(String::new(), |column| column.key().into())
        }
    }
}

impl Column {
    /// Its name in addresses and style rules: the built-in key or the custom field's id.
    pub fn key(&self) -> String {
        match self {
            Column::Builtin(column) => column.key().to_owned(),
            Column::Custom(id) => id.to_string(),
        }
    }

    /// The column of this name, whether or not such a field exists.
    pub fn from_key(key: &str) -> Option<Self> {
        let mut builtin = [Table::Clients, Table::Deals].into_iter().flat_map(Table::builtin);
        let found = builtin.find(|column| column.key() == key).map(|column| Column::Builtin(*column));
        found.or_else(|| key.parse().ok().map(Column::Custom))
    }

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
            Column::Builtin(column) => matches!(column, Number | Budget | CreatedAt | UpdatedAt),
            Column::Custom(id) => fields
                .iter()
                .find(|field| field.id == *id)
                .is_some_and(|field| matches!(field.kind, FieldKind::Number | FieldKind::Date)),
        }
    }
}
