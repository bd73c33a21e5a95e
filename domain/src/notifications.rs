//! Notifications (Уведомления): what a person is told in the product itself, beside letters.

use crate::{
    fields::Noun,
    ids::{NotificationId, UserId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Something that a person is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// Its id; ids order notifications, never clocks.
    pub id: NotificationId,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// What happened.
    pub kind: NotificationKind,
    /// Whose deed it was; none when it was the system's.
    pub by: Option<UserId>,
    /// A client, a deal, or somebody who left.
    pub noun: Noun,
    /// Which one.
    pub record: Uuid,
    /// Its name now.
    pub name: String,
    /// Whether it is new to the person.
    pub new: bool,
}

/// A page of what somebody was told, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Those that are shown.
    pub all: Vec<Notification>,
    /// The last of them, where older ones follow.
    pub next: Option<NotificationId>,
}

/// What people are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// They became a client's manager (S1.16).
    Manager,
    /// They became the owner of a client or of a deal.
    Owner,
    /// They became the owner of all clients and deals of somebody who left.
    Heir,
}

impl NotificationKind {
    /// The stored and localised name.
    pub fn key(self) -> &'static str {
        match self {
            NotificationKind::Manager => "manager",
            NotificationKind::Owner => "owner",
            NotificationKind::Heir => "heir",
        }
    }

    /// Reads a stored name back.
    pub fn from_key(key: &str) -> Option<Self> {
        use NotificationKind::*;
        [Manager, Owner, Heir].into_iter().find(|kind| kind.key() == key)
    }
}
