//! «Клиент» of a deal: a search among clients; the one chosen is a link to its card.

use super::{
    Card, Record,
    search::{ClientSearch, Found, SearchInput, SearchList},
};
use crate::{
    browser,
    i18n::t,
    routes,
    table::dom,
    ui::{FieldError, Icon},
};
use domain::{deals::DealClient, ids::ClientId};
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, KeyboardEvent, Node};

/// The picker's state.
#[derive(Clone, Copy)]
struct Pick {
    open: RwSignal<bool>,
    search: ClientSearch,
    choose: Callback<Option<ClientId>>,
    /// Whether the button that opens the search takes the focus back.
    refocus: RwSignal<bool>,
}

impl Pick {
    fn new<R: Record>(card: Card<R>, patch: fn(Option<ClientId>) -> R::Patch) -> Self {
        let (open, refocus) = (RwSignal::new(false), RwSignal::new(false));
        let error = RwSignal::new(None);
        let choose = Callback::new(move |client: Option<ClientId>| {
            let patch = patch(client);
            spawn_local(async move {
                let outcome = card.save(browser::new_request(), t("record.field.client"), patch).await;
                if outcome.is_ok() && open.try_get_untracked() == Some(true) {
                    refocus.set(true);
                    open.set(false);
                }
                error.try_set(outcome.err());
            });
        });
        let found = Callback::new(move |(id, _): Found<ClientId>| choose.run(Some(id)));
        Pick { open, search: ClientSearch::clients("client", found).failing_at(error), choose, refocus }
    }

    fn begin(self) {
        self.search.clear();
        self.open.set(true);
        self.search.ask();
    }

    fn on_key(self, event: &KeyboardEvent) {
        if event.key() == "Escape" {
            event.prevent_default();
            self.refocus.set(true);
            self.open.set(false);
        } else if !self.search.on_key(event) {
            return;
        }
        // Nor does the drawer around.
        event.stop_propagation();
    }

    fn left(self, event: &FocusEvent) {
        // The button that opened the search gives way to it.
        let from = event.target().and_then(|from| from.dyn_into::<Element>().ok());
        if from.is_some_and(|from| from.matches("button.v, .copy").unwrap_or(false)) {
            return;
        }
        let line = event.current_target().and_then(|line| line.dyn_into::<Node>().ok());
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        if !line.is_some_and(|line| to.is_some() && line.contains(to.as_ref())) {
            self.open.set(false);
        }
    }
}

/// The line «Клиент».
#[component]
pub fn ClientPicker<R: Record>(
    card: Card<R>,
    #[prop(into)] client: Signal<Option<DealClient>>,
    patch: fn(Option<ClientId>) -> R::Patch,
    locked: bool,
) -> impl IntoView {
    let pick = Pick::new(card, patch);
    let open = pick.open;
    card.typing.count(open);
    view! {
        <div class="f" class:edit=open class:wrong=move || pick.search.error.get().is_some() on:focusout=move |event| pick.left(&event)>
            <span class="k" id="f-client-k">{t("record.field.client")}</span>
            {move || if open.get() { searching(pick, client).into_any() } else { chosen(pick, client, locked) }}
        </div>
    }
}

fn chosen(pick: Pick, client: Signal<Option<DealClient>>, locked: bool) -> AnyView {
    let begin = move |_| pick.begin();
    let node = NodeRef::<html::Button>::new();
    dom::focus_back(node, pick.refocus);
    match (client.get(), locked) {
        (None, true) => view! { <span class="v muted">"—"</span> }.into_any(),
        (None, false) => view! {
            <button type="button" class="v" node_ref=node aria-labelledby="f-client-k f-client-v" on:click=begin>
                <span class="add" id="f-client-v">{t("ui.empty_value")}</span>
            </button>
        }
        .into_any(),
        (Some(client), locked) => view! {
            <span class="v">
                {client_link(client)}
                {(!locked).then(|| view! {
                    <button type="button" class="ib copy" node_ref=node aria-label=t("record.change_client") title=t("record.change_client") on:click=begin><Icon name="pencil"/></button>
                })}
            </span>
        }
        .into_any(),
    }
}

fn client_link(client: DealClient) -> AnyView {
    match client.name {
        Some(name) => view! { <a class="link" href=routes::client(client.id)>{name}</a> }.into_any(),
        None => view! { <span class="txt muted">{t("record.hidden_client")}</span> }.into_any(),
    }
}

fn searching(pick: Pick, client: Signal<Option<DealClient>>) -> impl IntoView {
    let (search, node) = (pick.search, NodeRef::<html::Input>::new());
    Effect::new(move |_| {
        if let Some(input) = node.get() {
            // Only an element out of the page refuses the focus.
            let _ = input.focus();
        }
    });
    let ask = Callback::new(move |()| search.ask());
    let keys = Callback::new(move |event| pick.on_key(&event));
    let problem = Signal::derive(move || search.problem());
    view! {
        <span class="v">
            <SearchInput search label="f-client-k" node ask keys/>
            {client.get_untracked().map(|_| view! {
                <button type="button" class="ib" aria-label=t("record.clear_client") title=t("record.clear_client") on:mousedown=|event| event.prevent_default() on:click=move |_| pick.choose.run(None)>
                    <Icon name="x"/>
                </button>
            })}
        </span>
        <span class="foot"><FieldError id="f-client-e" text=problem/></span>
        <SearchList search/>
    }
}
