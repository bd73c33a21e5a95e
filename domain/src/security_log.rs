//! The security log (Журнал безопасности): who came in, who was kept out, and who may do what since when.

use crate::{
    events::Event,
    ids::{EventId, UserId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Its id; ids order lines, never clocks.
    pub id: EventId,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// What happened.
    pub what: Logged,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Logged {
    /// Somebody was at a door.
    Access(Access),
    /// A person, a role or a group was changed.
    Change(Event),
}

/// Somebody at a door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Whose account it was.
    pub user: UserId,
    /// What happened to it.
    pub kind: AccessKind,
    /// The address of the network.
    pub address: String,
    /// What the browser said of itself.
    pub device: String,
    /// What was asked for, where it was refused.
    pub asked: String,
}

/// What can happen at a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessKind {
    /// Signed in.
    SignedIn,
    /// Signed out.
    SignedOut,
    /// Ended sessions of one's own.
    EndedSessions,
    /// A wrong password.
    WrongPassword,
    /// The right password, and a wrong code.
    WrongCode,
    /// Too many tries: no more for now.
    Blocked,
    /// Something was asked for that the role does not allow.
    Refused,
}

impl AccessKind {
    /// Every kind.
    pub const ALL: [AccessKind; 7] = [
        AccessKind::SignedIn,
        AccessKind::SignedOut,
        AccessKind::EndedSessions,
        AccessKind::WrongPassword,
        AccessKind::WrongCode,
        AccessKind::Blocked,
        AccessKind::Refused,
    ];

    /// The stored and localised name.
    pub fn key(self) -> &'static str {
        match self {
            AccessKind::SignedIn => "signed_in",
            AccessKind::SignedOut => "signed_out",
            AccessKind::EndedSessions => "ended_sessions",
            AccessKind::WrongPassword => "wrong_password",
            AccessKind::WrongCode => "wrong_code",
            AccessKind::Blocked => "blocked",
            AccessKind::Refused => "refused",
        }
    }

    /// Reads a stored name back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// What it is listed with.
    pub fn part(self) -> LogPart {
        match self {
            AccessKind::SignedIn | AccessKind::SignedOut | AccessKind::EndedSessions => LogPart::SignIns,
            AccessKind::WrongPassword | AccessKind::WrongCode | AccessKind::Blocked => LogPart::Failures,
            AccessKind::Refused => LogPart::Refusals,
        }
    }
}

/// Which lines are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogPart {
    /// All of them.
    #[default]
    Everything,
    /// Who came in and went.
    SignIns,
    /// Who did not get in.
    Failures,
    /// What a role did not allow.
    Refusals,
    /// Changes of people, roles and groups.
    Changes,
}

impl LogPart {
    /// Every part.
    pub const ALL: [LogPart; 5] =
        [LogPart::Everything, LogPart::SignIns, LogPart::Failures, LogPart::Refusals, LogPart::Changes];

    /// The stored and localised name.
    pub fn key(self) -> &'static str {
        match self {
            LogPart::Everything => "everything",
            LogPart::SignIns => "sign_ins",
            LogPart::Failures => "failures",
            LogPart::Refusals => "refusals",
            LogPart::Changes => "changes",
        }
    }

    /// Reads a name back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_stored_by_its_own_name_and_listed_in_a_part() {
        for kind in AccessKind::ALL {
            assert_eq!(AccessKind::from_key(kind.key()), Some(kind));
            assert!(!matches!(kind.part(), LogPart::Everything | LogPart::Changes));
        }
        for part in LogPart::ALL {
            assert_eq!(LogPart::from_key(part.key()), Some(part));
        }
    }
}
