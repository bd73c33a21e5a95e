//! Addresses of pages; no other module writes one as text.

use chrono::{DateTime, Utc};
use domain::ids::{ClientId, DealId, GroupId, ImportId, RoleId, UserId};

/// The table «Клиенты».
pub const CLIENTS: &str = "/clients";
/// The board «Воронка».
pub const DEALS: &str = "/deals";
/// The list of deals.
pub const DEAL_LIST: &str = "/deals/list";
/// The settings: their navigation on a phone, the first page elsewhere.
pub const SETTINGS: &str = "/settings";
/// Settings: the company.
pub const COMPANY: &str = "/settings/company";
/// Settings: the funnel.
pub const FUNNEL: &str = "/settings/funnel";
/// Settings: custom fields.
pub const FIELDS: &str = "/settings/fields";
/// Settings: users and rights.
pub const USERS: &str = "/settings/users";
/// Settings: groups of users.
pub const GROUPS: &str = "/settings/users/groups";
/// Settings: roles.
pub const ROLES: &str = "/settings/users/roles";
/// Settings: a new role.
pub const NEW_ROLE: &str = "/settings/users/roles/new";
/// Settings: where one is signed in.
pub const SESSIONS: &str = "/settings/sessions";
/// Settings: import.
pub const IMPORT: &str = "/settings/import";
/// Sign-in.
pub const LOGIN: &str = "/login";
/// Sign-out, by POST only.
pub const LOGOUT: &str = "/logout";
/// Where a file for the import is sent.
pub const UPLOAD: &str = "/upload/import";

/// News of what changes, as an event stream.
pub const LIVE: &str = "/live";

/// The same, with what changed since a moment.
pub fn live(since: DateTime<Utc>) -> String {
    format!("{LIVE}?since={}", since.timestamp_millis())
}

/// The workbook to fill in before an import of clients or deals.
pub fn import_template(noun: &str) -> String {
    format!("/template/{noun}")
}

/// A client's card.
pub fn client(id: ClientId) -> String {
    format!("{CLIENTS}/{id}")
}

/// A deal's card.
pub fn deal(id: DealId) -> String {
    format!("{DEALS}/{id}")
}

/// A deal's card over the list of deals.
pub fn listed_deal(id: DealId) -> String {
    format!("{DEAL_LIST}/{id}")
}

/// A user's profile.
pub fn user(id: UserId) -> String {
    format!("{USERS}/{id}")
}

/// A group of users.
pub fn group(id: GroupId) -> String {
    format!("{GROUPS}/{id}")
}

/// A role.
pub fn role(id: RoleId) -> String {
    format!("{ROLES}/{id}")
}

/// An import's wizard or report.
pub fn import(id: ImportId) -> String {
    format!("{IMPORT}/{id}")
}
