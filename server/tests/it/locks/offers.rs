//! What pages offer: a control for each right, which whoever lacks that one right does not find. Pages are looked at as the server
//! draws them; what is drawn in the browser alone is `rights.spec.ts`.

use super::rights::Probe;
use crate::calls::Ids;
use Right::*;
use Shown::{Marked, Named};
use axum::http::StatusCode;
use backend::{db_test, test_crm::TestCrm};
use domain::access::{Right, Rights};
use std::collections::BTreeSet;

/// By what a control is known.
#[derive(Debug, Clone, Copy)]
enum Shown {
    /// By these words of the catalogue, up to the first place that is filled in.
    Named(&'static str),
    /// By this piece of the page.
    Marked(&'static str),
}

impl Shown {
    fn is_on(self, page: &str) -> bool {
        match self {
            Marked(piece) => page.contains(piece),
            Named(key) => {
                let words = &backend::words::catalogues()["ru"][key];
                page.contains(words.split('{').next().unwrap_or_default())
            }
        }
    }
}

type Page = fn(Ids) -> String;
const CLIENTS: Page = |_| app::routes::CLIENTS.into();
const BOARD: Page = |_| app::routes::DEALS.into();
const DEAL_LIST: Page = |_| app::routes::DEAL_LIST.into();
const CLIENT: Page = |ids| format!("/clients/{}", ids.client);
const DEAL: Page = |ids| format!("/deals/{}", ids.deal);
const COMPANY: Page = |_| app::routes::COMPANY.into();
const FUNNEL: Page = |_| app::routes::FUNNEL.into();
const FIELDS: Page = |_| app::routes::FIELDS.into();
const USERS: Page = |_| app::routes::USERS.into();
const GROUPS: Page = |_| app::routes::GROUPS.into();
const GROUP: Page = |ids| format!("/settings/users/groups/{}", ids.group);
const ROLES: Page = |_| app::routes::ROLES.into();
const NEW_ROLE: Page = |_| app::routes::NEW_ROLE.into();
const LOG: Page = |_| app::routes::SECURITY_LOG.into();
const IMPORT: Page = |_| app::routes::IMPORT.into();
/// A page that everybody has: what is on it beside its own matter is the navigation.
const SESSIONS: Page = |_| app::routes::SESSIONS.into();

const OFFERS: &[(Right, Page, Shown)] = &[
    (CreateClients, CLIENTS, Named("clients.add")),
    (CreateClients, COMPANY, Named("clients.demo_load")),
    (CreateClients, IMPORT, Marked("value=\"client\"")),
    (ViewClients, SESSIONS, Marked("href=\"/clients\"")),
    (ViewClients, CLIENT, Marked("id=\"f-name-k\"")),
    (EditClients, CLIENT, Named("record.edit")),
    (EditClients, CLIENT, Marked("f-name-k f-name-v")),
    (EditClients, CLIENT, Marked("f-email-0-k f-email-0-v")),
    (EditPhone, CLIENT, Marked("f-phone-0-k f-phone-0-v")),
    (ChangeOwner, CLIENT, Marked("f-owner-k f-owner-v")),
    (ChangeOwner, DEAL, Marked("f-owner-k f-owner-v")),
    (CreateDeals, BOARD, Named("board.add")),
    (CreateDeals, DEAL_LIST, Named("quick_deal.title")),
    (CreateDeals, CLIENT, Named("client_card.quick_deal")),
    (CreateDeals, COMPANY, Named("clients.demo_load")),
    (CreateDeals, IMPORT, Marked("value=\"deal\"")),
    (ViewDeals, SESSIONS, Marked("href=\"/deals\"")),
    (ViewDeals, CLIENT, Marked("class=\"deal-lines\"")),
    (ViewDeals, DEAL, Marked("id=\"f-title-k\"")),
    (EditDeals, BOARD, Named("board.menu")),
    (EditDeals, BOARD, Marked("aria-describedby=\"drag-hint\"")),
    (EditDeals, DEAL, Named("record.edit")),
    (EditDeals, DEAL, Marked("f-title-k f-title-v")),
    (EditDeals, DEAL, Marked("f-stage-k f-stage-v")),
    (Import, SESSIONS, Marked("href=\"/settings/import\"")),
    (Import, CLIENTS, Marked("href=\"/settings/import\"")),
    (Import, IMPORT, Marked("type=\"file\"")),
    (Import, IMPORT, Named("import.template")),
    (SetUpFunnel, SESSIONS, Marked("href=\"/settings/funnel\"")),
    (SetUpFunnel, FUNNEL, Named("settings.edit")),
    (SetUpFields, SESSIONS, Marked("href=\"/settings/fields\"")),
    (SetUpFields, FIELDS, Named("settings.add_field")),
    (SetUpUsers, SESSIONS, Marked("href=\"/settings/users\"")),
    (SetUpUsers, USERS, Named("users.to_groups")),
    (SetUpUsers, GROUPS, Named("users.add_group")),
    (SetUpUsers, GROUP, Named("users.create")),
    (SetUpUsers, GROUP, Named("users.delete_group")),
    (SetUpUsers, ROLES, Named("users.add_role")),
    (SetUpUsers, NEW_ROLE, Marked("id=\"role-name\"")),
    (SetUpUsers, LOG, Named("users.log.download")),
    (SetUpCompany, SESSIONS, Marked("href=\"/settings/company\"")),
    (SetUpCompany, COMPANY, Marked("id=\"name-limit\"")),
    (SetUpCompany, COMPANY, Named("clients.demo_load")),
];

/// What is on a page of this person, without the data that it carries for its scripts.
async fn drawn(probe: &Probe, path: &str, cookie: &str) -> String {
    let page = probe.open(path, cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    let parts = page.body.split("<script");
    parts.map(|part| part.split_once("</script>").map_or(part, |(_, after)| after)).collect()
}

#[test]
fn every_right_that_decides_anything_has_an_offer() {
    let offered: BTreeSet<Right> = OFFERS.iter().map(|offer| offer.0).collect();
    assert_eq!(offered, Right::ALL.iter().copied().filter(|right| right.is_used()).collect());
}

db_test! {
    async fn what_a_right_allows_is_offered_with_it_and_not_without_it(crm: TestCrm) {
        let mut probe = Probe::new(crm).await;
        let (mut wrong, able) = (Vec::new(), probe.person().await.cookie);
        for (right, page, shown) in OFFERS {
            let path = page(probe.ids);
            if !shown.is_on(&drawn(&probe, &path, &able).await) {
                wrong.push(format!("with {right:?} {path} has no {shown:?}"));
            }
        }
        for right in OFFERS.iter().map(|offer| offer.0).collect::<BTreeSet<_>>() {
            let cookie = probe.may_only(Rights::all().without(right)).await;
            for (_, page, shown) in OFFERS.iter().filter(|offer| offer.0 == right) {
                let path = page(probe.ids);
                if shown.is_on(&drawn(&probe, &path, &cookie).await) {
                    wrong.push(format!("without {right:?} {path} has {shown:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    async fn whoever_has_no_right_is_offered_nothing_of_it(crm: TestCrm) {
        let mut probe = Probe::new(crm).await;
        let cookie = probe.may_only(Rights::of(&[])).await;
        let mut wrong = Vec::new();
        for (right, page, shown) in OFFERS {
            let path = page(probe.ids);
            if shown.is_on(&drawn(&probe, &path, &cookie).await) {
                wrong.push(format!("{path} has {shown:?} of {right:?}"));
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}
