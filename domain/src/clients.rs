//! Clients (Клиент): who buys (S0.2-S0.9, R2, R21). Reading and writing them lives in `backend/src/clients`.

mod sharing;

pub use sharing::{ClientAccess, MANAGERS_LIMIT, checked_managers};

use crate::{
    email::Email,
    error::{AppError, FieldIssue, Problem},
    fields::{FieldValue, FieldValues},
    ids::{ClientId, FieldId, RequestId, StageId, UserId},
    phone::Phone,
    text::{Limit, PERSON_NAME_LIMIT, clean},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A person or a company (S1.2); only their names are made differently (R21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientKind {
    /// Персона.
    #[default]
    Person,
    /// Компания.
    Company,
}

impl ClientKind {
    /// Both, as they are offered.
    pub const ALL: [ClientKind; 2] = [ClientKind::Person, ClientKind::Company];

    /// The stored name.
    pub fn key(self) -> &'static str {
        match self {
            ClientKind::Person => "person",
            ClientKind::Company => "company",
        }
    }

    /// Reads a stored name back.
    pub fn from_key(key: &str) -> Self {
        if key == "company" { ClientKind::Company } else { ClientKind::Person }
    }
}

/// A client as its card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// The human number within the company.
    pub number: i64,
    /// Person or company.
    pub kind: ClientKind,
    /// ФИО or the company's name: one field (R21).
    pub name: String,
    /// What the name is made of, where that was said; answers stored before it was kept have none.
    #[serde(default)]
    pub parts: Option<NameParts>,
    /// Any number of phones, the main one first.
    pub phones: Vec<Phone>,
    /// Any number of e-mails, the main one first.
    pub emails: Vec<Email>,
    /// Ответственный.
    pub owner: UserId,
    /// Who works with it beside the owner; answers stored before there were any have none.
    #[serde(default)]
    pub managers: Vec<UserId>,
    /// What everybody may do with it.
    #[serde(default)]
    pub access: ClientAccess,
    /// Values of custom fields.
    pub custom: FieldValues,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: UserId,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// By whom.
    pub updated_by: UserId,
    /// Counts the changes.
    pub version: i64,
}

/// A client as a row of the table: only what columns show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientRow {
    /// Its id.
    pub id: ClientId,
    /// The human number.
    pub number: i64,
    /// ФИО or the company's name.
    pub name: String,
    /// The main phone.
    #[serde(deserialize_with = "crate::phone::of_server")]
    pub phone: Option<Phone>,
    /// The main e-mail.
    #[serde(deserialize_with = "crate::email::of_server")]
    pub email: Option<Email>,
    /// Ответственный.
    pub owner: UserId,
    /// Stages of its deals that the viewer may see, newest first, at most [`ClientRow::STAGES`].
    pub stages: Vec<StageId>,
    /// How many deals the viewer may see.
    pub deals: i64,
    /// What everybody may do with it; most rows are private and do not say so.
    #[serde(default, skip_serializing_if = "ClientAccess::is_private")]
    pub access: ClientAccess,
    /// Values of custom fields.
    pub custom: FieldValues,
    /// When it was created.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub updated_at: DateTime<Utc>,
}

impl ClientRow {
    /// As many stage dots as a row has room for.
    pub const STAGES: usize = 4;
}

/// The parts of a person's name; `name` is made of them in this order (R21).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameParts {
    /// Фамилия.
    pub last: String,
    /// Имя.
    pub first: String,
    /// Отчество.
    pub middle: String,
}

impl NameParts {
    /// The parts as they are kept; none where nothing is in them.
    pub fn kept(&self) -> Option<NameParts> {
        let parts = NameParts { last: clean(&self.last), first: clean(&self.first), middle: clean(&self.middle) };
        (parts != NameParts::default()).then_some(parts)
    }

    /// The parts, cleaned, joined by single spaces; each at most 30 graphemes.
    pub fn joined(&self) -> Result<String, FieldIssue> {
        let parts = [("last", &self.last), ("first", &self.first), ("middle", &self.middle)];
        let mut name = String::new();
        for (field, part) in parts {
            let part = clean(part);
            if let Err(over) = (Limit { max: PERSON_NAME_LIMIT }).check(&part) {
                let problem = Problem::TooLong { max: over.max, actual: over.actual };
                return Err(FieldIssue { field: field.into(), problem });
            }
            if !part.is_empty() {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(&part);
            }
        }
        Ok(name)
    }
}

/// All that a new client needs. Checked by [`NewClient::checked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    /// Person or company.
    pub kind: ClientKind,
    /// ФИО or the company's name; of a person with parts it is made of them.
    pub name: String,
    /// Фамилия, имя и отчество of a person.
    #[serde(default)]
    pub parts: Option<NameParts>,
    /// Phones, the main one first.
    pub phones: Vec<Phone>,
    /// E-mails, the main one first.
    pub emails: Vec<Email>,
    /// Ответственный; the author without one.
    pub owner: Option<UserId>,
    /// Values of custom fields.
    pub custom: FieldValues,
}

