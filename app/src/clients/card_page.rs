//! A client's card (S0.8-S0.11, R18, R21).

use super::{
    api::{client_feed, comment_client, edit_client, get_client, list_client_deals},
    card_deals::ClientDeals,
    card_fields::{Contacts, PersonParts, kind_spec, name_spec},
    card_sharing::Sharing,
};
use crate::{
    api_error::{ApiError, ApiResult},
    data::fetched,
    i18n::{t, tn},
    live,
    record::{
        Card, Changed, CustomFields, Facts, Feed, Inline, LostRecord, MoreChanged, Record, RecordFrame, RecordHead,
        RecordSkeleton, Touched, owner_spec,
    },
    routes,
    session::{may, viewer, with_viewer},
    table::cell::public_sign,
    ui::WhenDrawn,
};
use domain::{
    access::{Act, Actor, Right},
    clients::{Client, ClientPatch, Edited},
    deals::DealCard,
    error::AppError,
    events::Event,
    fields::{FieldValue, FieldValues, Noun},
    filter::{Page, Rows},
    ids::{ClientId, FieldId, RequestId, UserId},
    live::LiveNews,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::future::Future;

impl Record for Client {
    type Patch = ClientPatch;
    const EDIT: Right = Right::EditClients;

    fn version(&self) -> i64 {
        self.version
    }

    fn path(&self) -> String {
        routes::client(self.id)
    }

    fn is_seen_by(&self, actor: &Actor) -> bool {
        actor.may(Act::View, self).is_ok()
    }

    fn can_return(&self, back: &ClientPatch, _before: &Self, actor: &Actor) -> bool {
        match back {
            ClientPatch::Owner(_) | ClientPatch::OwnerBack(_) => actor.may(Act::ChangeOwner, self).is_ok(),
            ClientPatch::Managers(_) | ClientPatch::Access(_) => actor.shares(self),
            _ => actor.writes(self),
        }
    }

    fn is_writable(&self) -> bool {
        with_viewer(|viewer| viewer.actor.writes(self))
    }

    fn is_told(&self, news: &LiveNews) -> bool {
        news.all_clients || news.clients.contains(&self.id)
    }

    fn owner(&self) -> UserId {
        self.owner
    }

    fn owner_patch(owner: UserId) -> ClientPatch {
        ClientPatch::Owner(owner)
    }

    fn custom(&self) -> &FieldValues {
        &self.custom
    }

    fn custom_patch(field: FieldId, value: Option<FieldValue>) -> ClientPatch {
        ClientPatch::Custom(field, value)
    }

    fn as_is(&self, patch: &ClientPatch) -> ClientPatch {
        match patch {
            ClientPatch::Kind(_) => ClientPatch::Kind(self.kind),
            // The parts make the name, too.
            ClientPatch::Name(_) | ClientPatch::Parts(_) => match &self.parts {
                Some(parts) => ClientPatch::Parts(parts.clone()),
                None => ClientPatch::Name(self.name.clone()),
            },
            ClientPatch::Phones(_) => ClientPatch::Phones(self.phones.clone()),
            ClientPatch::Emails(_) => ClientPatch::Emails(self.emails.clone()),
            ClientPatch::Owner(_) | ClientPatch::OwnerBack(_) => ClientPatch::Owner(self.owner),
            ClientPatch::Managers(_) => ClientPatch::Managers(self.managers.clone()),
            ClientPatch::Access(_) => ClientPatch::Access(self.access),
            ClientPatch::Custom(field, _) => ClientPatch::Custom(*field, self.custom.get(field).cloned()),
        }
    }

    fn touched(&self) -> Touched {
        Touched { created: (self.created_at, self.created_by), updated: (self.updated_at, self.updated_by) }
    }

    async fn edit(self, request: RequestId, patch: ClientPatch) -> ApiResult<Changed<Self>> {
        let gives = matches!(patch, ClientPatch::Owner(_));
        let Edited { client, deals } = edit_client(request, self.id, self.version, patch).await?;
        let more = gives.then(|| MoreChanged { words: given(deals), back: ClientPatch::OwnerBack(request) });
        Ok(Changed { record: client, more })
    }

    fn reload(self) -> impl Future<Output = ApiResult<Self>> + Send {
        get_client(self.id)
    }

    fn feed(self, page: Page) -> impl Future<Output = ApiResult<Rows<Event>>> + Send {
        client_feed(self.id, page)
    }

    fn comment(self, request: RequestId, text: String) -> impl Future<Output = ApiResult<()>> + Send {
        comment_client(request, self.id, text)
    }
}

/// What is said of a client that was given to another owner, with so many deals (S3.30).
fn given(deals: usize) -> String {
    match i64::try_from(deals) {
        Ok(0) | Err(_) => t("client_card.given"),
        Ok(deals) => tn("client_card.given_with", deals),
    }
}

/// What a card shows first, fetched side by side.
struct Loaded {
    client: ApiResult<Client>,
    deals: ApiResult<Rows<DealCard>>,
    feed: ApiResult<Rows<Event>>,
}

/// The card at its own address.
#[component]
pub fn ClientCardRoute() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<ClientId>().ok())));
    live::begin();
    let client = fetched(move || id.get(), |id| async move { get_client(known(id)?).await });
    let deals = fetched(move || id.get(), |id| async move { list_client_deals(known(id)?, Page::first()).await });
    let feed = fetched(move || id.get(), |id| async move { client_feed(known(id)?, Page::first()).await });
    view! {
        <RecordFrame name=t("client_card.name") list=t("nav.clients")>
            <Suspense fallback=|| view! { <RecordSkeleton/> }>
                {move || Suspend::new(async move {
                    let loaded = Loaded { client: client.await, deals: deals.await, feed: feed.await };
                    WhenDrawn::new(move || view! { <Shown loaded/> }.into_any())
                })}
            </Suspense>
        </RecordFrame>
    }
}

