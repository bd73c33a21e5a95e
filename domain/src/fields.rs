//! Custom fields: definitions and typed values (S0.3, S0.5, S0.40). Storage lives in `backend/src/fields`.

use crate::{
    dates::checked_day,
    error::{AppError, Problem},
    ids::{FieldId, OptionId},
    lang::Lang,
    number::Number,
    text::{Limit, clean},
    zone,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The nouns of the product, as rights, events, fields and errors name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// Клиент.
    Client,
    /// Сделка.
    Deal,
    /// Этап.
    Stage,
    /// Дополнительное поле.
    Field,
    /// Пользователь.
    User,
    /// Роль.
    Role,
    /// Группа пользователей.
    Group,
    /// Компания.
    Workspace,
    /// Комментарий.
    Comment,
    /// Импорт.
    Import,
    /// A page or address nobody knows.
    Page,
}

impl Noun {
    /// The stored and localised name.
    pub fn key(self) -> &'static str {
        match self {
            Noun::Client => "client",
            Noun::Deal => "deal",
            Noun::Stage => "stage",
            Noun::Field => "field",
            Noun::User => "user",
            Noun::Role => "role",
            Noun::Group => "group",
            Noun::Workspace => "workspace",
            Noun::Comment => "comment",
            Noun::Import => "import",
            Noun::Page => "page",
        }
    }

    /// Reads a stored name back.
    pub fn from_key(key: &str) -> Option<Self> {
        [
            Noun::Client,
            Noun::Deal,
            Noun::Stage,
            Noun::Field,
            Noun::User,
            Noun::Role,
            Noun::Group,
            Noun::Workspace,
            Noun::Comment,
            Noun::Import,
            Noun::Page,
        ]
        .into_iter()
        .find(|noun| noun.key() == key)
    }
}

/// What a custom field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Текст, limited by the company's setting (S0.5, R2).
    Text,
    /// Число (R20).
    Number,
    /// Дата.
    Date,
    /// Список: one of the field's options.
    Choice,
}

impl FieldKind {
    /// Every kind, in the order the interface offers them.
    pub const ALL: [FieldKind; 4] = [FieldKind::Text, FieldKind::Number, FieldKind::Date, FieldKind::Choice];

    /// The stored and localised name.
    pub fn key(self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Number => "number",
            FieldKind::Date => "date",
            FieldKind::Choice => "choice",
        }
    }

    /// Reads a stored name back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A custom field of clients or of deals (Дополнительное поле).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldDef {
    /// Its id.
    pub id: FieldId,
    /// Clients or deals.
    pub noun: Noun,
    /// What it holds; never changes.
    pub kind: FieldKind,
    /// Its name, unique among the live fields of its noun.
    pub name: String,
    /// The choices, in order; empty for other kinds.
    pub options: Vec<FieldOption>,
    /// Counts the changes.
    pub version: i64,
}

impl FieldDef {
    /// The option of this id.
    pub fn option(&self, id: OptionId) -> Option<&FieldOption> {
        self.options.iter().find(|option| option.id == id)
    }

    /// Checks a value against the kind, the options, the years that dates may have and the text limit (S0.5).
    pub fn check(&self, value: FieldValue, text_limit: usize) -> Result<FieldValue, AppError> {
        let refuse = |problem| Err(AppError::invalid(self.id.to_string(), problem));
        match (self.kind, value) {
            (FieldKind::Text, FieldValue::Text(text)) => {
                let text = clean(&text);
                match (Limit { max: text_limit }).check(&text) {
                    Ok(()) => Ok(FieldValue::Text(text)),
                    Err(over) => refuse(Problem::TooLong { max: over.max, actual: over.actual }),
                }
            }
            (FieldKind::Date, FieldValue::Date(day)) if checked_day(day).is_err() => refuse(Problem::NotADate),
            (FieldKind::Choice, FieldValue::Choice(id)) if self.option(id).is_none() => refuse(Problem::NotAChoice),
            (kind, value) if value.kind() == kind => Ok(value),
            _ => refuse(Problem::WrongKind),
        }
    }
}

/// One choice of a choice field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldOption {
    /// Its id.
    pub id: OptionId,
    /// Its name, unique within the field.
    pub name: String,
}

/// A value of a custom field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// Of a text field.
    Text(String),
    /// Of a number field.
    Number(Number),
    /// Of a date field.
    Date(#[serde(deserialize_with = "crate::dates::iso_day")] NaiveDate),
    /// Of a choice field.
    Choice(OptionId),
}

impl FieldValue {
    /// As people read it; a choice needs its field, and one that is gone says nothing.
    pub fn in_words(&self, field: Option<&FieldDef>, lang: Lang) -> Option<String> {
        match self {
            FieldValue::Text(text) => Some(text.clone()),
            FieldValue::Number(number) => Some(number.format(lang)),
            FieldValue::Date(date) => Some(zone::format_date(*date, lang)),
            FieldValue::Choice(id) => field?.option(*id).map(|option| option.name.clone()),
        }
    }

    /// The kind of field it belongs to.
    pub fn kind(&self) -> FieldKind {
        match self {
            FieldValue::Text(_) => FieldKind::Text,
            FieldValue::Number(_) => FieldKind::Number,
            FieldValue::Date(_) => FieldKind::Date,
            FieldValue::Choice(_) => FieldKind::Choice,
        }
    }

    /// A text that shows nothing is no value.
    pub fn is_empty(&self) -> bool {
        matches!(self, FieldValue::Text(text) if clean(text).is_empty())
    }
}

/// The custom values of one record.
pub type FieldValues = BTreeMap<FieldId, FieldValue>;

/// A field to be created by an administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewField {
    /// Clients or deals.
    pub noun: Noun,
    /// What it holds.
    pub kind: FieldKind,
    /// Its name.
    pub name: String,
    /// Names of the choices; only for choice fields.
    pub options: Vec<String>,
}

/// The longest name of a field or an option, in graphemes.
pub const FIELD_NAME_LIMIT: usize = 50;

/// Cleans and checks the name of a field or an option.
pub fn checked_name(field: &str, name: &str) -> Result<String, AppError> {
    let name = clean(name);
    if name.is_empty() {
        return Err(AppError::invalid(field, Problem::Required));
    }
    match (Limit { max: FIELD_NAME_LIMIT }).check(&name) {
        Ok(()) => Ok(name),
        Err(over) => Err(AppError::invalid(field, Problem::TooLong { max: over.max, actual: over.actual })),
    }
}
