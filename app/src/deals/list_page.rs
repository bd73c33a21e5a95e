//! The deals as a list: their count and sums, search, table, and what stands there when there are none.

use super::{
    api::list_deals,
    board_column::sums_in_words,
    board_page::{FILTERS, OutdatedStages},
    list_table::{DealList, DealTable},
    quick_deal::{QuickDeal, QuickDealPlace},
    views::Views,
};
use crate::{
    api_error::ApiResult,
    data::fetched,
    filters::{FilterBar, Terms},
    format,
    i18n::{t, ta},
    live,
    record::News,
    routes,
    session::{may, with_viewer},
    table::{
        Layout, ListState, TableMenu,
        address::table_state,
        page::{Changed, Failed, NothingFound, Problem, Skeleton},
        rows::Shown,
    },
    ui::{Empty, Icon, WhenDrawn},
};
use domain::{
    access::Right,
    columns::Table,
    deals::{Deal, DealCard, DealRow},
    fields::Noun,
    filter::Rows,
    ids::ClientId,
};
use leptos::prelude::*;
use leptos_meta::Title;
use std::sync::Arc;

/// The section «Сделки» as a list.
#[component]
pub(super) fn DealListPage() -> impl IntoView {
    live::begin();
    let state = table_state(Layout::of(Table::Deals), routes::DEAL_LIST, FILTERS);
    let terms = StoredValue::new(with_viewer(|viewer| Terms::of(viewer, Noun::Deal)));
    // The first page answers what the address said when it was asked.
    let asked = StoredValue::new(state.get_untracked());
    let first = fetched(
        || (),
        move |()| {
            asked.set_value(state.get_untracked());
            list_deals(asked.with_value(|asked| terms.with_value(|terms| asked.query(terms, None))))
        },
    );
    view! {
        <Title text=format!("{} · {}", t("nav.deals"), t("record.product"))/>
        <Suspense fallback=|| view! { <Skeleton title="nav.deals"/> }>
            {move || Suspend::new(async move {
                let page = first.await;
                WhenDrawn::new(move || shown(page, (asked.get_value(), terms), state))
            })}
        </Suspense>
    }
}

fn shown(page: ApiResult<Rows<DealRow>>, asked: (ListState, StoredValue<Terms>), state: Signal<ListState>) -> AnyView {
    match page {
        Ok(page) => view! { <Loaded list=DealList::new(asked, page) state/> }.into_any(),
        Err(error) => view! { <Failed error title="nav.deals"/> }.into_any(),
    }
}

#[component]
fn Loaded(list: DealList, state: Signal<ListState>) -> impl IntoView {
    let (quick, settings) = (QuickDealPlace::new(), RwSignal::new(false));
    Effect::new(move |_| list.follow(state.get()));
    Effect::new(move |_| list.load_total());
    live::follow(move |news| list.hear(news));
    // The card over the list changes its deal: the row follows, and what the list comes to.
    News::follow(move |deal: Deal| {
        list.change(deal.id, |row| with_client_name(deal.clone().into(), row));
        list.follow_total();
    });
    let done = Callback::new(move |_: (Option<ClientId>, DealCard)| {
        list.load(state.get_untracked());
        list.load_total();
    });
    let shown = Memo::new(move |_| list.shown());
    let bar = Memo::new(move |_| shown.with(|shown| *shown != Shown::None));
    let body = move || match shown.get() {
        Shown::None => view! { <NoDeals quick/> }.into_any(),
        Shown::Nothing(asked) => {
            let words = ["deals.nothing_text", "filters.nothing_deals"];
            view! { <NothingFound asked words root=routes::DEAL_LIST/> }.into_any()
        }
        Shown::Rows => view! { <DealTable list state settings/> }.into_any(),
    };
    view! {
        <Top list state quick settings/>
        <Problem list state/>
        <StagesChanged list state/>
        {move || bar.get().then(|| view! { <FilterBar state root=routes::DEAL_LIST noun=Noun::Deal kinds=FILTERS/> })}
        <Changed list/>
        {body}
        <QuickDeal place=quick done/>
    }
}

/// Somebody has changed the stages: only a new page has their names.
#[component]
fn StagesChanged(list: DealList, state: Signal<ListState>) -> impl IntoView {
    let known = |row: &Arc<DealRow>| with_viewer(|viewer| viewer.stages.iter().any(|stage| stage.id == row.stage));
    let changed = Memo::new(move |_| list.rows.with(|rows| !rows.iter().all(known)));
    move || changed.get().then(|| view! { <OutdatedStages root=routes::DEAL_LIST state/> })
}

/// A change that leaves the client alone does not name it again.
fn with_client_name(fresh: DealRow, shown: &DealRow) -> DealRow {
    DealRow { client: fresh.client.map(|client| client.known_as(shown.client.as_ref())), ..fresh }
}

#[component]
fn Top(list: DealList, state: Signal<ListState>, quick: QuickDealPlace, settings: RwSignal<bool>) -> impl IntoView {
    let count = move || list.total.with(|total| total.as_ref().map(|total| format::count(total.count)));
    let sums = move || {
        list.total.with(|total| total.as_ref().map(|total| ta("deals.sum", &[("sum", &sums_in_words(&total.sums))])))
    };
    view! {
        <div class="top">
            <h1>{t("nav.deals")}</h1>
            <span class="count" aria-live="polite">{count}</span>
            <Views here=routes::DEAL_LIST state/>
            <span class="grow"></span>
            <span class="soft num sumline">{sums}</span>
            <TableMenu layout=Layout::of(Table::Deals) settings/>
            {may(Right::CreateDeals).then(|| view! { <AddDeal quick/> })}
        </div>
    }
}

/// «+ Быстрая сделка», in the first stage.
#[component]
fn AddDeal(quick: QuickDealPlace) -> impl IntoView {
    let first = with_viewer(|viewer| viewer.stages.first().map(|stage| stage.id));
    first.map(|stage| {
        view! {
            <button type="button" class="btn primary" aria-haspopup="dialog" aria-label=t("board.add_first")
                on:click=move |_| quick.ask_at(stage)>
                <Icon name="plus"/><span class="long">{t("board.add_first")}</span>
            </button>
        }
    })
}

#[component]
fn NoDeals(quick: QuickDealPlace) -> impl IntoView {
    view! {
        <Empty icon="square-kanban" title=t("deals.empty") text=t("board.empty_text")>
            {may(Right::CreateDeals).then(|| view! { <AddDeal quick/> })}
        </Empty>
    }
}
