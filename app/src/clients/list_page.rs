//! The section «Клиенты»: its title, search, table, and what stands there when there are none.

use super::{
    api::list_clients,
    client_list::{ClientList, Shown},
    no_clients::NoClients,
    table_view::ClientTable,
};
use crate::{
    api_error::ApiError,
    data::fetched,
    filters::{FilterBar, Kind, Terms},
    format,
    i18n::{t, ta},
    pages::{Record, record},
    record::News,
    routes,
    session::{may, with_viewer},
    table::{
        ListState,
        address::{asked, list_state},
    },
    told,
    ui::{Empty, Icon, Later},
};
use domain::{access::Right, clients::Client, deals::DealCard, fields::Noun, filter::Count, ids::ClientId};
use leptos::prelude::*;
use leptos_meta::Title;

/// The filters of the table (S0.35, S0.36, S0.39).
const FILTERS: &[Kind] = &[Kind::Owner, Kind::Stage, Kind::Budget, Kind::Created, Kind::Changed];

/// The section «Клиенты» (S0.20).
#[component]
pub fn ClientListPage() -> impl IntoView {
    let state = listed();
    let terms = StoredValue::new(with_viewer(|viewer| Terms::of(viewer, Noun::Client)));
    // What the first page answers; a page that the server rendered answers its own address.
    let asked = StoredValue::new(state.get_untracked());
    let first = fetched(
        || (),
        move |()| {
            asked.set_value(state.get_untracked());
            list_clients(asked.with_value(|asked| terms.with_value(|terms| asked.query(terms, None))))
        },
    );
    view! {
        <Title text=format!("{} · {}", t("nav.clients"), t("record.product"))/>
        <Suspense fallback=Skeleton>
            {move || Suspend::new(async move {
                match first.await {
                    Ok(page) => view! { <Loaded list=ClientList::new((asked.get_value(), terms), page) state/> }.into_any(),
                    Err(error) => view! { <Failed error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// What the address asks for.
fn listed() -> Signal<ListState> {
    list_state(routes::CLIENTS, |query| {
        with_viewer(|viewer| ListState::read(asked(query, FILTERS), &viewer.client_fields))
    })
}

#[component]
fn Loaded(list: ClientList, state: Signal<ListState>) -> impl IntoView {
    let adding = RwSignal::new(false);
    Effect::new(move |_| list.follow(state.get()));
    Effect::new(move |_| list.load_count());
    // The card over the list changes its client: the row follows.
    News::follow(move |client: Client| list.put_changed(client));
    News::follow(move |(client, deal): (ClientId, DealCard)| list.put_deal(client, deal));
    let shown = Memo::new(move |_| list.shown());
    let bar = Memo::new(move |_| shown.with(|shown| *shown != Shown::NoClients));
    let body = move || match shown.get() {
        Shown::NoClients => view! { <NoClients adding/> }.into_any(),
        Shown::Nothing(asked) => view! { <NothingFound asked/> }.into_any(),
        Shown::Rows => view! { <ClientTable list state/> }.into_any(),
    };
    view! {
        <Top list adding/>
        <Problem list state/>
        {move || bar.get().then(|| view! { <FilterBar state root=routes::CLIENTS noun=Noun::Client kinds=FILTERS/> })}
        {body}
        {may(Right::CreateClients).then(|| view! {
            <Later open=adding dialog=move || record(Record::NewClient(adding, Callback::new(move |client| list.put_client(client))))/>
        })}
    }
}

#[component]
fn Top(list: ClientList, adding: RwSignal<bool>) -> impl IntoView {
    let count = move || match list.count.get() {
        Some(Count::Exact(count)) => format::count(count),
        Some(Count::AtLeast(count)) => ta("table.at_least", &[("n", &format::count(count))]),
        None => String::new(),
    };
    view! {
        <div class="top">
            <h1>{t("nav.clients")}</h1>
            <span class="count" aria-live="polite">{count}</span>
            <span class="grow"></span>
            {may(Right::CreateClients).then(|| view! { <AddButton adding/> })}
        </div>
    }
}

/// «+ Добавить клиента».
#[component]
pub(super) fn AddButton(adding: RwSignal<bool>) -> impl IntoView {
    view! {
        <button class="btn primary" aria-haspopup="dialog" on:click=move |_| adding.set(true)>
            <Icon name="plus"/>{t("clients.add")}
        </button>
    }
}

/// An answer that did not come; the old rows stay.
#[component]
fn Problem(list: ClientList, state: Signal<ListState>) -> impl IntoView {
    let again = move |_| list.load(state.get_untracked());
    move || {
        list.error.get().map(|error| {
            view! {
                <div class="strip bad" role="alert">
                    <Icon name="circle-alert"/><span>{told::error(&error)}</span>
                    <button class="btn s" on:click=again>{t("ui.retry")}</button>
                </div>
            }
        })
    }
}

/// The search or the filters leave nothing: they can be dropped.
#[component]
fn NothingFound(asked: ListState) -> impl IntoView {
    let (text, reset) = if asked.filters.is_empty() {
        (ta("table.nothing_text", &[("search", &asked.search)]), t("table.reset"))
    } else {
        (t("filters.nothing_clients"), t("filters.reset"))
    };
    view! {
        <Empty icon="search" title=t("table.nothing") text>
            <a class="btn" href=asked.reset().href(routes::CLIENTS)>{reset}</a>
        </Empty>
    }
}

#[component]
fn Failed(error: ApiError) -> impl IntoView {
    view! {
        <div class="top"><h1>{t("nav.clients")}</h1></div>
        <Empty icon="circle-alert" title=t("table.failed") text=told::error(&error)>
            <a class="btn" href=routes::CLIENTS rel="external">{t("ui.retry")}</a>
        </Empty>
    }
}

/// Lines to come, while the section is opened from another one.
#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="top"><h1>{t("nav.clients")}</h1></div>
        <div class="bar" aria-hidden="true"></div>
        <div class="tablewrap" aria-busy="true" aria-label=t("ui.loading") role="status">
            <table class="grid plain">
                <tbody>
                    {(0..12).map(|_| view! {
                        <tr><td class="c-name"><span class="sk"></span></td><td class="c-fill"><span class="sk w3"></span></td></tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}
