//! How clients are found to which three ways lead: somebody's own, those they manage, those that are public. Every page, in
//! every order, is what one plain condition over all rows leaves.

use super::*;
use domain::{access::Actor, clients::ClientRow, filter::Count};
use std::collections::BTreeSet;

/// What stands between the ways of a page that is merged from several.
pub(super) const MERGED: &str = ") own union select * from (";

const PUBLIC: i64 = 7;
const MANAGED: i64 = 11;

/// Makes every seventh client public, and every eleventh one managed by this person; or every one public.
async fn share(office: &Office, person: UserId, public: i64) {
    let mut sql = Sql::new("update clients set access = 'read' where number % ");
    sql.bind(public).push(" = 0");
    office.base.execute(sql).await;
    let mut sql = Sql::new("insert into client_managers (workspace_id, client_id, user_id) select workspace_id, id, ");
    sql.bind(person).push(" from clients where owner_id <> ").bind(person).push(" and number % ").bind(MANAGED);
    sql.push(" = 0");
    office.base.execute(sql).await;
    office.base.analyze().await;
}

/// The director's rows of which a person sees each that is theirs, public or managed: the plain condition.
async fn seen(office: &Office, owners: &[UserId], query: &ListQuery) -> Vec<ClientRow> {
    let managed = |row: &ClientRow| row.number % MANAGED == 0;
    let all = rows(&office.director, query, 200).await;
    all.into_iter().filter(|row| owners.contains(&row.owner) || row.access.is_public() || managed(row)).collect()
}

async fn rows(cx: &Cx, query: &ListQuery, size: u16) -> Vec<ClientRow> {
    let (mut rows, mut query) = (Vec::new(), query.clone());
    query.page = Page { after: None, size };
    loop {
        let found = clients::list(cx, &query).await.expect("a page");
        rows.extend(found.rows);
        match found.next {
            Some(next) => query.page.after = Some(next),
            None => return rows,
        }
    }
}

fn numbers(rows: &[ClientRow]) -> Vec<i64> {
    rows.iter().map(|row| row.number).collect()
}

/// Deals aside, whose owners may be others.
async fn compare(office: &Office, cx: &Cx, (filter, sort): (&Filter, Sort)) -> usize {
    let Sees::Owners(owners) = cx.actor().sees.clone() else { panic!("they see some") };
    let query = ListQuery { filter: filter.clone(), sort, ..ListQuery::default() };
    let expected = numbers(&seen(office, &owners, &query).await);
    for size in [31, 200] {
        assert_eq!(numbers(&rows(cx, &query, size).await), expected, "{filter:?} {sort:?} by {size}");
    }
    let counted = clients::count(cx, &query).await.expect("a count");
    let kept = filter.asks_only(&[Field::Owner]);
    assert!(kept || counted == Count::Exact(expected.len() as i64), "{counted:?} of {} {filter:?}", expected.len());
    expected.len()
}

/// The same person, as if they saw the clients of so many more people, of whom there are none.
fn with_strangers(cx: &Cx, more: usize) -> Cx {
    let Sees::Owners(mut owners) = cx.actor().sees.clone() else { panic!("they see some") };
    owners.extend((0..more).map(|_| UserId(uuid::Uuid::new_v4())));
    Cx::new(cx.backend().clone(), Actor { sees: Sees::Owners(owners), ..cx.actor().clone() })
}

/// Each way has its index, none is a scan, and only pages are sorted: the whole, and what somebody manages.
async fn is_merged(office: &Office, name: &str, cx: &Cx, query: &ListQuery) {
    let asked = heard(clients::list(cx, query)).await;
    let merged: Vec<&Sql> = asked.iter().filter(|sql| sql.text().contains(MERGED)).collect();
    assert_eq!(merged.len(), 1, "{name}");
    let plan = office.base.explain(merged[0].clone()).await;
    let said = format!("{name}\n{}\n{plan}", merged[0].text());
    for index in ["clients_owner", "clients_public", "client_managers_user"] {
        assert!(plan.contains(index), "{index}: {said}");
    }
    office.runs_by_index(name, true, clients::list(cx, query)).await;
}

