//! Addresses of pages; no other module writes one as text.

use chrono::{DateTime, Utc};
use domain::{
    access::Subject,
    ids::{ClientId, DealId, GroupId, ImportId, RoleId, UserId},
};

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
/// Settings: the security log.
pub const SECURITY_LOG: &str = "/settings/users/log";
/// The security log as a file.
pub const SECURITY_LOG_FILE: &str = "/export/security-log";
/// Settings: where one is signed in.
pub const SESSIONS: &str = "/settings/sessions";
/// Settings: import.
pub const IMPORT: &str = "/settings/import";
/// What the person is told.
pub const NOTIFICATIONS: &str = "/notifications";
/// Sign-in.
pub const LOGIN: &str = "/login";
/// The second step of a sign-in.
pub const CODE: &str = "/code";
/// Sign-out, by POST only.
pub const LOGOUT: &str = "/logout";
/// Where a file for the import is sent.
pub const UPLOAD: &str = "/upload/import";

/// Where browsers report what the content security policy kept a page from.
pub const REPORTS: &str = "/reports";

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

/// A part of the security log as a file.
pub fn security_log_file(part: &str) -> String {
    format!("{SECURITY_LOG_FILE}?part={part}")
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

/// The client or the deal whose card stands at this address, as people copy it: with or without the server's part.
pub fn record_at(address: &str) -> Option<Subject> {
    let path = address.trim().split(['?', '#']).next()?.trim_end_matches('/');
    let (list, id) = path.rsplit_once('/')?;
    if list.ends_with(CLIENTS) {
        id.parse().ok().map(Subject::Client)
    } else if list.ends_with(DEALS) || list.ends_with(DEAL_LIST) {
        id.parse().ok().map(Subject::Deal)
    } else {
        None
    }
}

/// The card of a record.
pub fn record(subject: Subject) -> String {
    match subject {
        Subject::Client(id) => client(id),
        Subject::Deal(id) => deal(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_was_copied_from_anywhere_names_its_record() {
        let (client_id, deal_id) = (ClientId(uuid::Uuid::from_u128(7)), DealId(uuid::Uuid::from_u128(8)));
        let of_client = client(client_id);
        for address in [of_client.clone(), format!(" https://crm.example.uz{of_client}/?q=1#feed\n")] {
            assert_eq!(record_at(&address), Some(Subject::Client(client_id)), "{address}");
        }
        for address in [deal(deal_id), format!("http://127.0.0.1:3000{}", listed_deal(deal_id))] {
            assert_eq!(record_at(&address), Some(Subject::Deal(deal_id)), "{address}");
        }
        assert_eq!(record_at(&record(Subject::Deal(deal_id))), Some(Subject::Deal(deal_id)));
        for text in
            ["Иванов", "", "/", "/clients/", "/clients/7", "/settings/users/00000000-0000-0000-0000-000000000007"]
        {
            assert_eq!(record_at(text), None, "{text}");
        }
    }
}
