//! What people of the tests do, in their words.

use crate::{Cx, clients, deals, fields, pipelines, workspaces};
use domain::{
    access::{Actor, Right, Rights},
    clients::{Client, ClientKind, ClientPatch, ClientRow, Edited, NewClient},
    deals::{Board, Deal, DealCard, DealPatch, Move, NewDeal, Slot},
    error::AppError,
    events::Event,
    fields::{FieldDef, FieldKind, FieldValues, NewField, Noun},
    filter::{Count, Filter, ListQuery, Page, Sort},
    ids::{ClientId, DealId, FieldId, RequestId, StageId, UserId},
    phone::{Country, Phone},
    workspaces::LimitSettings,
};

/// A person at work.
#[derive(Clone)]
pub struct TestActor {
    /// Their context, as a request has it.
    pub cx: Cx,
    /// Their cookie's value.
    pub cookie: String,
}

/// A person's client with nothing but a name.
pub fn named(name: &str) -> NewClient {
    NewClient {
        kind: ClientKind::Person,
        name: name.into(),
        parts: None,
        phones: Vec::new(),
        emails: Vec::new(),
        owner: None,
        custom: FieldValues::new(),
    }
}

/// The same with a phone, read as an Uzbek or an international one.
pub fn with_phone(name: &str, phone: &str) -> NewClient {
    NewClient { phones: vec![parsed(phone)], ..named(name) }
}

/// A phone in any writing.
pub fn parsed(phone: &str) -> Phone {
    Phone::parse(phone, Country::UZ).expect("a phone")
}

/// A deal with nothing but a title.
pub fn titled(title: &str) -> NewDeal {
    NewDeal {
        title: title.into(),
        client: None,
        budget: None,
        currency: None,
        stage: None,
        owner: None,
        custom: FieldValues::new(),
    }
}

impl TestActor {
    /// Who they are.
    pub fn id(&self) -> UserId {
        self.cx.user()
    }

    /// A fresh request id, as the browser makes one.
    pub fn request(&self) -> RequestId {
        self.cx.backend().new_id()
    }

    /// The same person without these rights.
    pub fn without(&self, rights: &[Right]) -> TestActor {
        let left: Vec<Right> = Right::ALL.iter().copied().filter(|right| !rights.contains(right)).collect();
        let actor = Actor { rights: Rights::of(&left), ..self.cx.actor().clone() };
        TestActor { cx: Cx::new(self.cx.backend().clone(), actor), ..self.clone() }
    }

    /// Creates a client by name.
    pub async fn creates_client(&self, name: &str) -> Client {
        self.creates(named(name)).await
    }

    /// Creates a client.
    pub async fn creates(&self, new: NewClient) -> Client {
        self.tries_to_create(new).await.expect("the client is created")
    }

    /// Tries to create a client.
    pub async fn tries_to_create(&self, new: NewClient) -> Result<Client, AppError> {
        clients::create(&self.cx, self.request(), new).await
    }

    /// Changes a client as they see it now.
    pub async fn edits(&self, id: ClientId, patch: ClientPatch) -> Client {
        self.tries_to_edit((self.request(), id), patch).await.expect("the client is changed").client
    }

    /// Tries to change a client as they see it now, by this request.
    pub async fn tries_to_edit(
        &self,
        (request, id): (RequestId, ClientId),
        patch: ClientPatch,
    ) -> Result<Edited, AppError> {
        let seen = self.opens(id).await?.version;
        clients::edit(&self.cx, request, id, seen, patch).await
    }

    /// Opens a client's card.
    pub async fn opens(&self, id: ClientId) -> Result<Client, AppError> {
        clients::get(&self.cx, id).await
    }

    /// Looks at a page of the table.
    pub async fn lists(&self, query: &ListQuery) -> Vec<ClientRow> {
        clients::list(&self.cx, query).await.expect("a page").rows
    }

    /// Walks the whole table page by page.
    pub async fn walks(&self, filter: &Filter, sort: Sort, size: u16) -> Vec<ClientRow> {
        let mut rows = Vec::new();
        let mut page = Page { after: None, size };
        loop {
            let query = ListQuery { filter: filter.clone(), sort, page };
            let found = clients::list(&self.cx, &query).await.expect("a page");
            assert!(found.rows.len() <= usize::from(size), "a page of {} rows", found.rows.len());
            assert!(!found.rows.is_empty() || rows.is_empty(), "a page said that there is more, and there is not");
            rows.extend(found.rows);
            match found.next {
                Some(next) => page = Page { after: Some(next), size },
                None => return rows,
            }
        }
    }

