//! A company (Компания) and its settings; the tenant that every row belongs to.

use crate::{
    error::{FieldIssue, Problem},
    ids::WorkspaceId,
    lang::Lang,
    money::Currency,
    text,
};
use serde::{Deserialize, Serialize};

/// A company and what it has chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// The CRM ID that people see and copy (S3.1).
    pub crm_id: String,
    /// Its name.
    pub name: String,
    /// The currency of budgets.
    pub currency: Currency,
    /// The longest client name, in graphemes: 30, may be raised to 255 (R2).
    pub name_limit: usize,
    /// The longest value of a text field, in graphemes: 30, may be raised to 255 (R2).
    pub text_limit: usize,
    /// Counts the changes.
    pub version: i64,
}

/// What set-up and sign-up ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewWorkspace {
    /// Компания.
    pub company: String,
    /// Валюта.
    pub currency: Currency,
    /// Имя.
    pub first_name: String,
    /// Фамилия.
    pub last_name: String,
    /// E-mail.
    pub email: String,
    /// Пароль.
    pub password: String,
    /// The browser's IANA zone.
    pub zone: String,
    /// The browser's language.
    pub lang: Lang,
}

/// Limits that an administrator may raise (R2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitSettings {
    /// The longest client name.
    pub name_limit: usize,
    /// The longest value of a text field.
    pub text_limit: usize,
}

impl LimitSettings {
    /// Those that are not between the documents' 30 and 255.
    pub fn issues(&self) -> Vec<FieldIssue> {
        let limits =
            [("name_limit", self.name_limit, text::NAME_LIMIT), ("text_limit", self.text_limit, text::TEXT_LIMIT)];
        let issue = |(field, limit, min): (&str, usize, usize)| {
            let problem = match limit {
                limit if limit < min => Problem::TooShort { min },
                limit if limit > text::RAISED_LIMIT => Problem::TooLong { max: text::RAISED_LIMIT, actual: limit },
                _ => return None,
            };
            Some(FieldIssue { field: field.into(), problem })
        };
        limits.into_iter().filter_map(issue).collect()
    }
}

/// The longest name of a company, in graphemes.
pub const COMPANY_NAME_LIMIT: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_that_is_not_allowed_is_named_with_what_is() {
        let issues = |name_limit, text_limit| LimitSettings { name_limit, text_limit }.issues();
        let issue = |field: &str, problem| FieldIssue { field: field.into(), problem };
        assert_eq!(issues(30, 255), []);
        assert_eq!(issues(255, 30), []);
        let long = Problem::TooLong { max: 255, actual: 256 };
        assert_eq!(issues(30, 256), [issue("text_limit", long.clone())]);
        assert_eq!(issues(29, 30), [issue("name_limit", Problem::TooShort { min: 30 })]);
        assert_eq!(issues(256, 0), [issue("name_limit", long), issue("text_limit", Problem::TooShort { min: 30 })]);
    }
}
