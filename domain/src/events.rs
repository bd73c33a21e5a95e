//! What happened: one append-only vocabulary for the feed, the audit log, undo, live updates and automations.

use crate::{
    clients::{ClientAccess, ClientKind},
    fields::{FieldKind, FieldValue, Noun},
    ids::{ClientId, EventId, FieldId, StageId, UserId},
    money::Money,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One fact: who did what to which record, from what to what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its id; ids order events, never clocks.
    pub id: EventId,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Who; nobody when the system did it.
    pub by: Option<UserId>,
    /// What kind of record.
    pub noun: Noun,
    /// Which record.
    pub record: Uuid,
    /// What happened to it.
    pub kind: EventKind,
    /// Field by field, old → new.
    pub changes: Vec<Change>,
}

/// What can happen to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Created by a person.
    Created,
    /// Created by an import.
    Imported,
    /// One or more fields changed.
    Changed,
    /// A deal went to another stage.
    Moved,
    /// A deal went elsewhere within its stage: nothing that its feed tells.
    Ordered,
    /// How pages look to everybody was arranged anew: nothing that a feed tells.
    Arranged,
    /// A comment was left.
    Commented,
    /// Deleted.
    Deleted,
    /// Brought back after that.
    Restored,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [EventKind; 9] = [
        EventKind::Created,
        EventKind::Imported,
        EventKind::Changed,
        EventKind::Moved,
        EventKind::Ordered,
        EventKind::Arranged,
        EventKind::Commented,
        EventKind::Deleted,
        EventKind::Restored,
    ];

    /// The stored and localised name.
    pub fn key(self) -> &'static str {
        match self {
            EventKind::Created => "created",
            EventKind::Imported => "imported",
            EventKind::Changed => "changed",
            EventKind::Moved => "moved",
            EventKind::Ordered => "ordered",
            EventKind::Arranged => "arranged",
            EventKind::Commented => "commented",
            EventKind::Deleted => "deleted",
            EventKind::Restored => "restored",
        }
    }

    /// Reads a stored name back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// One field of one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What changed.
    pub field: ChangedField,
    /// Before; none when it was empty.
    pub old: Option<Told>,
    /// After; none when it is empty now.
    pub new: Option<Told>,
}

/// A field as events name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangedField {
    /// A built-in field by its localised key, such as `name` or `phones`.
    Builtin(String),
    /// A custom field, with its name as it was then, so that history survives its deletion.
    Custom(FieldId, String),
}

/// A value as events keep it: references carry the words they had at the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Text as it was.
    Text(String),
    /// Money.
    Money(Money),
    /// A person.
    User(UserId),
    /// A stage with its name then.
    Stage(StageId, String),
    /// A client with its name then; without one for whoever may not know it.
    Client(ClientId, Option<String>),
    /// A custom value; a choice also with its name then.
    Value(FieldValue, Option<String>),
    /// A field's kind.
    Kind(FieldKind),
    /// A whole number, such as a limit.
    Integer(i64),
    /// What everybody may do with a client.
    Access(ClientAccess),
    /// Whether a client is a person or a company.
    ClientKind(ClientKind),
}

impl Change {
    /// A built-in field's change, or none when nothing changed.
    pub fn of(field: &str, old: Option<Told>, new: Option<Told>) -> Option<Self> {
        (old != new).then(|| Change { field: ChangedField::Builtin(field.into()), old, new })
    }
}