fn known(id: Option<ClientId>) -> ApiResult<ClientId> {
    id.ok_or(ApiError::App(AppError::NotFound(Noun::Client)))
}

#[component]
fn Shown(loaded: Loaded) -> impl IntoView {
    let Loaded { client, deals, feed } = loaded;
    match client {
        Ok(client) => view! { <ClientCard client deals feed/> }.into_any(),
        Err(error) => view! { <LostRecord error/> }.into_any(),
    }
}

#[component]
fn ClientCard(client: Client, deals: ApiResult<Rows<DealCard>>, feed: ApiResult<Rows<Event>>) -> impl IntoView {
    let (id, number, path) = (client.id, client.number, client.path());
    let editable = may(Right::EditClients) && client.is_writable();
    let mut owner = owner_spec();
    owner.locked |= with_viewer(|viewer| viewer.actor.may(Act::ChangeOwner, &client).is_err());
    let card = Card::new(client);
    let mark = move || card.record.with(|client| client.access.is_public()).then(public_sign);
    let title = Signal::derive(move || card.record.with(|client| client.name.clone()));
    let fields = viewer().client_fields.clone();
    let more = !fields.is_empty();
    view! {
        <RecordHead title number path editable mark/>
        <div class="split">
            <section class="fields" aria-label=t("client_card.data")>
                <h3>{t("client_card.data")}</h3>
                <Inline card spec=name_spec() id="name"/>
                <PersonParts card/>
                <Inline card spec=kind_spec() id="kind"/>
                <Contacts card/>
                <Inline card spec=owner id="owner"/>
                <Sharing card/>
                {more.then(|| view! { <h3>{t("record.more_fields")}</h3> })}
                <CustomFields card fields/>
                {may(Right::ViewDeals).then(|| view! { <ClientDeals client=id first=deals/> })}
                <h3>{t("record.history")}</h3>
                <Facts card/>
            </section>
            <Feed card first=feed/>
        </div>
    }
}