impl NewClient {
    /// The same with the name cleaned, doubles removed, or every broken rule.
    pub fn checked(mut self, name_limit: usize) -> Result<Self, AppError> {
        let mut issues = Vec::new();
        self.parts = self.parts.filter(|_| self.kind == ClientKind::Person).and_then(|parts| parts.kept());
        let name = self.parts.as_ref().map_or(Ok(self.name), NameParts::joined);
        match name.and_then(|name| checked_client_name(&name, name_limit)) {
            Ok(name) => self.name = name,
            Err(issue) => {
                self.name = String::new();
                issues.push(issue);
            }
        }
        self.phones = without_doubles(self.phones, Phone::clone);
        self.emails = without_doubles(self.emails, Email::normalized);
        self.custom.retain(|_, value| !value.is_empty());
        if issues.is_empty() { Ok(self) } else { Err(AppError::Invalid(issues)) }
    }
}

/// Cleans and checks a client's name (S0.4, R2).
pub fn checked_client_name(name: &str, limit: usize) -> Result<String, FieldIssue> {
    let name = clean(name);
    let issue = |problem| FieldIssue { field: "name".into(), problem };
    if name.is_empty() {
        return Err(issue(Problem::Required));
    }
    match (Limit { max: limit }).check(&name) {
        Ok(()) => Ok(name),
        Err(over) => Err(issue(Problem::TooLong { max: over.max, actual: over.actual })),
    }
}

/// Phones or e-mails, each kept once where it stands first; `form` is the same for two spellings of one (R7).
pub fn without_doubles<T, F: PartialEq>(mut values: Vec<T>, form: impl Fn(&T) -> F) -> Vec<T> {
    let mut kept = Vec::with_capacity(values.len());
    values.retain(|value| {
        let form = form(value);
        let is_new = !kept.contains(&form);
        kept.push(form);
        is_new
    });
    values
}

/// One change of a client; each field of the card saves itself (R18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientPatch {
    /// Person or company.
    Kind(ClientKind),
    /// ФИО or the company's name; parts that do not make it are dropped.
    Name(String),
    /// Фамилия, имя и отчество, of which the name is made anew.
    Parts(NameParts),
    /// All phones, the main one first.
    Phones(Vec<Phone>),
    /// All e-mails, the main one first.
    Emails(Vec<Email>),
    /// Ответственный; the client's deals go along (S3.30).
    Owner(UserId),
    /// Takes one's own earlier change of the owner back, with the deals that went along.
    OwnerBack(RequestId),
    /// All managers beside the owner.
    Managers(Vec<UserId>),
    /// What everybody may do with it.
    Access(ClientAccess),
    /// A custom field; `None` empties it.
    Custom(FieldId, Option<FieldValue>),
}

/// A client as a change left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited {
    /// The client.
    pub client: Client,
    /// How many of its deals went to another owner with it.
    pub deals: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persons_name_is_made_of_its_parts_in_order() {
        let parts = NameParts { last: " Иванов ".into(), first: "Пётр".into(), middle: String::new() };
        assert_eq!(parts.joined(), Ok("Иванов Пётр".into()));
        let long = NameParts { last: "я".repeat(31), ..NameParts::default() };
        assert_eq!(long.joined().expect_err("31 letters").problem, Problem::TooLong { max: 30, actual: 31 });
    }

    #[test]
    fn a_name_of_thirty_graphemes_passes_and_the_next_one_is_refused_with_both_numbers() {
        assert!(checked_client_name(&"я".repeat(30), 30).is_ok());
        let issue = checked_client_name(&"я".repeat(31), 30).expect_err("too long");
        assert_eq!(issue.problem, Problem::TooLong { max: 30, actual: 31 });
        assert_eq!(checked_client_name("  ", 30).expect_err("empty").problem, Problem::Required);
    }

    #[test]
    fn a_new_persons_name_is_made_of_the_parts_and_a_company_has_none() {
        let parts = NameParts { last: " Иванов".into(), first: "Пётр ".into(), middle: " ".into() };
        let new = |kind, parts: &NameParts| {
            let (phones, emails, custom) = (Vec::new(), Vec::new(), FieldValues::new());
            NewClient {
                kind, name: "Ромашка".into(), parts: Some(parts.clone()), phones, emails, owner: None, custom
            }
        };
        let person = new(ClientKind::Person, &parts).checked(30).expect("fits");
        let kept = NameParts { last: "Иванов".into(), first: "Пётр".into(), middle: String::new() };
        assert_eq!((person.name.as_str(), person.parts), ("Иванов Пётр", Some(kept)));
        for (kind, parts) in [(ClientKind::Company, parts), (ClientKind::Person, NameParts::default())] {
            let client = new(kind, &parts).checked(30).expect("fits");
            assert_eq!((client.name.as_str(), client.parts), ("Ромашка", None));
        }
    }

    #[test]
    fn equal_emails_are_kept_once() {
        let mail = |text| Email::parse(text).expect("valid");
        let mails = vec![mail("A@b.uz"), mail("c@d.uz"), mail("a@b.uz")];
        assert_eq!(without_doubles(mails, Email::normalized), [mail("A@b.uz"), mail("c@d.uz")]);
    }
}
