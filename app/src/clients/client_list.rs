//! The rows of the table as the page holds them: loaded pages as data, unfolded clients, and what is on its way.
//! The latest question wins; old rows stay until its answer comes.

use super::{
    api::{count_clients, list_client_deals, list_clients},
    client_lines::{Loading, Unfolded, UnfoldedClients, with_deal},
};
use crate::{api_error::ApiError, filters::Terms, table::ListState};
use domain::{
    clients::{Client, ClientRow},
    deals::DealCard,
    filter::{Count, Cursor, ListQuery, Page, Rows},
    ids::ClientId,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// What the section shows below its search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The table.
    Rows,
    /// What is asked leaves no client.
    Nothing(ListState),
    /// There are no clients at all.
    NoClients,
}

/// The list and its loading.
#[derive(Clone, Copy)]
pub struct ClientList {
    /// The loaded rows in order.
    pub rows: RwSignal<Vec<Arc<ClientRow>>>,
    /// Where the next page begins.
    pub next: RwSignal<Option<Cursor>>,
    /// How many there are; shown later than the rows.
    pub count: RwSignal<Option<Count>>,
    /// Unfolded clients.
    pub unfolded: RwSignal<UnfoldedClients>,
    /// Whether an answer is awaited that will replace the rows.
    pub stale: RwSignal<bool>,
    /// Why the last answer did not come.
    pub error: RwSignal<Option<ApiError>>,
    /// Counts how often the rows began anew, to be looked at from the top.
    pub begun_anew: RwSignal<u32>,
    /// What the rows answer.
    state: RwSignal<ListState>,
    /// What its filters mean.
    terms: StoredValue<Terms>,
    /// What was last asked for.
    asked: StoredValue<ListState>,
    /// Counts the questions: an answer to an earlier one is dropped.
    turn: StoredValue<u32>,
    loading_more: StoredValue<bool>,
}

impl ClientList {
    /// The list with its first page.
    pub fn new((state, terms): (ListState, StoredValue<Terms>), first: Rows<ClientRow>) -> Self {
        ClientList {
            rows: RwSignal::new(first.rows.into_iter().map(Arc::new).collect()),
            next: RwSignal::new(first.next),
            count: RwSignal::new(None),
            unfolded: RwSignal::default(),
            stale: RwSignal::new(false),
            error: RwSignal::new(None),
            begun_anew: RwSignal::new(0),
            state: RwSignal::new(state.clone()),
            terms,
            asked: StoredValue::new(state),
            turn: StoredValue::new(0),
            loading_more: StoredValue::new(false),
        }
    }

    /// What there is to show.
    pub fn shown(self) -> Shown {
        if !self.rows.with(Vec::is_empty) {
            return Shown::Rows;
        }
        self.state.with(|state| if state.is_narrowed() { Shown::Nothing(state.clone()) } else { Shown::NoClients })
    }

    fn query(self, state: &ListState, after: Option<Cursor>) -> ListQuery {
        self.terms.with_value(|terms| state.query(terms, after))
    }

    fn begin(self) -> u32 {
        self.turn.update_value(|turn| *turn += 1);
        self.loading_more.set_value(false);
        self.turn.get_value()
    }

