//! The other ways to a record: its card, its feed, the list of deals, news, notifications, what a file calls it. None shows
//! more than the model of the documents says, and none less.

use super::firm::{Firm, RECORDS};
use crate::{
    clients::{
        self,
        lookup::{ClientKey, Fits, lookup},
    },
    db::Sql,
    deals, notifications,
    test_crm::TestActor,
};
use domain::{
    error::{AppError, Fitting},
    fields::Noun,
    filter::{Cursor, Filter, ListQuery, Page, Sort},
    ids::{ClientId, DealId},
    phone::Country,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What somebody sees, by the model.
pub struct Seen<'a> {
    pub clients: &'a BTreeSet<ClientId>,
    pub deals: &'a BTreeSet<DealId>,
}

impl Firm {
    pub async fn other_doors(&mut self, who: &TestActor, seen: Seen<'_>, story: &str) {
        let at = self.dice.below(RECORDS);
        self.card_of_client(who, at, (&seen, story)).await;
        let at = self.dice.below(RECORDS);
        self.card_of_deal(who, at, (&seen, story)).await;
        self.list_of_deals(who, &seen, story).await;
        let all: Vec<DealId> = self.deals.iter().map(|(id, _)| *id).collect();
        let news = deals::board::news(&who.cx, &all, &Filter::All).await.expect("news");
        assert_eq!(news.cards.iter().map(|card| card.id).collect::<BTreeSet<_>>(), *seen.deals, "{story}");
        let counted: i64 = news.totals.iter().map(|total| total.count).sum();
        assert_eq!(counted, seen.deals.len() as i64, "{story}");
        // The first ten that the search box finds.
        let found = who.walks(&Filter::Search("иванов".into()), Sort::default(), 200).await;
        let found: Vec<_> = found.into_iter().take(10).map(|row| (row.id, row.name)).collect();
        assert_eq!(clients::suggest(&who.cx, "иванов").await.expect("suggested"), found, "{story}");
        self.bell(who, &seen, story).await;
    }

    async fn card_of_client(&self, who: &TestActor, at: usize, (seen, story): (&Seen<'_>, &str)) {
        let ((client, _), (deal, _)) = (&self.clients[at], self.deals[at]);
        let hidden = (!seen.clients.contains(client)).then_some(AppError::NotFound(Noun::Client));
        assert_eq!(clients::get(&who.cx, *client).await.err(), hidden, "{story}");
        assert_eq!(clients::feed(&who.cx, *client, &Page::first()).await.err(), hidden, "{story}");
        // Each client has one deal.
        let of_it = deals::of_client(&who.cx, *client, &Page::first()).await;
        let of_it = of_it.map(|found| found.rows.iter().map(|card| card.id).collect::<Vec<_>>());
        let shown: Vec<DealId> = Some(deal).filter(|deal| seen.deals.contains(deal)).into_iter().collect();
        assert_eq!(of_it, hidden.map_or(Ok(shown), Err), "{story}");
        self.called(who, *client, (seen, story)).await;
    }

    /// What a file calls the client leads to those of that name that are seen.
    async fn called(&self, who: &TestActor, client: ClientId, (seen, story): (&Seen<'_>, &str)) {
        let name = self.crm.anna().opens(client).await.expect("the director sees it").name;
        let everybody = self.crm.anna().walks(&Filter::All, Sort::default(), 200).await;
        let same = everybody.iter().filter(|row| row.name == name && seen.clients.contains(&row.id));
        let same: Vec<(ClientId, i64)> = same.map(|row| (row.id, row.number)).collect();
        let is_seen = |told: &Fitting| told.name == name && same.iter().any(|(_, number)| told.number == *number);
        let key = ClientKey::of(&name, Country::UZ);
        let fits = lookup(&who.cx, &BTreeSet::from([&key])).await.expect("looked up").remove(&key);
        let fine = match (&fits, same.as_slice()) {
            (None, []) => true,
            (Some(Fits::One(found, called)), [(one, _)]) => found == one && *called == name,
            (Some(Fits::Several(one, other)), [_, _, ..]) => is_seen(one) && is_seen(other) && one != other,
            _ => false,
        };
        assert!(fine, "{name}: {fits:?}, not {same:?}: {story}");
    }

    async fn card_of_deal(&self, who: &TestActor, at: usize, (seen, story): (&Seen<'_>, &str)) {
        let ((client, _), (deal, _)) = (&self.clients[at], self.deals[at]);
        let hidden = (!seen.deals.contains(&deal)).then_some(AppError::NotFound(Noun::Deal));
        assert_eq!(deals::feed(&who.cx, deal, &Page::first()).await.err(), hidden, "{story}");
        let card = deals::get(&who.cx, deal).await;
        // The sight of a deal betrays no client.
        let named = card.as_ref().ok().and_then(|card| card.client.as_ref()?.name.as_ref()).is_some();
        assert_eq!(named, card.is_ok() && seen.clients.contains(client), "{story}");
        assert_eq!(card.err(), hidden, "{story}");
    }

    async fn list_of_deals(&self, who: &TestActor, seen: &Seen<'_>, story: &str) {
        let mut query = ListQuery { page: Page { after: None, size: 16 }, ..ListQuery::default() };
        let totals = deals::list::totals(&who.cx, &query).await.expect("totals");
        let sum: i64 = totals.sums.iter().map(|money| money.minor).sum();
        let count = seen.deals.len() as i64;
        assert_eq!((totals.count, sum), (count, 100 * count), "{story}");
        let mut found = BTreeSet::new();
        loop {
            let page = deals::list::page(&who.cx, &query).await.expect("a page");
            for row in &page.rows {
                assert!(found.insert(row.id), "a deal twice");
                let client = row.client.as_ref().expect("each deal has a client");
                assert_eq!(client.name.is_some(), seen.clients.contains(&client.id), "{story}");
            }
            let next: Option<Cursor> = page.next;
            if next.is_none() {
                break;
            }
            query.page.after = next;
        }
        assert_eq!(found, *seen.deals, "{story}");
    }

    /// Of what somebody was told, what is of records that they see.
    async fn bell(&self, who: &TestActor, seen: &Seen<'_>, story: &str) {
        let mut sql = Sql::new("select record_id as record, kind as words from notifications where workspace_id = ");
        sql.bind(who.cx.workspace()).push(" and user_id = ").bind(who.id()).push(" order by id desc");
        let told: BTreeSet<Uuid> = self.crm.base.records(sql).await;
        let is_seen = |id: &Uuid| seen.clients.contains(&ClientId(*id)) || seen.deals.contains(&DealId(*id));
        let mut listed = notifications::list(&who.cx, None).await.expect("notifications");
        while let Some(last) = listed.next {
            let more = notifications::list(&who.cx, Some(last)).await.expect("more of them");
            listed.all.extend(more.all);
            listed.next = more.next;
        }
        let listed = listed.all;
        assert_eq!(notifications::count_new(&who.cx).await, Ok(listed.len()), "{story}");
        let listed: BTreeSet<Uuid> = listed.into_iter().map(|one| one.record).collect();
        assert_eq!(listed, told.into_iter().filter(is_seen).collect(), "{story}");
    }
}
