//! Who may do what, and whose records they see: `Actor`, `Right`, `scope()`. Pure; the only gate there is.
//! Nothing here reads a record: operations read through the scope first and ask for the right on what they read.

mod acts;
mod hierarchy;

pub use acts::{Act, Bar, Explained, Subject, Verdict, Way};
pub use hierarchy::{Post, SharedAccess, Tie};

use crate::{
    fields::Noun,
    filter::Filter,
    ids::{RoleId, UserId, WorkspaceId},
    lang::Lang,
};
use serde::{Deserialize, Serialize};

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident = $key:literal),+ $(,)?) => {
        /// One named switch of a role. The order is stored: add at the end only.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[repr(u8)]
        pub enum Right {
            $($(#[$doc])* $name),+
        }

        impl Right {
            /// Every right, in stored order.
            pub const ALL: &'static [Right] = &[$(Right::$name),+];

            /// The localised name's key.
            pub fn key(self) -> &'static str {
                match self {
                    $(Right::$name => $key),+
                }
            }
        }
    };
}

rights! {
    /// S0.1.
    CreateClients = "create_clients",
    /// S0.20.
    ViewClients = "view_clients",
    /// S0.7.
    EditClients = "edit_clients",
    /// S0.42.
    DeleteClients = "delete_clients",
    /// S0.52.
    CreateDeals = "create_deals",
    /// The section «Сделки».
    ViewDeals = "view_deals",
    /// Changes of deals, moves included.
    EditDeals = "edit_deals",
    /// Deletion of deals.
    DeleteDeals = "delete_deals",
    /// S0.12.
    CreateTasks = "create_tasks",
    /// The section «Задачи».
    ViewTasks = "view_tasks",
    /// Changes of tasks.
    EditTasks = "edit_tasks",
    /// Deletion of tasks.
    DeleteTasks = "delete_tasks",
    /// S0.58, R1.
    CreateTasksInBulk = "create_tasks_in_bulk",
    /// S0.59.
    ChangeOwner = "change_owner",
    /// S3.28 «Редактирование номера».
    EditPhone = "edit_phone",
    /// S0.63.
    Import = "import",
    /// Export to Excel.
    Export = "export",
    /// S0.61.
    SendSms = "send_sms",
    /// S0.60.
    Documents = "documents",
    /// S0.45, S3.24.
    Restore = "restore",
    /// S3.10, S3.17.
    SetUpFunnel = "set_up_funnel",
    /// S1.7.
    SetUpFields = "set_up_fields",
    /// S3.21.
    SetUpProcesses = "set_up_processes",
    /// S3.3.
    SetUpUsers = "set_up_users",
    /// S3.31.
    Billing = "billing",
    /// Company settings: limits of R2, currency, demo data.
    SetUpCompany = "set_up_company",
}

/// Rights of sections and functions that do not exist yet: roles keep them already, and they decide nothing.
const UNUSED: &[Right] = &[
    Right::DeleteClients,
    Right::DeleteDeals,
    Right::CreateTasks,
    Right::ViewTasks,
    Right::EditTasks,
    Right::DeleteTasks,
    Right::CreateTasksInBulk,
    Right::Export,
    Right::SendSms,
    Right::Documents,
    Right::Restore,
    Right::SetUpProcesses,
    Right::Billing,
];

impl Right {
    /// Whether it decides anything yet.
    pub fn is_used(self) -> bool {
        !UNUSED.contains(&self)
    }
}

/// A set of rights, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rights(pub i64);

impl Rights {
    /// All of them.
    pub fn all() -> Self {
        Rights::of(Right::ALL)
    }

    /// Just these.
    pub fn of(rights: &[Right]) -> Self {
        Rights(rights.iter().fold(0, |bits, right| bits | 1 << (*right as u8)))
    }

    /// Whether this one is in.
    pub fn has(self, right: Right) -> bool {
        self.0 & (1 << (right as u8)) != 0
    }

    /// Whether all of these are in.
    pub fn covers(self, others: Rights) -> bool {
        others.0 & !self.0 == 0
    }

    /// Those that only one of the two sets has.
    pub fn differing(self, other: Rights) -> Self {
        Rights(self.0 ^ other.0)
    }

    /// The same with one more.
    pub fn with(self, right: Right) -> Self {
        Rights(self.0 | 1 << (right as u8))
    }

    /// The same without this one.
    pub fn without(self, right: Right) -> Self {
        Rights(self.0 & !(1 << (right as u8)))
    }

    /// What a new role may do, and each shipped one but the administrators': everything with records is on (S2.47), what the
    /// documents leave to administrators is not - tasks in bulk (R1), restoring (S3.24), settings and users (S3.3).
    pub fn of_new_role() -> Self {
        use Right::*;
        let reserved = Rights::of(&[
            CreateTasksInBulk,
            Restore,
            SetUpFunnel,
            SetUpFields,
            SetUpProcesses,
            SetUpUsers,
            Billing,
            SetUpCompany,
        ]);
        Rights(Rights::all().0 & !reserved.0)
    }
}

/// The rank of a person, apart from the role (R23, S2.29).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Директор.
    Director,
    /// Руководитель.
    Supervisor,
    /// Менеджер.
    Manager,
}

impl Rank {
    /// Every rank, the highest first.
    pub const ALL: [Rank; 3] = [Rank::Director, Rank::Supervisor, Rank::Manager];

    /// Whether somebody of this rank can be the superior of somebody of the other.
    pub fn is_above(self, other: Rank) -> bool {
        let height = |rank: Rank| Rank::ALL.iter().position(|known| *known == rank);
        height(self) < height(other)
    }

    /// The stored name.
    pub fn key(self) -> &'static str {
        match self {
            Rank::Director => "director",
            Rank::Supervisor => "supervisor",
            Rank::Manager => "manager",
        }
    }

    /// Reads a stored name back; an unknown one is the least of them.
    pub fn from_key(key: &str) -> Self {
        match key {
            "director" => Rank::Director,
            "supervisor" => Rank::Supervisor,
            _ => Rank::Manager,
        }
    }
}

/// Whose records a person sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sees {
    /// Every record of the company.
    Everything,
    /// Records owned by these people.
    Owners(Vec<UserId>),
}

/// A person (or the system) acting within one company: the only way to call anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The company.
    pub workspace: WorkspaceId,
    /// Who acts; the system acts as nobody.
    pub user: UserId,
    /// The role's id.
    pub role: RoleId,
    /// What they may do.
    pub rights: Rights,
    /// Whose records they see.
    pub sees: Sees,
    /// The language they read.
    pub lang: Lang,
}

impl Actor {
    /// Whether the role has this right.
    pub fn can(&self, right: Right) -> bool {
        self.rights.has(right)
    }

    /// The filter that every read of this noun carries. Deals by their owner alone (R22); clients also by their managers,
    /// and everybody's where they are public (S1.17, S1.18).
    pub fn scope(&self, noun: Noun) -> Filter {
        let view = match noun {
            Noun::Client => Right::ViewClients,
            Noun::Deal => Right::ViewDeals,
            _ => return Filter::All,
        };
        if !self.can(view) {
            return Filter::Nothing;
        }
        match &self.sees {
            Sees::Everything => Filter::All,
            Sees::Owners(owners) if noun == Noun::Client => self.sight(owners),
            Sees::Owners(owners) => Filter::owned_by(owners.clone()),
        }
    }
}

mod sharing;
mod within;

#[cfg(test)]
mod tests;