    fn is_current(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    /// Follows the address; the old rows stay until the new ones come.
    pub fn follow(self, state: ListState) {
        if self.asked.with_value(|asked| *asked != state) {
            self.load(state);
        }
    }

    /// Asks for this list, again if need be.
    pub fn load(self, state: ListState) {
        let turn = self.begin();
        self.error.set(None);
        self.stale.set(true);
        self.asked.set_value(state.clone());
        let query = self.query(&state, None);
        spawn_local(async move {
            let answer = list_clients(query).await;
            if self.is_current(turn) {
                self.stale.set(false);
                self.show(state, answer);
            }
        });
    }

    fn show(self, state: ListState, answer: Result<Rows<ClientRow>, ApiError>) {
        match answer {
            Ok(page) => {
                self.unfolded.set(UnfoldedClients::new());
                self.next.set(page.next);
                self.rows.set(page.rows.into_iter().map(Arc::new).collect());
                let others =
                    self.state.with_untracked(|shown| shown.search != state.search || shown.filters != state.filters);
                self.state.set(state);
                self.begun_anew.update(|times| *times += 1);
                if others {
                    self.load_count();
                }
            }
            Err(error) => self.error.set(Some(error)),
        }
    }

    /// Counts the list; late, because the rows matter more. A list that is here as a whole needs no question.
    pub fn load_count(self) {
        if self.next.with_untracked(Option::is_none) {
            self.count.set(Some(Count::Exact(self.rows.with_untracked(Vec::len) as i64)));
            return;
        }
        let turn = self.turn.get_value();
        let query = self.state.with_untracked(|state| self.query(state, None));
        self.count.set(None);
        spawn_local(async move {
            // A count that does not come leaves its place empty: the list itself says what fails.
            if let (Ok(count), true) = (count_clients(query).await, self.is_current(turn)) {
                self.count.set(Some(count));
            }
        });
    }

    /// Asks for the next page, once.
    pub fn load_more(self) {
        let Some(after) = self.next.get_untracked() else { return };
        if self.loading_more.get_value() || self.stale.get_untracked() || self.error.with_untracked(Option::is_some) {
            return;
        }
        self.loading_more.set_value(true);
        let turn = self.turn.get_value();
        let query = self.state.with_untracked(|state| self.query(state, Some(after)));
        spawn_local(async move {
            let answer = list_clients(query).await;
            if self.is_current(turn) {
                self.loading_more.set_value(false);
                self.append(answer);
            }
        });
    }

    /// A client that changed its place between two pages is not shown twice.
    fn append(self, answer: Result<Rows<ClientRow>, ApiError>) {
        match answer {
            Ok(page) => {
                self.rows.update(|rows| {
                    let known: std::collections::HashSet<ClientId> = rows.iter().map(|row| row.id).collect();
                    rows.extend(page.rows.into_iter().filter(|row| !known.contains(&row.id)).map(Arc::new));
                });
                self.next.set(page.next);
            }
            Err(error) => self.error.set(Some(error)),
        }
    }

    /// «+» and «−» of a row (S0.22, S0.24).
    pub fn toggle(self, client: ClientId) {
        let folded = self.unfolded.try_update(|unfolded| unfolded.remove(&client).is_some()).unwrap_or_default();
        if !folded {
            self.load_deals(client);
        }
    }

    /// Asks for the client's deals, or for the next of them.
    pub fn load_deals(self, client: ClientId) {
        let after = self.unfolded.try_update(|unfolded| {
            let entry = unfolded.entry(client).or_default();
            entry.state = Loading::Waiting;
            entry.next.clone()
        });
        let page = Page { after: after.flatten(), size: Page::DEFAULT };
        spawn_local(async move {
            let answer = list_client_deals(client, page).await;
            self.unfolded.try_update(|unfolded| {
                // Folded meanwhile: the answer has no place.
                if let Some(entry) = unfolded.get_mut(&client) {
                    put_deals(entry, answer);
                }
            });
        });
    }

    /// Puts a new client on top of what is shown.
    pub fn put_client(self, client: Client) {
        let row = ClientRow {
            id: client.id,
            number: client.number,
            name: client.name,
            phone: client.phones.into_iter().next(),
            email: client.emails.into_iter().next(),
            owner: client.owner,
            stages: Vec::new(),
            deals: 0,
            custom: client.custom,
            created_at: client.created_at,
            updated_at: client.updated_at,
        };
        self.rows.update(|rows| rows.insert(0, Arc::new(row)));
        self.begun_anew.update(|times| *times += 1);
        self.count.update(|count| {
            if let Some(Count::Exact(count)) = count {
                *count += 1;
            }
        });
    }

    /// Shows a client as its card changed it; its place in the list stays until the list is asked for again.
    pub fn put_changed(self, client: Client) {
        self.rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.id == client.id) {
                *row = Arc::new(ClientRow {
                    name: client.name,
                    phone: client.phones.into_iter().next(),
                    email: client.emails.into_iter().next(),
                    owner: client.owner,
                    custom: client.custom,
                    updated_at: client.updated_at,
                    ..ClientRow::clone(row)
                });
            }
        });
    }

    /// Puts a new deal on top of its client's deals and into the row's dots.
    pub fn put_deal(self, client: ClientId, deal: DealCard) {
        self.rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.id == client) {
                *row = Arc::new(with_deal(row, &deal));
            }
        });
        self.unfolded.update(|unfolded| {
            if let Some(entry) = unfolded.get_mut(&client) {
                entry.deals.insert(0, Arc::new(deal));
            }
        });
    }
}

/// A deal that was put here by hand meanwhile is not shown twice.
fn put_deals(entry: &mut Unfolded, answer: Result<Rows<DealCard>, ApiError>) {
    match answer {
        Ok(page) => {
            let known: Vec<_> = entry.deals.iter().map(|deal| deal.id).collect();
            entry.deals.extend(page.rows.into_iter().filter(|deal| !known.contains(&deal.id)).map(Arc::new));
            entry.next = page.next;
            entry.state = Loading::Done;
        }
        Err(_) => entry.state = Loading::Failed,
    }
}
