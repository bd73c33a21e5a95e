//! A company (Компания) and its settings; the tenant that every row belongs to.

use crate::{ids::WorkspaceId, lang::Lang, money::Currency, text};
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
    /// Both between the documents' 30 and 255.
    pub fn is_allowed(&self) -> bool {
        (text::NAME_LIMIT..=text::RAISED_LIMIT).contains(&self.name_limit)
            && (text::TEXT_LIMIT..=text::RAISED_LIMIT).contains(&self.text_limit)
    }
}

/// The longest name of a company, in graphemes.
pub const COMPANY_NAME_LIMIT: usize = 100;
