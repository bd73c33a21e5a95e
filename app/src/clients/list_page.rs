//! The section «Клиенты»: its title, search, table, and what stands there when there are none.

use super::{api::list_clients, client_list::ClientList, no_clients::NoClients, table_view::ClientTable};
use crate::{
    api_error::ApiResult,
    data::fetched,
    filters::{FilterBar, Kind, Terms},
    format,
    i18n::{t, ta},
    live,
    pages::{Record, loaded},
    record::News,
    routes,
    session::{may, with_viewer},
    table::{
        Layout, ListState, TableMenu,
        address::table_state,
        page::{Changed, Failed, NothingFound, Problem, Skeleton},
        rows::Shown,
    },
    ui::{Icon, Later, WhenDrawn},
};
use domain::{
    access::Right,
    clients::{Client, ClientRow},
    columns::Table,
    deals::DealCard,
    fields::Noun,
    filter::{Count, Rows},
    ids::ClientId,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The filters of the table (S0.35, S0.36, S0.39).
const FILTERS: &[Kind] = &[Kind::Owner, Kind::Stage, Kind::Budget, Kind::Created, Kind::Changed];

/// The section «Клиенты» (S0.20).
#[component]
pub fn ClientListPage() -> impl IntoView {
    live::begin();
    let state = table_state(Layout::of(Table::Clients), routes::CLIENTS, FILTERS);
    let terms = StoredValue::new(with_viewer(|viewer| Terms::of(viewer, Noun::Client)));
    // The first page answers what the address said when it was asked.
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
        <Suspense fallback=|| view! { <Skeleton title="nav.clients"/> }>
            {move || Suspend::new(async move {
                let page = first.await;
                WhenDrawn::new(move || shown(page, (asked.get_value(), terms), state))
            })}
        </Suspense>
    }
}

fn shown(
    page: ApiResult<Rows<ClientRow>>,
    asked: (ListState, StoredValue<Terms>),
    state: Signal<ListState>,
) -> AnyView {
    match page {
        Ok(page) => view! { <Loaded list=ClientList::new(asked, page) state/> }.into_any(),
        Err(error) => view! { <Failed error title="nav.clients"/> }.into_any(),
    }
}

#[component]
fn Loaded(list: ClientList, state: Signal<ListState>) -> impl IntoView {
    let adding = RwSignal::new(false);
    Effect::new(move |_| list.follow(state.get()));
    list.fold_with_new_rows();
    Effect::new(move |_| list.load_total());
    list.follow_news();
    // The card over the list changes its client: the row follows.
    News::follow(move |client: Client| list.put_changed(client));
    News::follow(move |(client, deal): (ClientId, DealCard)| list.put_deal(client, deal));
    let settings = RwSignal::new(false);
    let shown = Memo::new(move |_| list.shown());
    let bar = Memo::new(move |_| shown.with(|shown| *shown != Shown::None));
    let body = move || match shown.get() {
        Shown::None => view! { <NoClients adding/> }.into_any(),
        Shown::Nothing(asked) => {
            let words = ["table.nothing_text", "filters.nothing_clients"];
            view! { <NothingFound asked words root=routes::CLIENTS/> }.into_any()
        }
        Shown::Rows => view! { <ClientTable list state settings/> }.into_any(),
    };
    view! {
        <Top list adding settings/>
        <Problem list={*list} state/>
        {move || bar.get().then(|| view! { <FilterBar state root=routes::CLIENTS noun=Noun::Client kinds=FILTERS/> }.into_any())}
        <Changed list={*list}/>
        {body}
        {may(Right::CreateClients).then(|| view! {
            <Later open=adding dialog=move || loaded(Record::NewClient(adding, Callback::new(move |client| list.put_client(client))))/>
        })}
    }
}

#[component]
fn Top(list: ClientList, adding: RwSignal<bool>, settings: RwSignal<bool>) -> impl IntoView {
    let count = move || match list.total.get() {
        Some(Count::Exact(count)) => format::count(count),
        Some(Count::AtLeast(count)) => ta("table.at_least", &[("n", &format::count(count))]),
        None => String::new(),
    };
    view! {
        <div class="top">
            <h1>{t("nav.clients")}</h1>
            <span class="count" aria-live="polite">{count}</span>
            <span class="grow"></span>
            <TableMenu layout=Layout::of(Table::Clients) settings/>
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
