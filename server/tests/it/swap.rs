//! The swap: every server function is called with somebody else's ids. What one may not see is what does not exist: the
//! answer is the same, byte for byte, as to ids that nobody has, and nothing changes.

use crate::{
    calls::{
        CALLS,
        Call::{Own, Record, Setting},
        Ids, call, functions, records, unknown,
    },
    web::{Answer, Web},
};
use backend::{db_test, test_crm::TestCrm};
use serde_json::Value;
use server::router::PAGES;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Everything that is stored. Where it is no refusal to be asked for what is not there – to end a session that is no more, to
/// have seen – the request leaves its answer, and only that.
pub async fn stored(web: &Web) -> Vec<String> {
    let rows = web.crm.base.everything().await;
    rows.into_iter().filter(|row| !row.starts_with("requests ")).collect()
}

/// What differs between the answers to ids that are hidden and to ids that are not there, or from what is expected. The
/// bodies are made from either.
pub async fn differences(
    web: &Web,
    (name, status, body): (&str, u16, &dyn Fn(Ids) -> Value),
    hidden: Ids,
    cookie: &str,
) -> Option<String> {
    let before = stored(web).await;
    let nobody = unknown();
    let (one, other) = (call(web, name, body(hidden), cookie).await, call(web, name, body(nobody), cookie).await);
    // What is wrong with a custom field is said under the id that was sent.
    let said = |answer: &Answer, sent: Ids| answer.body.replace(&sent.field.to_string(), "field");
    let alike = (one.status, said(&one, hidden)) == (other.status, said(&other, nobody)) && !one.body.contains("крыт");
    let unchanged = stored(web).await == before;
    let fine = alike && unchanged && one.status.as_u16() == status;
    (!fine).then(|| {
        format!("{name}: {} {} / {} {}, unchanged: {unchanged}", one.status, one.body, other.status, other.body)
    })
}

#[test]
fn every_server_function_is_swapped() {
    let listed: BTreeSet<&str> = CALLS.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, functions());
}

db_test! {
    async fn another_company_is_as_if_it_were_not_there(crm: TestCrm) {
        let web = Web::of(crm, None);
        let hidden = records(web.crm.anna()).await;
        let stranger = web.sign_in("other@example.uz").await;
        let mut wrong = Vec::new();
        for (name, call_with) in CALLS {
            match call_with {
                Record(status, body) | Setting(status, body) => {
                    wrong.extend(differences(&web, (name, *status, body), hidden, &stranger).await);
                }
                Own(_) => {}
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn a_colleagues_records_are_as_if_they_were_not_there(crm: TestCrm) {
        let web = Web::of(crm, None);
        let hidden = records(web.crm.anna()).await;
        let manager = web.sign_in("boris@example.uz").await;
        let mut wrong = Vec::new();
        for (name, call_with) in CALLS {
            if let Record(status, body) = call_with {
                wrong.extend(differences(&web, (name, *status, body), hidden, &manager).await);
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// Which of the ids stands in the address of a page.
type Shown = fn(Ids) -> Uuid;

/// Whose id stands in the address of a page. A new page fails here until it stands in this list.
pub fn shown_on() -> BTreeMap<&'static str, Shown> {
    let pages: [(&str, Shown); 7] = [
        ("/clients/{id}", |ids| ids.client),
        ("/deals/{id}", |ids| ids.deal),
        ("/deals/list/{id}", |ids| ids.deal),
        ("/settings/import/{id}", |ids| ids.import),
        ("/settings/users/{id}", |ids| ids.user),
        ("/settings/users/groups/{id}", |ids| ids.group),
        ("/settings/users/roles/{id}", |ids| ids.role),
    ];
    pages.into()
}

/// Names of records that neither a stranger nor a colleague sees on any of these pages.
const HIDDEN: [&str; 4] = ["Скрыто: клиент", "Скрыто: сделка", "Скрыто: файл.csv", "Скрыто: группа"];

/// A page but for the ids that were asked for, its moment, and what is drawn anew for every page. A colleague's own id stands on other
/// pages as well: both ids are left out of both.
fn but_for(answer: &Answer, ids: [Uuid; 2]) -> String {
    let nonce =
        answer.header("content-security-policy").split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
    let mut body = ids.iter().fold(answer.body.clone(), |body, id| body.replace(&id.to_string(), "id"));
    if let Some((before, after)) = body.split_once("\"now\":") {
        body = format!("{before}{}", after.trim_start_matches(|sign: char| sign.is_ascii_digit()));
    }
    nonce.map_or(body.clone(), |nonce| body.replace(nonce, "nonce"))
}

/// The first place in which two texts differ, with what stands around it.
fn apart(one: &str, other: &str) -> Option<String> {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(60)).take(160).collect::<String>();
    (one != other).then(|| format!("«{}» / «{}»", around(one), around(other)))
}

db_test! {
    async fn pages_of_hidden_records_are_those_of_unknown_ones(crm: TestCrm) {
        let web = Web::of(crm, None);
        let (hidden, nobody, pages) = (records(web.crm.anna()).await, unknown(), shown_on());
        let with_an_id: BTreeSet<&str> = PAGES.iter().map(|page| page.path()).filter(|path| path.contains('{')).collect();
        assert_eq!(with_an_id, pages.keys().copied().collect());
        let mut wrong = Vec::new();
        for email in ["other@example.uz", "boris@example.uz"] {
            let cookie = web.sign_in(email).await;
            for (path, id) in &pages {
                let page = async |ids: Ids| web.get(&path.replace("{id}", &id(ids).to_string()), Some(&cookie)).await;
                let (one, other, both) = (page(hidden).await, page(nobody).await, [id(hidden), id(nobody)]);
                let differs = apart(&but_for(&one, both), &but_for(&other, both));
                let named = HIDDEN.iter().any(|name| one.body.contains(name));
                if one.status != other.status || differs.is_some() || named {
                    wrong.push(format!("{path} as {email}: {} / {} {differs:?}", one.status, other.status));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        // Whoever sees them sees what was hidden: these pages show something at all.
        let director = web.sign_in("anna@example.uz").await;
        for (path, id) in &pages {
            let page = async |ids: Ids| web.get(&path.replace("{id}", &id(ids).to_string()), Some(&director)).await;
            let (one, other, both) = (page(hidden).await, page(nobody).await, [id(hidden), id(nobody)]);
            assert!(apart(&but_for(&one, both), &but_for(&other, both)).is_some(), "{path}");
        }
    }
}
