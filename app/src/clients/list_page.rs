//! The section «Клиенты»: its title, search, table, and what stands there when there are none.

use super::{
    api::list_clients,
    client_list::{ClientList, Shown},
    no_clients::NoClients,
    table_view::ClientTable,
};
use crate::{
    api_error::{ApiError, ApiResult},
    data::fetched,
    format,
    i18n::{t, ta},
    pages::{Record, record},
    record::News,
    routes,
    session::{may, viewer},
    table::{ListState, find::Find, state::Asked},
    told,
    ui::{Empty, Icon, Later},
};
use domain::{
    access::Right,
    clients::{Client, ClientRow},
    deals::DealCard,
    filter::{Count, Rows},
    ids::ClientId,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    location::Location,
    params::ParamsMap,
};

/// The section «Клиенты» (S0.20).
#[component]
pub fn ClientListPage() -> impl IntoView {
    let state = list_state();
    let first = fetched(
        || (),
        move |()| {
            let asked = state.get_untracked();
            async move { (list_clients(asked.query(None)).await, asked.search, asked.sort) }
        },
    );
    view! {
        <Title text=format!("{} · {}", t("nav.clients"), t("record.product"))/>
        <Suspense fallback=Skeleton>
            {move || Suspend::new(async move {
                let (page, search, sort) = first.await;
                shown(page, ListState { search, sort }, state)
            })}
        </Suspense>
    }
}

fn shown(page: ApiResult<Rows<ClientRow>>, asked: ListState, state: Signal<ListState>) -> AnyView {
    match page {
        Ok(page) => view! { <Loaded list=ClientList::new(asked, page) state/> }.into_any(),
        Err(error) => view! { <Failed error/> }.into_any(),
    }
}

/// What the address asks for. Under an open card the list stays as it was, and gets its address back with it.
fn list_state() -> Signal<ListState> {
    let fields = viewer().client_fields;
    let Location { pathname, query, .. } = use_location();
    let both = Memo::new(move |before: Option<&(ListState, bool)>| {
        let here = pathname.with(|path| path.trim_end_matches('/') == routes::CLIENTS);
        let asked = query.with(asked);
        let back = before.is_some_and(|(_, here)| !here) && asked == Asked::default();
        match before {
            Some((before, _)) if !here || back => (before.clone(), here),
            _ => (ListState::read(asked, &fields), here),
        }
    });
    let go = use_navigate();
    Effect::new(move |_| {
        let (state, here) = both.get();
        if here && state != ListState::default() && query.with_untracked(asked) == Asked::default() {
            go(&state.href(routes::CLIENTS), NavigateOptions { replace: true, scroll: false, ..Default::default() });
        }
    });
    Memo::new(move |_| both.with(|(state, _)| state.clone())).into()
}

fn asked(query: &ParamsMap) -> Asked {
    Asked { search: query.get("q").filter(|q| !q.is_empty()), sort: query.get("sort"), dir: query.get("dir") }
}

#[component]
fn Loaded(list: ClientList, state: Signal<ListState>) -> impl IntoView {
    let adding = RwSignal::new(false);
    Effect::new(move |_| list.follow(state.get()));
    Effect::new(move |_| list.load_count());
    // The card over the list changes its client: the row follows.
    News::follow(move |client: Client| list.put_changed(client));
    News::follow(move |(client, deal): (ClientId, DealCard)| list.put_deal(client, deal));
    let search = searching(state);
    let reset = Callback::new(move |()| search.run(String::new()));
    let shown = Memo::new(move |_| list.shown());
    let body = move || match shown.get() {
        Shown::NoClients => view! { <NoClients adding/> }.into_any(),
        Shown::Nothing(search) => view! { <NothingFound search reset/> }.into_any(),
        Shown::Rows => view! { <ClientTable list state/> }.into_any(),
    };
    view! {
        <Top list adding/>
        <Problem list state/>
        <div class="bar" hidden=move || shown.get() == Shown::NoClients><Find state root=routes::CLIENTS search/></div>
        {body}
        {may(Right::CreateClients).then(|| view! {
            <Later open=adding dialog=move || record(Record::NewClient(adding, Callback::new(move |client| list.put_client(client))))/>
        })}
    }
}

/// Letters of one search replace each other in the history; a search begun or ended is a step of it.
fn searching(state: Signal<ListState>) -> Callback<String> {
    let go = use_navigate();
    Callback::new(move |text: String| {
        let now = state.get_untracked();
        let next = now.searching(&text);
        if next != now {
            let replace = !now.search.is_empty() && !next.search.is_empty();
            go(&next.href(routes::CLIENTS), NavigateOptions { replace, scroll: false, ..Default::default() });
        }
    })
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

/// The search leaves nothing: it can be dropped.
#[component]
fn NothingFound(search: String, reset: Callback<()>) -> impl IntoView {
    let drop_search = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        reset.run(());
    };
    view! {
        <Empty icon="search" title=t("table.nothing") text=ta("table.nothing_text", &[("search", &search)])>
            <a class="btn" href=routes::CLIENTS on:click=drop_search>{t("table.reset")}</a>
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
