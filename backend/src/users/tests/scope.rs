//! Random organisations: whoever looks, wherever they look, sees what the model of the documents says - and can change
//! and delete exactly that (S2.28-S2.38).

use super::{
    doors::Seen,
    firm::{Firm, PEOPLE, RECORDS, organisation},
    model::{Person, Shared, ids, post, works_with},
};
use crate::{
    Cx, clients, db_test, deals,
    demo_data::dice::Dice,
    sessions,
    test_crm::{TestActor, TestCrm},
};
use domain::{
    access::Sees,
    clients::ClientPatch,
    deals::DealPatch,
    error::AppError,
    fields::Noun,
    filter::{Condition, Count, Field, Filter, ListQuery, Operator, Page, Sort, Value},
    ids::{ClientId, DealId, StageId},
};
use std::collections::BTreeSet;

const ROUNDS: usize = 60;
/// People who look at each organisation: 60 rounds, 6 people, 30 clients and 30 deals are 21,600 cases.
const LOOKERS: usize = 6;

#[test]
fn ten_thousand_organisations_share_as_the_documents_say() {
    let (mut dice, ids) = (Dice::new(2_028), ids(PEOPLE));
    let mut shared = 0;
    for _ in 0..10_000 {
        let all = organisation(&mut dice);
        let posts: Vec<_> = (0..PEOPLE).map(|at| post(&all, at, &ids)).collect();
        for me in 0..PEOPLE {
            let sees = posts[me].sees(&posts);
            for (other, id) in ids.iter().enumerate() {
                let seen = match &sees {
                    Sees::Everything => true,
                    Sees::Owners(owners) => owners.contains(id),
                };
                assert_eq!(seen, works_with(&all, me, other), "{me} {other} {all:?}");
                shared += usize::from(seen && me != other && sees != Sees::Everything);
            }
        }
    }
    assert!(shared > 50_000, "hardly anything was shared: {shared}");
}

impl Firm {
    async fn compare(&mut self, all: &[Person], me: usize) {
        let who = self.asks(me).await;
        let seen = |of: usize| works_with(all, me, of);
        let of = |fits: &dyn Fn(&Shared) -> bool| -> BTreeSet<ClientId> {
            self.clients.iter().filter(|(_, client)| fits(client)).map(|(id, _)| *id).collect()
        };
        let clients = of(&|client| client.is_seen_by(all, me));
        let changed = of(&|client| client.is_changed_by(all, me));
        let own = of(&|client| client.is_given_to(all, me));
        let deals: BTreeSet<DealId> = self.deals.iter().filter(|(_, of)| seen(*of)).map(|(id, _)| *id).collect();
        let story = format!("{me} in {all:?}");
        for (filter, by, size) in [
            (Filter::All, Field::UpdatedAt, 7),
            (Filter::All, Field::Name, 200),
            (Filter::All, Field::Owner, 7),
            (Filter::Search("иванов".into()), Field::UpdatedAt, 200),
        ] {
            let rows = who.walks(&filter, Sort { by, descending: by == Field::UpdatedAt }, size).await;
            assert_eq!(rows.len(), clients.len(), "{story} {filter:?}");
            assert_eq!(rows.iter().map(|row| row.id).collect::<BTreeSet<_>>(), clients, "{story} {filter:?}");
            assert_eq!(who.counts(filter).await, Count::Exact(clients.len() as i64), "{story}");
            // The sight of a client betrays no deal.
            let betrayed: i64 = rows.iter().map(|row| row.deals).sum();
            let both = self
                .clients
                .iter()
                .zip(&self.deals)
                .filter(|(client, deal)| clients.contains(&client.0) && seen(deal.1));
            assert_eq!(betrayed, both.count() as i64, "{story}");
        }
        let board = who.opens_board().await;
        let cards: BTreeSet<DealId> =
            board.columns.iter().flat_map(|column| &column.rows).map(|card| card.id).collect();
        let counted: i64 = board.totals.iter().map(|total| total.count).sum();
        let sum: i64 = board.totals.iter().flat_map(|total| &total.sums).map(|money| money.minor).sum();
        assert_eq!(counted, deals.len() as i64, "{story}");
        assert_eq!(sum, 100 * deals.len() as i64, "{story}");
        assert!(cards.is_subset(&deals), "{story}");
        assert_eq!(self.column(&who, board.stages[0].id, &Filter::All).await, deals, "{story}");
        self.filter(&who, (&clients, seen), &story).await;
        self.other_doors(&who, Seen { clients: &clients, deals: &deals }, &story).await;
        self.change_and_delete(&who, (&clients, &changed, &own), &deals, &story).await;
    }

