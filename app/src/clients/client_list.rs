//! The rows of the table «Клиенты»: the list, and which of its clients are unfolded, with their deals.

use super::{
    api::{count_clients, list_client_deals, list_clients},
    client_lines::{Loading, Unfolded, UnfoldedClients, with_deal},
};
use crate::{
    api_error::{ApiError, ApiResult},
    filters::Terms,
    live,
    pages::{Deed, deed},
    table::{ListState, RowList, news::Concern, rows::Listed},
};
use domain::{
    clients::{Client, ClientRow},
    deals::DealCard,
    filter::{Count, Filter, ListQuery, Page, Rows},
    ids::ClientId,
    live::LiveNews,
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

    fn ask(list: RowList<ClientRow>) {
        // What cannot be loaded the page tells by itself.
        spawn_local(async move { drop(deed(Deed::ClientNews(list)).await.await) });
    }

    /// A client's row tells of its deals, which are found by their clients.
    fn concern(news: &LiveNews, _rows: &[Arc<Self>]) -> Concern<ClientId> {
        let deals = news.deals.iter().map(|id| (*id).into()).collect();
        let others = (!news.deals.is_empty()).then(|| Filter::HasDeal(Box::new(Filter::These(deals))));
        Concern { ids: news.clients.clone(), others, all: news.all || news.all_clients }
    }
}

/// The list with what is unfolded in it.
#[derive(Clone, Copy)]
pub struct ClientList {
    list: RowList<ClientRow>,
    /// Unfolded clients.
    pub unfolded: RwSignal<UnfoldedClients>,
    /// Counts the questions about deals, so that each has a number of its own.
    questions: StoredValue<u32>,
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
        ClientList { list: RowList::new(asked, first), unfolded: RwSignal::default(), questions: StoredValue::new(0) }
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

    /// Hears what others changed, of clients and of the deals that are unfolded under them.
    pub fn follow_news(self) {
        live::follow(move |news: LiveNews| {
            if news.all || !news.deals.is_empty() {
                let open = self.unfolded.with_untracked(|unfolded| unfolded.keys().copied().collect::<Vec<_>>());
                open.into_iter().for_each(|client| self.look_at_deals(client));
            }
            self.hear(news);
        });
    }

    fn next_question(self) -> u32 {
        let next = |count: &mut u32| {
            *count += 1;
            *count
        };
        // A list that is gone asks nothing more.
        self.questions.try_update_value(next).unwrap_or_default()
    }

    /// Asks for an unfolded client's deals again, as many as are shown; these stay until the answer comes.
    fn look_at_deals(self, client: ClientId) {
        let question = self.next_question();
        let shown = self.unfolded.try_update(|unfolded| {
            let entry = unfolded.get_mut(&client)?;
            // What is on its way may have been read before the change.
            entry.changed |= entry.state == Loading::Waiting;
            if entry.state != Loading::Done {
                return None;
            }
            (entry.asked, entry.looks) = (question, true);
            Some(entry.deals.len())
        });
        let Some(shown) = shown.flatten() else { return };
        let size = u16::try_from(shown).unwrap_or(Page::MAX).clamp(Page::DEFAULT, Page::MAX);
        self.fetch_deals(client, Page { after: None, size }, question);
    }

    /// Asks for the client's deals, or for the next of them.
    pub fn load_deals(self, client: ClientId) {
        let question = self.next_question();
        let after = self.unfolded.try_update(|unfolded| {
            let entry = unfolded.entry(client).or_default();
            // What a look would have told is asked once more after this.
            entry.changed |= std::mem::take(&mut entry.looks);
            (entry.state, entry.asked) = (Loading::Waiting, question);
            entry.next.clone()
        });
        let page = Page { after: after.flatten(), size: Page::DEFAULT };
        self.fetch_deals(client, page, question);
    }

    /// A first visit is made without the code that reads deals.
    fn fetch_deals(self, client: ClientId, page: Page, question: u32) {
        // What cannot be loaded the page tells by itself.
        spawn_local(async move { drop(deed(Deed::ClientDeals(self, client, page, question)).await.await) });
    }

    /// Asks for deals of a client, and shows them if no later question was asked.
    pub async fn ask_deals(self, client: ClientId, page: Page, question: u32) {
        let answer = list_client_deals(client, page).await;
        let changed = self.unfolded.try_update(|unfolded| {
            // Folded meanwhile, perhaps unfolded again: the answer has no place.
            let entry = unfolded.get_mut(&client).filter(|entry| entry.asked == question)?;
            if std::mem::take(&mut entry.looks) {
                // Without an answer the lines stay as they are, like those of a client that nobody has unfolded.
                if let Ok(page) = answer {
                    entry.deals = page.rows.into_iter().map(Arc::new).collect();
                    entry.next = page.next;
                }
                return None;
            }
            put_deals(entry, answer);
            Some(std::mem::take(&mut entry.changed))
        });
        if changed.flatten() == Some(true) {
            self.look_at_deals(client);
        }
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
        // The list may have learnt of it before the one who added it.
        let is_new = self.rows.with_untracked(|rows| rows.iter().all(|shown| shown.id != row.id));
        self.rows.update(|rows| {
            rows.retain(|shown| shown.id != row.id);
            rows.insert(0, Arc::new(row));
        });
        self.begun_anew.update(|times| *times += 1);
        self.total.update(|count| {
            if let Some(Count::Exact(count)) = count.as_mut().filter(|_| is_new) {
                *count += 1;
            }
        });
        // Rows that were asked for before do not have it.
        if self.awaits_rows() {
            self.load_again();
        }
    }

    /// Shows a client as its card changed it; its place in the list stays until the list is asked for again.
    pub fn put_changed(self, client: Client) {
        self.follow_owner(&client);
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

    /// The deals went with the client to another owner: those that are shown are asked for anew.
    fn follow_owner(self, client: &Client) {
        let is_given =
            self.rows.with_untracked(|rows| rows.iter().any(|row| row.id == client.id && row.owner != client.owner));
        let was_unfolded =
            is_given && self.unfolded.try_update(|unfolded| unfolded.remove(&client.id).is_some()).unwrap_or_default();
        if was_unfolded {
            self.load_deals(client.id);
        }
    }

    /// Puts a new deal on top of its client's deals and into the row's dots.
    pub fn put_deal(self, client: ClientId, deal: DealCard) {
        self.change(client, |row| with_deal(row, &deal));
        let question = self.next_question();
        self.unfolded.update(|unfolded| {
            if let Some(entry) = unfolded.get_mut(&client) {
                entry.deals.retain(|shown| shown.id != deal.id);
                entry.deals.insert(0, Arc::new(deal));
                // A look that was on its way may not know of it; the news of it bring another one.
                if std::mem::take(&mut entry.looks) {
                    entry.asked = question;
                }
            }
        });
        // The row may have counted the deal already: the list had news of it before the one who added it.
        self.hear(LiveNews { clients: vec![client], ..LiveNews::default() });
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
