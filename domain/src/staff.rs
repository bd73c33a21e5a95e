//! «Пользователи и права» as administrators see it: people with their places, groups, and what may be changed of them.

use crate::{
    access::{Rank, SharedAccess},
    email::Email,
    error::{AppError, FieldIssue, Problem},
    ids::{GroupId, RoleId, UserId},
    roles::Role,
    text::{Limit, PERSON_NAME_LIMIT, clean},
    users::{User, UserStatus},
};
use serde::{Deserialize, Serialize};

/// A group (Группа): people who are listed together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name, unique in the company.
    pub name: String,
    /// Counts the changes.
    pub version: i64,
}

/// A person as an administrator sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// What everybody knows of them.
    pub user: User,
    /// What they sign in with.
    pub email: String,
    /// Whether they can.
    pub status: UserStatus,
    /// Their role.
    pub role: RoleId,
    /// Their group.
    pub group: Option<GroupId>,
    /// Ответственный.
    pub superior: Option<UserId>,
    /// Общий доступ.
    pub access: SharedAccess,
    /// Counts the changes.
    pub version: i64,
}

impl Member {
    /// What of them can be changed, as it is.
    pub fn profile(&self) -> Profile {
        Profile {
            first_name: self.user.first_name.clone(),
            last_name: self.user.last_name.clone(),
            role: self.role,
            group: self.group,
            rank: self.user.rank,
            superior: self.superior,
            access: self.access,
        }
    }
}

/// Everything that «Пользователи и права» shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Everybody, in the order of their names; the dismissed last.
    pub members: Vec<Member>,
    /// The groups, in the order of their names.
    pub groups: Vec<Group>,
    /// The roles: shipped ones first.
    pub roles: Vec<Role>,
    /// Who was invited by a letter that no mail server took.
    pub unreached: Vec<UserId>,
}

impl Staff {
    /// How many places of the tariff are taken (S3.5): by everybody who can sign in or will.
    pub fn seats(&self) -> usize {
        let takes = |member: &&Member| matches!(member.status, UserStatus::Active | UserStatus::Invited);
        self.members.iter().filter(takes).count()
    }
}

/// What an administrator decides of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Имя.
    pub first_name: String,
    /// Фамилия.
    pub last_name: String,
    /// Роль.
    pub role: RoleId,
    /// Группа.
    pub group: Option<GroupId>,
    /// Their rank.
    pub rank: Rank,
    /// Ответственный: somebody of a higher rank.
    pub superior: Option<UserId>,
    /// Общий доступ: one of the rank's modes.
    pub access: SharedAccess,
}

impl Profile {
    /// Cleans the names and checks what can be checked without knowing the others; every broken rule is told.
    pub fn checked(self) -> Result<Self, Vec<FieldIssue>> {
        let mut issues = Vec::new();
        let first_name = name(&mut issues, "first_name", &self.first_name);
        let last_name = name(&mut issues, "last_name", &self.last_name);
        let modes = SharedAccess::of(self.rank);
        if !modes.is_empty() && !modes.contains(&self.access) {
            issues.push(FieldIssue { field: "access".into(), problem: Problem::NotAChoice });
        }
        // A director answers to nobody and sees everything: there is nothing to choose.
        let (superior, access) = match self.rank {
            Rank::Director => (None, SharedAccess::first_of(Rank::Director)),
            _ => (self.superior, self.access),
        };
        if issues.is_empty() { Ok(Profile { first_name, last_name, superior, access, ..self }) } else { Err(issues) }
    }
}

fn name(issues: &mut Vec<FieldIssue>, field: &str, text: &str) -> String {
    let text = clean(text);
    let problem = if text.is_empty() {
        Some(Problem::Required)
    } else {
        let over = (Limit { max: PERSON_NAME_LIMIT }).check(&text).err();
        over.map(|over| Problem::TooLong { max: over.max, actual: over.actual })
    };
    issues.extend(problem.map(|problem| FieldIssue { field: field.into(), problem }));
    text
}

/// A person to be created (S3.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// E-mail: what they sign in with.
    pub email: String,
    /// Everything else.
    pub profile: Profile,
}

impl NewUser {
    /// The checked address and profile; every broken rule is told.
    pub fn checked(self) -> Result<(Email, Profile), AppError> {
        let email = Email::of_reader(&self.email);
        match (email, self.profile.checked()) {
            (Ok(email), Ok(profile)) => Ok((email, profile)),
            (email, profile) => {
                let mut issues = profile.err().unwrap_or_default();
                issues.extend(email.err().map(|error| {
                    let problem = Problem::of_email(error, &self.email);
                    FieldIssue { field: "email".into(), problem }
                }));
                Err(AppError::Invalid(issues))
            }
        }
    }
}

#[cfg(test)]
mod tests;