fn owned(people: &[UserId]) -> Filter {
    Filter::owned_by(people.to_vec())
}

db_test! {
    async fn what_three_ways_lead_to_is_merged_from_their_indexes(base: TestDb) {
        let office = Office::open(base).await;
        let few = office.supervisor().await;
        share(&office, few.user(), PUBLIC).await;
        let sort = |descending| Sort { by: Field::UpdatedAt, descending };
        for descending in [true, false] {
            for filter in [
                Filter::All,
                Filter::Search("ан".into()),
                owned(&office.people[..4]),
                owned(&office.people[3..]),
                owned(&office.people[1..2]),
                owned(&[]),
                Filter::Not(Box::new(owned(&office.people[2..3]))),
            ] {
                compare(&office, &few, (&filter, sort(descending))).await;
            }
            let first = ListQuery { sort: sort(descending), ..ListQuery::default() };
            let next = clients::list(&few, &first).await.expect("a page").next;
            let middle = ListQuery { page: Page { after: next, size: 50 }, ..first.clone() };
            for (name, query) in [("first", &first), ("middle", &middle)] {
                is_merged(&office, name, &few, query).await;
            }
        }
        // Owners of whom all is seen are a way of their own.
        let query = ListQuery { filter: owned(&office.people[1..3]), ..ListQuery::default() };
        let asked = heard(clients::list(&few, &query)).await;
        assert!(!asked.iter().any(|sql| sql.text().contains("client_managers")));
        let found = rows(&few, &ListQuery::default(), 200).await;
        let ways: BTreeSet<_> = found.iter().map(|row| (row.access.is_public(), row.number % MANAGED == 0)).collect();
        assert_eq!(ways.len(), 4, "no client to which several ways lead");
    }

    async fn other_orders_and_filters_leave_what_the_plain_condition_does(base: TestDb) {
        let office = Office::open(base).await;
        let few = office.supervisor().await;
        share(&office, few.user(), PUBLIC).await;
        let many = with_strangers(&few, 70);
        let with_deal = Filter::HasDeal(Box::new(owned(&office.people[1..2])));
        for cx in [&few, &many] {
            for by in [Field::UpdatedAt, Field::Name, Field::Owner, Field::Number] {
                let sort = Sort { by, descending: true };
                for filter in [Filter::All, Filter::Search("иванов".into()), with_deal.clone()] {
                    assert!(compare(&office, cx, (&filter, sort)).await > 20, "{filter:?}");
                }
            }
        }
        // Deals are looked for by their clients in the same three ways.
        let found = |cx: Cx| async move {
            let filter = Filter::OfClient(Box::new(Filter::Search("ан".into())));
            let query = ListQuery { filter, sort: Sort { by: Field::Number, descending: true }, ..ListQuery::default() };
            deals::list::page(&cx, &query).await.expect("deals").rows.len()
        };
        assert!(found(few.clone()).await > 5);
        assert_eq!(found(few.clone()).await, found(many).await);
        let counted = ListQuery { filter: Filter::Search("иванов".into()), ..ListQuery::default() };
        office.runs_by_index("a count", true, clients::count(&few, &counted)).await;
    }

    async fn a_company_whose_clients_are_all_public_is_walked_as_everybodys(base: TestDb) {
        let office = Office::open_with(base, DemoSize { clients: 2_400, deals: 100, ..SIZE }).await;
        share(&office, office.manager.user(), 1).await;
        for by in [Field::UpdatedAt, Field::Name, Field::Owner] {
            for descending in [true, false] {
                let sort = Sort { by, descending };
                assert_eq!(compare(&office, &office.manager, (&Filter::All, sort)).await, 2_400);
                let query = ListQuery { sort, ..ListQuery::default() };
                let asked = heard(clients::list(&office.manager, &query)).await;
                assert!(!asked.iter().any(|sql| sql.text().starts_with("with h as")), "{sort:?} collects the company");
                office.runs_by_index(&format!("{sort:?}"), !descending, clients::list(&office.manager, &query)).await;
            }
        }
    }
}
