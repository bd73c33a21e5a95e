//! People who sign in (Пользователь), as others see them.

use crate::{
    access::{Actor, Rank},
    fields::{FieldDef, Noun},
    ids::{StageId, UserId},
    lang::Lang,
    pipelines::Stage,
    preferences::Preferences,
    workspaces::Workspace,
    zone::Zone,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A colleague: what pickers, tables and feeds show of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// Имя.
    pub first_name: String,
    /// Фамилия.
    pub last_name: String,
    /// Their rank (R23).
    pub rank: Rank,
}

/// Whether a person can sign in, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// Требует активации: no password yet (S2.50).
    Invited,
    /// Активен.
    Active,
    /// Приостановлен: everything of theirs stays, and they cannot sign in.
    Suspended,
    /// Уволен: records went to somebody else; the name stays for the history.
    Dismissed,
}

impl UserStatus {
    /// Every status.
    pub const ALL: [UserStatus; 4] =
        [UserStatus::Active, UserStatus::Invited, UserStatus::Suspended, UserStatus::Dismissed];

    /// The stored and localised name.
    pub fn key(self) -> &'static str {
        match self {
            UserStatus::Invited => "invited",
            UserStatus::Active => "active",
            UserStatus::Suspended => "suspended",
            UserStatus::Dismissed => "dismissed",
        }
    }

    /// Whether they can be given work.
    pub fn is_at_work(self) -> bool {
        matches!(self, UserStatus::Active | UserStatus::Invited)
    }

    /// Reads a stored name back; an unknown one lets nobody in.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|status| status.key() == key).unwrap_or(UserStatus::Suspended)
    }
}

impl User {
    /// «Имя Фамилия».
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// Two letters for the avatar, which shows them as capitals.
    pub fn initials(&self) -> String {
        [&self.first_name, &self.last_name].into_iter().filter_map(|part| part.chars().next()).collect()
    }

    /// One of sixteen avatar hues, the same everywhere.
    pub fn hue(&self) -> u8 {
        (self.id.0.as_bytes()[15] ^ self.id.0.as_bytes()[14]) % 16
    }
}

/// Everything a page needs to know about the one who looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// What they may do.
    pub actor: Actor,
    /// Their company.
    pub workspace: Workspace,
    /// Themselves.
    pub user: User,
    /// Their e-mail.
    pub email: String,
    /// The language they read.
    pub lang: Lang,
    /// Their zone.
    pub zone: Zone,
    /// When the page was made: what "today" means on it, on the server and in the browser alike.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub now: DateTime<Utc>,
    /// Custom fields of clients.
    pub client_fields: Vec<FieldDef>,
    /// Custom fields of deals.
    pub deal_fields: Vec<FieldDef>,
    /// Stages of the deal pipeline, in order.
    pub stages: Vec<Stage>,
    /// Colleagues, themselves included.
    pub people: Vec<User>,
    /// Those of them who are suspended: their records stay theirs, nobody gives them others.
    #[serde(default)]
    pub away: Vec<UserId>,
    /// How pages look to them.
    pub preferences: Preferences,
    /// People who were dismissed: histories name them, nothing can be given to them.
    pub former: Vec<User>,
    /// How many notifications are new to them.
    pub told: usize,
    /// Whether the page came over a connection that others can read: who serves it knows.
    pub plain_http: bool,
}

impl Viewer {
    /// The custom fields of clients or of deals.
    pub fn fields(&self, noun: Noun) -> &[FieldDef] {
        match noun {
            Noun::Client => &self.client_fields,
            Noun::Deal => &self.deal_fields,
            _ => &[],
        }
    }

    /// The colleague or former colleague of this id.
    pub fn person(&self, id: UserId) -> Option<&User> {
        self.people.iter().chain(&self.former).find(|user| user.id == id)
    }

    /// Colleagues who can be given work: all but those who are suspended.
    pub fn at_work(&self) -> impl Iterator<Item = &User> {
        self.people.iter().filter(|user| !self.away.contains(&user.id))
    }

    /// The stage of this id.
    pub fn stage(&self, id: StageId) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }
}