    /// Names that the search box finds, in the order of the table.
    pub async fn searches(&self, text: &str) -> Vec<String> {
        let query = ListQuery { filter: Filter::Search(text.into()), ..ListQuery::default() };
        self.lists(&query).await.into_iter().map(|row| row.name).collect()
    }

    /// How many clients a filter leaves.
    pub async fn counts(&self, filter: Filter) -> Count {
        clients::count(&self.cx, &ListQuery { filter, ..ListQuery::default() }).await.expect("a count")
    }

    /// Reads a client's feed.
    pub async fn reads_feed(&self, id: ClientId) -> Vec<Event> {
        clients::feed(&self.cx, id, &Page::first()).await.expect("the feed").rows
    }

    /// Creates a deal by title, for a client or for none.
    pub async fn creates_deal(&self, title: &str, client: Option<ClientId>) -> DealCard {
        self.deals(NewDeal { client, ..titled(title) }).await
    }

    /// Creates a deal.
    pub async fn deals(&self, new: NewDeal) -> DealCard {
        deals::create(&self.cx, self.request(), new).await.expect("the deal is created")
    }

    /// Opens a deal's card.
    pub async fn opens_deal(&self, id: DealId) -> Result<Deal, AppError> {
        deals::get(&self.cx, id).await
    }

    /// Changes a deal as they see it now.
    pub async fn edits_deal(&self, id: DealId, patch: DealPatch) -> Deal {
        let seen = self.opens_deal(id).await.expect("the deal is seen").version;
        deals::edit(&self.cx, self.request(), id, seen, patch).await.expect("the deal is changed")
    }

    /// Moves a deal to the stage of this name.
    pub async fn moves(&self, id: DealId, stage: &str) -> Deal {
        let stage = self.stage(stage).await;
        deals::move_to_stage(&self.cx, self.request(), id, Move::to(stage, None)).await.expect("the deal is moved")
    }

    /// Drops a deal into a slot of a stage.
    pub async fn drops(&self, id: DealId, to: StageId, slot: Slot) -> Deal {
        deals::move_to_stage(&self.cx, self.request(), id, Move::to(to, Some(slot))).await.expect("the deal is dropped")
    }

    /// A deal's feed, newest first.
    pub async fn reads_deal_feed(&self, id: DealId) -> Vec<Event> {
        deals::feed(&self.cx, id, &Page::first()).await.expect("the feed").rows
    }

    /// The stage of this name.
    pub async fn stage(&self, name: &str) -> StageId {
        let stages = pipelines::stages(&self.cx).await.expect("stages");
        stages.iter().find(|stage| stage.name == name).expect("the stage").id
    }

    /// Opens the board.
    pub async fn opens_board(&self) -> Board {
        deals::board::open(&self.cx, &Filter::All).await.expect("the board")
    }

    /// The titles of a column from its top, all pages.
    pub async fn column(&self, stage: &str) -> Vec<String> {
        let stage = self.stage(stage).await;
        let mut titles = Vec::new();
        let mut page = Page { after: None, size: 20 };
        loop {
            let found = deals::board::column(&self.cx, stage, &Filter::All, &page).await.expect("a column");
            titles.extend(found.rows.into_iter().map(|card| card.title));
            match found.next {
                Some(next) => page.after = Some(next),
                None => return titles,
            }
        }
    }

    /// Adds a custom field.
    pub async fn adds_field(&self, noun: Noun, kind: FieldKind, name: &str, options: &[&str]) -> FieldDef {
        let options = options.iter().map(|name| (*name).to_owned()).collect();
        let new = NewField { noun, kind, name: name.into(), options };
        fields::create(&self.cx, self.request(), new).await.expect("the field is added")
    }

    /// Deletes a custom field as they see it now; gives the version by which it is restored.
    pub async fn deletes_field(&self, noun: Noun, id: FieldId) -> FieldDef {
        let seen = fields::list(&self.cx, noun).await.expect("fields").into_iter().find(|field| field.id == id);
        let seen = seen.expect("the field is live").version;
        fields::delete(&self.cx, self.request(), id, seen).await.expect("the field is deleted")
    }

    /// Raises the limits of names and texts.
    pub async fn raises_limits(&self, name_limit: usize, text_limit: usize) {
        let seen = workspaces::get(&self.cx).await.expect("the company").version;
        let limits = LimitSettings { name_limit, text_limit };
        workspaces::set_limits(&self.cx, self.request(), seen, limits).await.expect("the limits are raised");
    }
}
