//! Who works with a client beside its owner (S1.15-S1.19): its managers, and everybody where it is public.

use crate::{
    error::{FieldIssue, Problem},
    ids::UserId,
};
use serde::{Deserialize, Serialize};

/// What everybody in the company may do with a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientAccess {
    /// Nothing: it is its owner's and its managers'.
    #[default]
    Private,
    /// «на чтение».
    Read,
    /// «на чтение/запись».
    Write,
}

impl ClientAccess {
    /// The stored name.
    pub fn key(self) -> &'static str {
        match self {
            ClientAccess::Private => "private",
            ClientAccess::Read => "read",
            ClientAccess::Write => "write",
        }
    }

    /// Reads a stored name back; an unknown one opens nothing.
    pub fn from_key(key: &str) -> Self {
        match key {
            "read" => ClientAccess::Read,
            "write" => ClientAccess::Write,
            _ => ClientAccess::Private,
        }
    }

    /// Whether everybody sees the client.
    pub fn is_public(self) -> bool {
        self != ClientAccess::Private
    }

    /// The opposite, for rows that leave it out.
    pub fn is_private(&self) -> bool {
        !self.is_public()
    }
}

/// As many managers has a client at most: whoever wants more wants it public.
pub const MANAGERS_LIMIT: usize = 50;

/// Managers beside the owner, each once, in the order of their ids.
pub fn checked_managers(managers: Vec<UserId>, owner: UserId) -> Result<Vec<UserId>, FieldIssue> {
    let actual = managers.len();
    if actual > MANAGERS_LIMIT {
        let problem = Problem::TooLong { max: MANAGERS_LIMIT, actual };
        return Err(FieldIssue { field: "managers".into(), problem });
    }
    let mut managers = managers;
    managers.sort_unstable();
    managers.dedup();
    managers.retain(|manager| *manager != owner);
    Ok(managers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn people(numbers: &[u128]) -> Vec<UserId> {
        numbers.iter().map(|number| UserId(Uuid::from_u128(*number))).collect()
    }

    #[test]
    fn managers_are_listed_once_and_the_owner_is_none_of_them() {
        let owner = people(&[2])[0];
        assert_eq!(checked_managers(people(&[3, 1, 2, 3]), owner), Ok(people(&[1, 3])));
    }

    #[test]
    fn more_managers_than_the_limit_are_refused_with_both_numbers() {
        let owner = people(&[0])[0];
        let crowd = |count: usize| people(&(1..=count as u128).collect::<Vec<_>>());
        assert!(checked_managers(crowd(MANAGERS_LIMIT), owner).is_ok());
        let issue = checked_managers(crowd(MANAGERS_LIMIT + 1), owner).expect_err("too many");
        assert_eq!(issue.problem, Problem::TooLong { max: MANAGERS_LIMIT, actual: MANAGERS_LIMIT + 1 });
    }

    #[test]
    fn access_is_read_back_as_it_is_stored_and_an_unknown_one_opens_nothing() {
        for access in [ClientAccess::Private, ClientAccess::Read, ClientAccess::Write] {
            assert_eq!(ClientAccess::from_key(access.key()), access);
            assert_eq!(access.is_public(), access != ClientAccess::Private);
        }
        assert_eq!(ClientAccess::from_key("everybody"), ClientAccess::Private);
    }
}
