//! Roles: named sets of rights, shipped ones and any number of own ones (S3.6, S3.28, R23). A rank is something else.

use crate::{
    access::Rights,
    error::{AppError, Problem},
    ids::RoleId,
    text::{Limit, clean},
};
use serde::{Deserialize, Serialize};

/// The longest name of a role or a group.
pub const ROLE_NAME_LIMIT: usize = 50;

/// A role (Роль).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// Shipped or made here.
    pub kind: RoleKind,
    /// Its name, unique in the company.
    pub name: String,
    /// What it allows.
    pub rights: Rights,
    /// Whether its people have to sign in with a code.
    pub second_factor: bool,
    /// Counts the changes.
    pub version: i64,
}

impl Role {
    /// What whoever has this role may give to others and take from them: what it allows. The administrators' role gives
    /// all: what it has switched off for itself nobody else could switch on again.
    pub fn gives(&self) -> Rights {
        if self.kind == RoleKind::Administrator { Rights::all() } else { self.rights }
    }
}

/// Where a role comes from. Shipped ones stay; own ones can be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleKind {
    /// Администратор.
    Administrator,
    /// Руководитель.
    Supervisor,
    /// Менеджер.
    Manager,
    /// Made by the company.
    Own,
}

impl RoleKind {
    const ALL: [RoleKind; 4] = [RoleKind::Administrator, RoleKind::Supervisor, RoleKind::Manager, RoleKind::Own];

    /// The stored name.
    pub fn key(self) -> &'static str {
        match self {
            RoleKind::Administrator => "administrator",
            RoleKind::Supervisor => "supervisor",
            RoleKind::Manager => "manager",
            RoleKind::Own => "own",
        }
    }

    /// Reads a stored name back.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.key() == key).unwrap_or(RoleKind::Own)
    }
}

/// What a role is given by the one who edits it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleDraft {
    /// Its name.
    pub name: String,
    /// What it allows.
    pub rights: Rights,
    /// Whether its people have to sign in with a code.
    #[serde(default)]
    pub second_factor: bool,
}

impl RoleDraft {
    /// A new role: without a name, with the rights that are on by default (S2.47).
    pub fn empty() -> Self {
        RoleDraft { name: String::new(), rights: Rights::of_new_role(), second_factor: false }
    }

    /// Cleans the name, and refuses rights that nobody knows.
    pub fn checked(self) -> Result<Self, AppError> {
        if self.rights.0 & !Rights::all().0 != 0 {
            return Err(AppError::invalid("rights", Problem::Unknown));
        }
        Ok(RoleDraft { name: checked_short_name(&self.name)?, ..self })
    }
}

/// The cleaned name of a role or a group.
pub fn checked_short_name(name: &str) -> Result<String, AppError> {
    let name = clean(name);
    let refuse = |problem| Err(AppError::invalid("name", problem));
    if crate::search_text::fold(&name).is_empty() {
        return refuse(Problem::Required);
    }
    match (Limit { max: ROLE_NAME_LIMIT }).check(&name) {
        Ok(()) => Ok(name),
        Err(over) => refuse(Problem::TooLong { max: over.max, actual: over.actual }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Right;

    #[test]
    fn rights_of_a_new_role_are_on_but_those_that_the_documents_leave_to_administrators() {
        let rights = RoleDraft::empty().rights;
        let off: Vec<&str> = Right::ALL.iter().filter(|right| !rights.has(**right)).map(|right| right.key()).collect();
        assert_eq!(
            off,
            [
                "create_tasks_in_bulk",
                "restore",
                "set_up_funnel",
                "set_up_fields",
                "set_up_processes",
                "set_up_users",
                "billing",
                "set_up_company"
            ]
        );
        // The number that a migration wrote for companies that were there before.
        assert_eq!(rights.0, 520_191);
    }

    #[test]
    fn a_role_needs_a_name_of_at_most_50_characters_and_knows_its_rights_only() {
        let draft = |name: &str, rights| RoleDraft { name: name.into(), rights, second_factor: false }.checked();
        assert_eq!(draft("  Кассир ", Rights::default()).map(|draft| draft.name), Ok("Кассир".into()));
        assert_eq!(draft(" . ", Rights::default()), Err(AppError::invalid("name", Problem::Required)));
        let long = Problem::TooLong { max: 50, actual: 51 };
        assert_eq!(draft(&"я".repeat(51), Rights::default()), Err(AppError::invalid("name", long)));
        assert_eq!(draft("Кассир", Rights(1 << 40)), Err(AppError::invalid("rights", Problem::Unknown)));
    }
}
