//! «Клиент» of a deal: a search among clients; the one chosen is a link to its card.

use super::{Card, Record};
use crate::{
    api_error::ApiError,
    browser,
    clients::api::suggest_clients,
    i18n::t,
    routes, told,
    ui::{FieldError, Icon},
};
use domain::{deals::DealClient, ids::ClientId};
use leptos::{html, prelude::*, task::spawn_local};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, KeyboardEvent, Node};

/// Typing rests so long before the search is asked.
const REST: Duration = Duration::from_millis(150);

type Found = Vec<(ClientId, String)>;

/// The picker's state.
struct Pick<R: Record> {
    card: Card<R>,
    patch: fn(Option<ClientId>) -> R::Patch,
    open: RwSignal<bool>,
    typed: RwSignal<String>,
    found: RwSignal<Found>,
    active: RwSignal<usize>,
    error: RwSignal<Option<ApiError>>,
    /// Counts the questions: only the answer to the last one is shown.
    asked: StoredValue<u32>,
}

impl<R: Record> Clone for Pick<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Record> Copy for Pick<R> {}

impl<R: Record> Pick<R> {
    fn begin(self) {
        self.typed.set(String::new());
        self.error.set(None);
        self.open.set(true);
        self.ask();
    }

    fn ask(self) {
        self.asked.update_value(|asked| *asked += 1);
        let number = self.asked.get_value();
        set_timeout(
            move || {
                if self.asked.try_get_value() == Some(number) {
                    self.search(number);
                }
            },
            REST,
        );
    }

    fn search(self, number: u32) {
        let text = self.typed.get_untracked();
        spawn_local(async move {
            let answer = suggest_clients(text).await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            match answer {
                Ok(found) => {
                    self.found.set(found);
                    self.active.set(0);
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    fn choose(self, client: Option<ClientId>) {
        let patch = (self.patch)(client);
        spawn_local(async move {
            let outcome = self.card.save(browser::new_request(), patch).await;
            if outcome.is_ok() {
                self.open.try_set(false);
            }
            self.error.try_set(outcome.err());
        });
    }

    fn on_key(self, event: &KeyboardEvent) {
        let count = self.found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => self.active.update(|active| *active = (*active + 1).min(count.saturating_sub(1))),
            "ArrowUp" => self.active.update(|active| *active = active.saturating_sub(1)),
            "Enter" => {
                let chosen =
                    self.found.with_untracked(|found| found.get(self.active.get_untracked()).map(|(id, _)| *id));
                if chosen.is_some() {
                    self.choose(chosen);
                }
            }
            "Escape" => self.open.set(false),
            _ => return,
        }
        // Neither the caret nor the drawer around takes these keys.
        event.prevent_default();
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
    let pick = Pick {
        card,
        patch,
        open: RwSignal::new(false),
        typed: RwSignal::new(String::new()),
        found: RwSignal::new(Vec::new()),
        active: RwSignal::new(0),
        error: RwSignal::new(None),
        asked: StoredValue::new(0),
    };
    let open = pick.open;
    view! {
        <div class="f" class:edit=open class:wrong=move || pick.error.get().is_some() on:focusout=move |event| pick.left(&event)>
            <span class="k" id="f-client-k">{t("record.field.client")}</span>
            {move || if open.get() { searching(pick, client).into_any() } else { chosen(pick, client, locked) }}
        </div>
    }
}

fn chosen<R: Record>(pick: Pick<R>, client: Signal<Option<DealClient>>, locked: bool) -> AnyView {
    let begin = move |_| pick.begin();
    match (client.get(), locked) {
        (None, true) => view! { <span class="v muted">"—"</span> }.into_any(),
        (None, false) => view! {
            <button type="button" class="v" aria-labelledby="f-client-k f-client-v" on:click=begin>
                <span class="add" id="f-client-v">{t("ui.empty_value")}</span>
            </button>
        }
        .into_any(),
        (Some(client), locked) => view! {
            <span class="v">
                {client_link(client)}
                {(!locked).then(|| view! {
                    <button type="button" class="ib copy" aria-label=t("record.change_client") title=t("record.change_client") on:click=begin><Icon name="pencil"/></button>
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

fn searching<R: Record>(pick: Pick<R>, client: Signal<Option<DealClient>>) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = node.get() {
            // Only an element out of the page refuses the focus.
            let _ = input.focus();
        }
    });
    let type_in = move |event: web_sys::Event| {
        pick.typed.set(event_target_value(&event));
        pick.ask();
    };
    let problem = Signal::derive(move || pick.error.get().map(|error| told::error(&error)));
    view! {
        <span class="v">
            <input class="inp" node_ref=node type="text" autocomplete="off" role="combobox" aria-expanded="true" aria-autocomplete="list"
                aria-controls="clients-found" aria-labelledby="f-client-k" placeholder=t("record.find_client")
                aria-activedescendant=move || format!("client-{}", pick.active.get())
                prop:value=move || pick.typed.get() on:input=type_in on:keydown=move |event| pick.on_key(&event)/>
            {client.get_untracked().map(|_| view! {
                <button type="button" class="ib" aria-label=t("record.clear_client") title=t("record.clear_client") on:mousedown=|event| event.prevent_default() on:click=move |_| pick.choose(None)>
                    <Icon name="x"/>
                </button>
            })}
        </span>
        <span class="foot"><FieldError id="f-client-e" text=problem/></span>
        <div class="picks" id="clients-found" role="listbox" aria-label=t("record.find_client")>
            {move || pick.found.get().into_iter().enumerate().map(|found| option(pick, found)).collect_view()}
        </div>
    }
}

fn option<R: Record>(pick: Pick<R>, (place, (id, name)): (usize, (ClientId, String))) -> impl IntoView {
    let active = move || pick.active.get() == place;
    view! {
        <div class="opt" role="option" id=format!("client-{place}") aria-selected=move || active().to_string() data-active=move || active().then_some("")
            on:mousedown=|event| event.prevent_default() on:click=move |_| pick.choose(Some(id))>{name}</div>
    }
}
