//! One SQL text with its values. Text is always `&'static str`: what a person typed can only be a value.

use super::DbError;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

/// A value carried beside the text. Each variant is nullable, so that a typed null travels too.
#[derive(Debug, Clone)]
pub enum Arg {
    /// An id: 16 bytes on SQLite, `uuid` on PostgreSQL.
    Id(Option<Uuid>),
    /// Any whole number: `bigint`.
    Int(Option<i64>),
    /// Text.
    Text(Option<String>),
    /// A moment: sortable text on SQLite, `timestamptz` on PostgreSQL.
    Time(Option<DateTime<Utc>>),
    /// A truth value.
    Bool(Option<bool>),
    /// JSON, written already: text on SQLite, `jsonb` on PostgreSQL.
    Json(Option<Box<RawValue>>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

macro_rules! args {
    ($($variant:ident: $($from:ty => $map:expr),+;)+) => {$($(
        impl From<$from> for Arg {
            fn from(value: $from) -> Self {
                Arg::$variant(Some(($map)(value)))
            }
        }
        impl From<Option<$from>> for Arg {
            fn from(value: Option<$from>) -> Self {
                Arg::$variant(value.map($map))
            }
        }
    )+)+};
}

args! {
    Id: Uuid => |id| id,
        domain::ids::WorkspaceId => Uuid::from, domain::ids::UserId => Uuid::from, domain::ids::RoleId => Uuid::from,
        domain::ids::ClientId => Uuid::from, domain::ids::DealId => Uuid::from, domain::ids::StageId => Uuid::from,
        domain::ids::FieldId => Uuid::from, domain::ids::OptionId => Uuid::from,
        domain::ids::GroupId => Uuid::from, domain::ids::LetterId => Uuid::from,
        domain::ids::NotificationId => Uuid::from,
        domain::ids::EventId => Uuid::from, domain::ids::ImportId => Uuid::from, domain::ids::RequestId => Uuid::from;
    Int: i64 => |n| n, i32 => i64::from, u32 => i64::from;
    Text: String => |text| text, &str => str::to_owned, &String => String::clone;
    Time: DateTime<Utc> => |at| at;
    Bool: bool => |yes| yes;
    Json: Box<RawValue> => |json| json;
    Bytes: Vec<u8> => |bytes| bytes;
}

impl Arg {
    /// JSON of any value; what cannot be JSON is a fault of ours.
    pub fn json(value: &impl Serialize) -> Result<Self, DbError> {
        let encoded = to_raw_value(value).map_err(|error| DbError(sqlx::Error::Encode(error.into())))?;
        Ok(Arg::Json(Some(encoded)))
    }
}

/// One query: a text that both databases understand, and its values.
#[derive(Debug, Clone, Default)]
pub struct Sql {
    text: String,
    args: Vec<Arg>,
    by_key: bool,
}

impl Sql {
    /// Begins a query.
    pub fn new(text: &'static str) -> Self {
        Sql { text: text.to_owned(), args: Vec::new(), by_key: false }
    }

    /// Begins a query that finds each of its rows by a whole key: one plan serves all values.
    pub fn by_key(text: &'static str) -> Self {
        Sql { by_key: true, ..Sql::new(text) }
    }

    pub(super) fn is_by_key(&self) -> bool {
        self.by_key
    }

    /// Appends text.
    pub fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a placeholder and its value.
    pub fn bind(&mut self, value: impl Into<Arg>) -> &mut Self {
        self.args.push(value.into());
        self.text.push('$');
        self.text.push_str(&self.args.len().to_string());
        self
    }

    /// Appends `($n, $n+1, …)`.
    pub fn bind_tuple(&mut self, values: impl IntoIterator<Item = Arg>) -> &mut Self {
        self.push("(");
        self.bind_list(values);
        self.push(")")
    }

    /// Appends `$n, $n+1, …`.
    pub fn bind_list<A: Into<Arg>>(&mut self, values: impl IntoIterator<Item = A>) -> &mut Self {
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self
    }

    /// Appends another query, whose values follow the ones so far.
    pub fn append(&mut self, other: Sql) -> &mut Self {
        let mut args = other.args.into_iter();
        let mut pieces = other.text.split('$');
        self.text.push_str(pieces.next().unwrap_or_default());
        for (piece, value) in pieces.zip(args.by_ref()) {
            self.bind(value);
            self.text.push_str(piece.trim_start_matches(|sign: char| sign.is_ascii_digit()));
        }
        self
    }

    /// Appends rows of a multi-row `values`.
    pub fn bind_rows(&mut self, rows: impl IntoIterator<Item = Vec<Arg>>) -> &mut Self {
        for (index, row) in rows.into_iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.bind_tuple(row);
        }
        self
    }

    /// A text that a test has put a word in front of.
    #[cfg(any(test, feature = "testing"))]
    pub(super) fn from_parts(text: String, args: Vec<Arg>) -> Self {
        Sql { text, args, by_key: false }
    }

    /// The text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text and the values for SQLite: values are bound in the order of their places, so the numbers are left out.
    /// SQLite looks a numbered place up by walking the list of all of them, which costs the square of a long statement.
    pub(super) fn into_sqlite_parts(self) -> (String, Vec<Arg>) {
        let mut pieces = self.text.split('$');
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            text.push('?');
            text.push_str(piece.trim_start_matches(|sign: char| sign.is_ascii_digit()));
        }
        (text, self.args)
    }

    /// The text and the values.
    pub fn into_parts(self) -> (String, Vec<Arg>) {
        (self.text, self.args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numbered_in_the_order_they_are_bound() {
        let mut sql = Sql::new("select a from t where b = ");
        sql.bind(1i64).push(" and c in (").bind_list(["x", "y"]).push(")");
        assert_eq!(sql.text(), "select a from t where b = $1 and c in ($2, $3)");
        assert_eq!(sql.into_parts().1.len(), 3);
    }

    #[test]
    fn sqlite_gets_places_without_numbers_in_the_same_order() {
        let mut sql = Sql::new("update t set a = ");
        sql.bind(1i64).push(" where b in (").bind_list(["x"; 10]).push(")");
        let (text, args) = sql.into_sqlite_parts();
        assert_eq!(text, "update t set a = ? where b in (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        assert_eq!(args.len(), 11);
    }

    #[test]
    fn another_query_keeps_its_values_in_their_places() {
        let mut inner = Sql::new("select a from t where b = ");
        inner.bind(1i64).push(" and c in (").bind_list(["x", "y"]).push(")");
        let mut sql = Sql::new("select ");
        sql.bind(0i64).push(" from (").append(inner).push(") s where d = ").bind(true);
        assert_eq!(sql.text(), "select $1 from (select a from t where b = $2 and c in ($3, $4)) s where d = $5");
        assert!(matches!(
            sql.into_parts().1[..],
            [Arg::Int(Some(0)), Arg::Int(Some(1)), Arg::Text(_), Arg::Text(_), Arg::Bool(_)]
        ));
    }

    #[test]
    fn rows_become_tuples() {
        let mut sql = Sql::new("insert into t (a, b) values ");
        sql.bind_rows([vec![1i64.into(), true.into()], vec![2i64.into(), false.into()]]);
        assert_eq!(sql.text(), "insert into t (a, b) values ($1, $2), ($3, $4)");
    }
}
