//! The rows of the table «Клиенты»: the list, and which of its clients are unfolded, with their deals.

use super::{
    api::{count_clients, list_client_deals, list_clients},
    client_lines::{Loading, Unfolded, UnfoldedClients, with_deal},
};
use crate::{
    api_error::{ApiError, ApiResult},
    filters::Terms,
    table::{ListState, RowList, rows::Listed},
};
use domain::{
    clients::{Client, ClientRow},
    deals::DealCard,
    filter::{Count, ListQuery, Page, Rows},
    ids::ClientId,
};
use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, ops::Deref, sync::Arc};

impl Listed for ClientRow {
    type Id = ClientId;
    type Total = Count;

    fn id(&self) -> ClientId {
        self.id
    }

    fn page(query: ListQuery) -> impl Future<Output = ApiResult<Rows<Self>>> {
        list_clients(query)
    }

    fn total(query: ListQuery) -> impl Future<Output = ApiResult<Count>> {
        count_clients(query)
    }

    fn total_of(rows: &[Arc<Self>]) -> Option<Count> {
        Some(Count::Exact(rows.len() as i64))
    }
}

/// The list with what is unfolded in it.
#[derive(Clone, Copy)]
pub struct ClientList {
    list: RowList<ClientRow>,
    /// Unfolded clients.
    pub unfolded: RwSignal<UnfoldedClients>,
}

impl Deref for ClientList {
    type Target = RowList<ClientRow>;
    fn deref(&self) -> &RowList<ClientRow> {
        &self.list
    }
}

impl ClientList {
    /// The list with its first page.
    pub fn new(asked: (ListState, StoredValue<Terms>), first: Rows<ClientRow>) -> Self {
        ClientList { list: RowList::new(asked, first), unfolded: RwSignal::default() }
    }

    /// Folds everything as soon as other rows stand there.
    pub fn fold_with_new_rows(self) {
        Effect::new(move |before: Option<u32>| {
            let now = self.answered.get();
            if before.is_some_and(|before| before != now) {
                self.unfolded.set(UnfoldedClients::new());
            }
            now
        });
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
            access: client.access,
            custom: client.custom,
            created_at: client.created_at,
            updated_at: client.updated_at,
        };
        self.rows.update(|rows| rows.insert(0, Arc::new(row)));
        self.begun_anew.update(|times| *times += 1);
        self.total.update(|count| {
            if let Some(Count::Exact(count)) = count {
                *count += 1;
            }
        });
    }

    /// Shows a client as its card changed it; its place in the list stays until the list is asked for again.
    pub fn put_changed(self, client: Client) {
        self.change(client.id, |row| ClientRow {
            name: client.name,
            phone: client.phones.into_iter().next(),
            email: client.emails.into_iter().next(),
            owner: client.owner,
            access: client.access,
            custom: client.custom,
            updated_at: client.updated_at,
            ..row.clone()
        });
    }

    /// Puts a new deal on top of its client's deals and into the row's dots.
    pub fn put_deal(self, client: ClientId, deal: DealCard) {
        self.change(client, |row| with_deal(row, &deal));
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
