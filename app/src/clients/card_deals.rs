//! The deals of a client, as lines of its card (S0.22).

use crate::{
    deals::api::deals_of_client, format, i18n::t, record::StagePill, routes, session::viewer, told, ui::Toasts,
};
use domain::{
    deals::DealCard,
    filter::{Cursor, Page, Rows},
    ids::ClientId,
};
use leptos::{prelude::*, task::spawn_local};

/// The section «Сделки».
#[component]
pub(super) fn ClientDeals(client: ClientId) -> impl IntoView {
    let first = Resource::new(|| (), move |()| deals_of_client(client, Page::first()));
    view! {
        <h3>{t("nav.deals")}</h3>
        <Suspense fallback=|| view! { <span class="sk block"></span> }>
            {move || Suspend::new(async move {
                match first.await {
                    Ok(page) => view! { <Lines client page/> }.into_any(),
                    Err(error) => view! { <p class="err" role="alert">{told::error(&error)}</p> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Lines(client: ClientId, page: Rows<DealCard>) -> impl IntoView {
    let rows = RwSignal::new(page.rows);
    let next = RwSignal::new(page.next);
    view! {
        {move || rows.with(Vec::is_empty).then(|| view! { <p class="muted">{t("client_card.no_deals")}</p> })}
        <ul class="deal-lines"><For each=move || rows.get() key=|deal| deal.id let:deal><Line deal/></For></ul>
        <More client rows next/>
    }
}

#[component]
fn Line(deal: DealCard) -> impl IntoView {
    let stage = viewer().stage(deal.stage).map(|stage| stage.name.clone()).unwrap_or_default();
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
    let toasts = Toasts::get();
    let more = move |_| {
        let page = Page { after: next.get_untracked(), ..Page::first() };
        spawn_local(async move {
            match deals_of_client(client, page).await {
                Ok(page) => {
                    rows.try_update(|rows| rows.extend(page.rows));
                    next.try_set(page.next);
                }
                Err(error) => toasts.complain(told::error(&error)),
            }
        });
    };
    move || {
        next.with(Option::is_some)
            .then(|| view! { <button type="button" class="btn s" on:click=more>{t("record.more")}</button> })
    }
}
