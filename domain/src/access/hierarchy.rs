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

/// How somebody's records stand to a person in the hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// They are the person's own (S2.37).
    Own,
    /// The person is a director, who works with everybody's.
    Director,
    /// «Доступ ко всем клиентам» shares everybody's with the person (S4.5).
    Everybody,
    /// Those of a manager who answers to the person.
    Subordinate,
    /// Those of a manager with the same superior.
    Fellow,
    /// Those of the person's superior.
    Superior,
    /// Those of somebody else.
    Stranger,
}

impl Tie {
    /// The localised name's key.
    pub fn key(self) -> &'static str {
        match self {
            Tie::Own => "own",
            Tie::Director => "director",
            Tie::Everybody => "everybody",
            Tie::Subordinate => "subordinate",
            Tie::Fellow => "fellow",
            Tie::Superior => "superior",
            Tie::Stranger => "stranger",
        }
    }
}

impl Post {
    /// How the other's records stand to this person, the widest tie first.
    pub fn tie(&self, other: &Post) -> Tie {
        let is_manager = other.rank == Rank::Manager;
        // Two managers without a superior have nobody in common.
        let has_same_superior = self.superior.is_some() && other.superior == self.superior;
        match self.rank {
            _ if other.user == self.user => Tie::Own,
            Rank::Director => Tie::Director,
            _ if self.access == SharedAccess::Everybody => Tie::Everybody,
            Rank::Supervisor if is_manager && other.superior == Some(self.user) => Tie::Subordinate,
            Rank::Manager if is_manager && has_same_superior => Tie::Fellow,
            _ if self.superior == Some(other.user) => Tie::Superior,
            _ => Tie::Stranger,
        }
    }

    /// Whether this person works with the other's records: what the tie means under «Общий доступ».
    pub fn works_with(&self, other: &Post) -> bool {
        use SharedAccess::*;
        match self.tie(other) {
            Tie::Own | Tie::Director | Tie::Everybody => true,
            Tie::Subordinate => matches!(self.access, Director | ManagersOnly),
            Tie::Fellow => matches!(self.access, ManagersAndSuperior | ManagersOnly),
            Tie::Superior if self.rank == Rank::Supervisor => self.access == Director,
            Tie::Superior => matches!(self.access, ManagersAndSuperior | SuperiorOnly),
            Tie::Stranger => false,
        }
    }

    /// Whose records this person works with among these people.
    pub fn sees(&self, people: &[Post]) -> Sees {
        // Whoever has everybody's has them whatever their own tie to somebody is.
        if self.rank == Rank::Director || self.access == SharedAccess::Everybody {
            return Sees::Everything;
        }
        let others = people.iter().filter(|other| other.user != self.user && self.works_with(other));
        let mut owners: Vec<UserId> = others.map(|other| other.user).chain([self.user]).collect();
        owners.sort_unstable();
        Sees::Owners(owners)
    }
}