    /// What a person asks for beside - owners by name, the other record of a record - leads to nothing that is not seen.
    async fn filter(
        &self,
        who: &TestActor,
        (clients, seen): (&BTreeSet<ClientId>, impl Fn(usize) -> bool),
        story: &str,
    ) {
        let (named, value) = (0..PEOPLE / 2, Value::Users(self.people[..PEOPLE / 2].to_vec()));
        let owners = Filter::Is(Condition { field: Field::Owner, operator: Operator::OneOf, value });
        let pairs = || self.clients.iter().zip(&self.deals);
        let both = || pairs().filter(|(client, deal)| clients.contains(&client.0) && seen(deal.1));
        let theirs = pairs().filter(|(client, _)| clients.contains(&client.0) && named.contains(&client.1.owner));
        for (filter, expected) in [
            (owners.clone(), theirs.map(|(client, _)| client.0).collect::<BTreeSet<_>>()),
            (Filter::HasDeal(Box::new(Filter::All)), both().map(|(client, _)| client.0).collect()),
        ] {
            let rows = who.walks(&filter, Sort::default(), 7).await;
            assert_eq!(rows.len(), expected.len(), "{story} {filter:?}");
            assert_eq!(rows.iter().map(|row| row.id).collect::<BTreeSet<_>>(), expected, "{story} {filter:?}");
            assert_eq!(who.counts(filter.clone()).await, Count::Exact(expected.len() as i64), "{story} {filter:?}");
        }
        let theirs = self.deals.iter().filter(|(_, owner)| seen(*owner) && named.contains(owner));
        let with_client: BTreeSet<DealId> = both().map(|(_, deal)| deal.0).collect();
        for (filter, expected) in [
            (owners, theirs.map(|(deal, _)| *deal).collect::<BTreeSet<_>>()),
            (Filter::OfClient(Box::new(Filter::All)), with_client.clone()),
            (Filter::Search("иванов".into()), with_client),
        ] {
            let board = deals::board::open(&who.cx, &filter).await.expect("the board");
            let counted: i64 = board.totals.iter().map(|total| total.count).sum();
            assert_eq!(counted, expected.len() as i64, "{story} {filter:?}");
            let cards = board.columns.iter().flat_map(|column| &column.rows);
            assert!(cards.map(|card| card.id).collect::<BTreeSet<_>>().is_subset(&expected), "{story} {filter:?}");
            assert_eq!(self.column(who, board.stages[0].id, &filter).await, expected, "{story} {filter:?}");
        }
    }

    async fn column(&self, who: &TestActor, stage: StageId, filter: &Filter) -> BTreeSet<DealId> {
        let (mut found, mut page) = (BTreeSet::new(), Page { after: None, size: 4 });
        loop {
            let rows = deals::board::column(&who.cx, stage, filter, &page).await.expect("a column");
            for card in &rows.rows {
                assert!(found.insert(card.id), "a card twice");
            }
            match rows.next {
                Some(next) => page.after = Some(next),
                None => return found,
            }
        }
    }

    async fn change_and_delete(
        &mut self,
        who: &TestActor,
        (seen, changed, own): (&BTreeSet<ClientId>, &BTreeSet<ClientId>, &BTreeSet<ClientId>),
        of_deals: &BTreeSet<DealId>,
        story: &str,
    ) {
        let client = self.clients[self.dice.below(RECORDS)].0;
        let deal = self.deals[self.dice.below(RECORDS)].0;
        let everybody = self.crm.anna();
        let version = everybody.opens(client).await.expect("the director sees it").version;
        let patch = ClientPatch::Name(format!("Иванов {version}"));
        let refused = clients::edit(&who.cx, who.request(), client, version, patch).await.err();
        let hidden = AppError::NotFound(Noun::Client);
        let expected = if seen.contains(&client) { AppError::Forbidden } else { hidden };
        assert_eq!(refused, (!changed.contains(&client)).then_some(expected), "{story}");
        assert_eq!(clients::feed(&who.cx, client, &Page::first()).await.is_ok(), seen.contains(&client), "{story}");
        let version = everybody.opens_deal(deal).await.expect("the director sees it").version;
        let patch = DealPatch::Title(format!("Сделка {version}"));
        let changed = deals::edit(&who.cx, who.request(), deal, version, patch).await;
        assert_eq!(changed.is_ok(), of_deals.contains(&deal), "{story}");
        // Given up: the next one looks at the same records.
        let mut tx = who.cx.begin_own().await.expect("a transaction");
        let gone = deals::delete_numbers_in(&mut tx, 1..=RECORDS as i64).await.expect("deleted");
        assert_eq!(gone, of_deals.len(), "{story}");
        let gone = clients::delete_numbers_in(&mut tx, 1..=RECORDS as i64).await.expect("deleted");
        assert_eq!(gone, own.len(), "{story}");
    }
}

db_test! {
    async fn lists_counts_sums_and_changes_agree_with_the_documents_in_random_organisations(crm: TestCrm) {
        let mut firm = Firm::open(crm).await;
        for _ in 0..ROUNDS {
            let all = organisation(&mut firm.dice);
            firm.turn_into(&all).await;
            firm.share().await;
            for _ in 0..LOOKERS {
                let me = firm.dice.below(PEOPLE);
                firm.compare(&all, me).await;
            }
        }
    }

    async fn a_change_of_the_hierarchy_is_true_at_the_next_request_on_every_server(crm: TestCrm) {
        let elsewhere = crm.another_server();
        let client = crm.vera().creates_client("Клиент Веры").await.id;
        let look = |server: crate::Backend| {
            let cookie = crm.boris().cookie.clone();
            async move {
                let cx: Cx = sessions::cx(&server, &cookie).await.expect("looked up").expect("signed in");
                let page = clients::list(&cx, &ListQuery::default()).await.expect("a page");
                (page.rows.len(), clients::get(&cx, client).await.is_ok())
            }
        };
        for server in [crm.backend.clone(), elsewhere.clone()] {
            assert_eq!(look(server).await, (0, false));
        }
        let shared = crm.anna().shares(crm.boris().id(), domain::access::SharedAccess::Everybody).await;
        for server in [elsewhere.clone(), crm.backend.clone()] {
            assert_eq!(look(server).await, (1, true));
        }
        crm.anna().shares(shared.user.id, domain::access::SharedAccess::Forbid).await;
        for server in [elsewhere, crm.backend.clone()] {
            assert_eq!(look(server).await, (0, false));
        }
    }
}
