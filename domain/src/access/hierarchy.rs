//! Director → supervisor → manager, and «Общий доступ» (S2.28-S2.38): whose records a person works with. To work with
//! records is to view, change and delete them, and a person's records are those he is responsible for.

use super::{Rank, Sees};
use crate::ids::UserId;
use serde::{Deserialize, Serialize};

/// «Общий доступ» of a supervisor or a manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedAccess {
    /// Запретить: one's own records only (S2.32, S2.36); also the preset «own client list» (S4.4).
    Forbid,
    /// Только менеджеры: those of one's managers (S2.31), or of managers with the same superior (S2.34).
    ManagersOnly,
    /// Директор: those of the director and of one's managers (S2.30).
    Director,
    /// Менеджеры + ответственный: those of managers with the same superior, and the superior's (S2.33).
    ManagersAndSuperior,
    /// Только ответственный: the superior's (S2.35).
    SuperiorOnly,
    /// Доступ ко всем клиентам: everybody's, whatever the hierarchy says (S4.5).
    Everybody,
}

impl SharedAccess {
    /// Every mode.
    pub const ALL: [SharedAccess; 6] = [
        SharedAccess::Director,
        SharedAccess::ManagersAndSuperior,
        SharedAccess::ManagersOnly,
        SharedAccess::SuperiorOnly,
        SharedAccess::Forbid,
        SharedAccess::Everybody,
    ];

    /// The stored name.
    pub fn key(self) -> &'static str {
        match self {
            SharedAccess::Forbid => "forbid",
            SharedAccess::ManagersOnly => "managers_only",
            SharedAccess::Director => "director",
            SharedAccess::ManagersAndSuperior => "managers_and_superior",
            SharedAccess::SuperiorOnly => "superior_only",
            SharedAccess::Everybody => "everybody",
        }
    }

    /// Reads a stored name back; an unknown one shares nothing.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|mode| mode.key() == key).unwrap_or(SharedAccess::Forbid)
    }

    /// The modes that a person of this rank can be given, in the order of the documents. A director needs none.
    pub fn of(rank: Rank) -> &'static [SharedAccess] {
        use SharedAccess::*;
        match rank {
            Rank::Director => &[],
            Rank::Supervisor => &[Director, ManagersOnly, Forbid, Everybody],
            Rank::Manager => &[ManagersAndSuperior, ManagersOnly, SuperiorOnly, Forbid, Everybody],
        }
    }

    /// What a person of this rank has until somebody decides: a supervisor his managers' records, a manager his own.
    pub fn first_of(rank: Rank) -> Self {
        match rank {
            Rank::Supervisor => SharedAccess::ManagersOnly,
            Rank::Director | Rank::Manager => SharedAccess::Forbid,
        }
    }
}

/// A person's place in the hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    /// Who.
    pub user: UserId,
    /// Their rank.
    pub rank: Rank,
    /// Ответственный: whom they answer to.
    pub superior: Option<UserId>,
    /// Whose records are shared with them.
    pub access: SharedAccess,
}

impl Post {
    /// Whose records this person works with among these people.
    pub fn sees(&self, people: &[Post]) -> Sees {
        use SharedAccess::*;
        if self.rank == Rank::Director || self.access == Everybody {
            return Sees::Everything;
        }
        let (managers_of, and_superior) = match (self.rank, self.access) {
            (Rank::Supervisor, Director) => (Some(self.user), true),
            (Rank::Supervisor, ManagersOnly) => (Some(self.user), false),
            (Rank::Manager, ManagersAndSuperior) => (self.superior, true),
            (Rank::Manager, ManagersOnly) => (self.superior, false),
            (Rank::Manager, SuperiorOnly) => (None, true),
            _ => (None, false),
        };
        let is_shared = |other: &&Post| {
            // Two managers without a superior have nobody in common.
            let is_manager = other.rank == Rank::Manager && managers_of.is_some() && other.superior == managers_of;
            is_manager || (and_superior && self.superior == Some(other.user))
        };
        let shared = people.iter().filter(|other| other.user != self.user).filter(is_shared);
        let mut owners: Vec<UserId> = shared.map(|other| other.user).chain([self.user]).collect();
        owners.sort_unstable();
        Sees::Owners(owners)
    }
}
