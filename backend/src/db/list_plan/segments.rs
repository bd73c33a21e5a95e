//! The segments of a sort: which rows an index walk meets, by which key and in which direction.

use super::{List, SortKey};
use crate::db::{Sql, filter_sql::push_filter};
use chrono::{DateTime, Utc};
use domain::{
    error::AppError,
    filter::{Condition, Field, Filter, Operator, Value},
    ids::{FieldId, OptionId, StageId, UserId},
};

/// One index walk: rows that have this kind of key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Segment {
    Column {
        column: &'static str,
        kind: KeyKind,
        nullable: bool,
        natural_desc: bool,
    },
    NoColumn(&'static str),
    /// Deals whose client is seen, by its name.
    SeenClient,
    /// Deals without a client and, so that the order tells nothing of them, with one that is not seen.
    NoSeenClient,
    Owner(UserId),
    Stage(StageId),
    Values(FieldId, &'static str, KeyKind),
    NoValue(FieldId),
    Choice(FieldId, OptionId),
}

/// What kind of column a sort key is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum KeyKind {
    Text,
    Int,
    Time,
}

impl KeyKind {
    /// The column that a sort key of this kind comes in.
    pub fn column(self) -> &'static str {
        match self {
            KeyKind::Text => " as key_text",
            KeyKind::Int => " as key_int",
            KeyKind::Time => " as key_time",
        }
    }
}

/// The sort key's columns of a row; a walk selects one of them.
#[derive(sqlx::FromRow)]
pub(crate) struct KeyColumns {
    #[sqlx(default)]
    key_text: Option<String>,
    #[sqlx(default)]
    key_int: Option<i64>,
    #[sqlx(default)]
    key_time: Option<DateTime<Utc>>,
}

impl KeyColumns {
    /// The key for a cursor.
    pub fn sort_key(&self) -> SortKey {
        match (&self.key_text, self.key_int, self.key_time) {
            (Some(text), _, _) => SortKey::Text(text.clone()),
            (_, Some(number), _) => SortKey::Int(number),
            (_, _, at) => SortKey::Time(at.unwrap_or_default()),
        }
    }
}

/// The words of one index walk.
pub(super) struct Walk {
    pub values: Option<&'static str>,
    pub key: &'static str,
    pub kind: KeyKind,
    pub id: &'static str,
    pub descending: bool,
    pub id_descending: bool,
}

impl Walk {
    /// By last change, newest first: the order within one owner, one choice, or the rows without a value.
    fn by_change() -> Self {
        let (key, kind) = ("r.updated_at", KeyKind::Time);
        Walk { values: None, key, kind, id: "r.id", descending: true, id_descending: false }
    }
}

impl Segment {
    /// The words of this walk in a list.
    pub fn walk(&self, list: &List<'_>) -> Walk {
        let descending = list.sort.descending;
        match self {
            Segment::Column { column, kind, natural_desc, .. } => {
                let id_descending = descending != *natural_desc;
                Walk { values: None, key: column, kind: *kind, id: "r.id", descending, id_descending }
            }
            Segment::Values(_, column, kind) => {
                let (values, id) = (Some(list.table.values), list.table.value_record);
                Walk { values, key: column, kind: *kind, id, descending, id_descending: descending }
            }
            Segment::Choice(..) => {
                let (values, id) = (Some(list.table.choices), list.table.value_record);
                Walk { values, key: "v.updated_at", id, ..Walk::by_change() }
            }
            // As the board has them, top to bottom.
            Segment::Stage(_) => {
                let (key, kind) = ("r.position", KeyKind::Text);
                Walk { values: None, key, kind, id: "r.id", descending: false, id_descending: false }
            }
            Segment::SeenClient => {
                let (key, kind) = ("r.client_norm", KeyKind::Text);
                Walk { values: None, key, kind, id: "r.id", descending, id_descending: descending }
            }
            Segment::NoColumn(_) | Segment::NoSeenClient | Segment::Owner(_) | Segment::NoValue(_) => Walk::by_change(),
        }
    }

    /// Appends what makes a row belong to this walk.
    pub fn push_where(&self, sql: &mut Sql, list: &List<'_>) -> Result<(), AppError> {
        match self {
            Segment::Column { column, nullable, .. } => {
                if *nullable {
                    sql.push(column).push(" is not null and ");
                }
            }
            Segment::SeenClient => {
                sql.push("r.client_norm is not null and ");
                push_filter(sql, list.table, list.workspace, &Filter::OfClient(Box::new(list.clients.clone())))?;
                sql.push(" and ");
            }
            Segment::NoSeenClient => {
                let seen = Filter::OfClient(Box::new(list.clients.clone()));
                push_filter(sql, list.table, list.workspace, &Filter::Not(Box::new(seen)))?;
                sql.push(" and ");
            }
            Segment::NoColumn(column) => drop(sql.push(column).push(" is null and ")),
            Segment::Owner(user) => drop(sql.push("r.owner_id = ").bind(*user).push(" and ")),
            Segment::Stage(stage) => drop(sql.push("r.stage_id = ").bind(*stage).push(" and ")),
            Segment::Values(field, column, _) => {
                sql.push("v.workspace_id = ").bind(list.workspace).push(list.table.value_of_row);
                sql.push(" and v.field_id = ").bind(*field).push(" and ").push(column).push(" is not null and ");
            }
            Segment::Choice(field, option) => {
                sql.push("v.workspace_id = ").bind(list.workspace).push(list.table.value_of_row);
                sql.push(" and v.field_id = ").bind(*field).push(" and v.option_id = ").bind(*option).push(" and ");
            }
            Segment::NoValue(field) => {
                let empty = Condition { field: Field::Custom(*field), operator: Operator::IsEmpty, value: Value::None };
                push_filter(sql, list.table, list.workspace, &Filter::Is(empty))?;
                sql.push(" and ");
            }
        }
        Ok(())
    }
}
