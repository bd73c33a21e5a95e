//! The deals of a client, as lines of its card (S0.22).

use super::api::list_client_deals;
use crate::{
    api_error::ApiResult,
    deals::quick_deal::{QuickDeal, QuickDealPlace},
    deed::{Deed, Refused},
    format,
    i18n::t,
    record::{News, StagePill, read_again},
    routes,
    session::{may, stage_name},
    told,
    ui::Icon,
};
use domain::{
    access::Right,
    deals::{DealCard, DealClient},
    filter::{Cursor, Page, Rows},
    ids::ClientId,
    live::LiveNews,
};
use leptos::prelude::*;

/// The section «Сделки»; its first page was fetched together with the client.
#[component]
pub(super) fn ClientDeals(client: ClientId, first: ApiResult<Rows<DealCard>>) -> impl IntoView {
    let lines = match first {
        Ok(page) => view! { <Lines client page/> }.into_any(),
        Err(error) => view! { <p class="err" role="alert">{told::error(&error)}</p> }.into_any(),
    };
    view! { <h3>{t("nav.deals")}</h3>{lines} }
}

#[component]
fn Lines(client: ClientId, page: Rows<DealCard>) -> impl IntoView {
    let rows = RwSignal::new(page.rows);
    let next = RwSignal::new(page.next);
    follow(client, rows, next);
    let quick = QuickDealPlace::new();
    let list = News::here();
    let done = Callback::new(move |(_, deal): (Option<ClientId>, DealCard)| {
        if let Some(list) = list {
            list.tell((client, deal.clone()));
        }
        rows.update(|rows| rows.insert(0, deal));
    });
    view! {
        {move || rows.with(Vec::is_empty).then(|| view! { <p class="muted">{t("client_card.no_deals")}</p> })}
        <ul class="deal-lines"><For each=move || rows.get() key=|deal| (deal.id, deal.version) let:deal><Line deal/></For></ul>
        <More client rows next/>
        {may(Right::CreateDeals).then(|| view! {
            <button type="button" class="link hstack" on:click=move |_| quick.ask(DealClient { id: client, name: None })><Icon name="plus"/>{t("client_card.quick_deal")}</button>
            <QuickDeal place=quick done/>
        })}
    }
}

/// The lines follow what others do with the client's deals.
fn follow(client: ClientId, rows: RwSignal<Vec<DealCard>>, next: RwSignal<Option<Cursor>>) {
    let is_told = move |news: &LiveNews| {
        let of_lines = |rows: &Vec<DealCard>| rows.iter().any(|deal| news.deals.contains(&deal.id));
        news.all || news.clients.contains(&client) || rows.try_with_untracked(of_lines) == Some(true)
    };
    let read = move || async move {
        let shown = rows.try_with_untracked(Vec::len).unwrap_or_default();
        let mut fresh = list_client_deals(client, Page::first()).await?;
        while fresh.rows.len() < shown && fresh.next.is_some() {
            let more = list_client_deals(client, Page { after: fresh.next, ..Page::first() }).await?;
            fresh.rows.extend(more.rows);
            fresh.next = more.next;
        }
        rows.try_set(fresh.rows);
        next.try_set(fresh.next);
        Ok(true)
    };
    read_again(is_told, || true, read);
}

#[component]
fn Line(deal: DealCard) -> impl IntoView {
    let stage = stage_name(deal.stage);
    view! {
        <li>
            <a href=routes::deal(deal.id)>{deal.title.clone()}</a>
            <span class="num">{deal.money().map(format::money)}</span>
            <StagePill id=deal.stage name=stage/>
            <span class="muted num">{format::short(deal.created_at)}</span>
        </li>
    }
}

#[component]
fn More(client: ClientId, rows: RwSignal<Vec<DealCard>>, next: RwSignal<Option<Cursor>>) -> impl IntoView {
    let deed = Deed::new();
    let more = move |_| {
        let page = Page { after: next.get_untracked(), ..Page::first() };
        deed.run(list_client_deals(client, page), move |page| {
            rows.update(|rows| rows.extend(page.rows));
            next.set(page.next);
        });
    };
    move || {
        next.with(Option::is_some).then(|| view! {
            <Refused deed/>
            <button type="button" class="btn s" aria-busy=move || deed.is_busy() on:click=more>{t("record.more")}</button>
        })
    }
}
