//! A search among clients while one types: the line and what was found below it.

use crate::{api_error::ApiError, clients::api::suggest_clients, i18n::t};
use domain::ids::ClientId;
use leptos::{html, prelude::*, task::spawn_local};
use std::time::Duration;
use web_sys::KeyboardEvent;

/// Typing rests so long before the search is asked.
const REST: Duration = Duration::from_millis(150);

/// A client that was found: id and name.
pub type FoundClient = (ClientId, String);

/// The search's state.
#[derive(Clone, Copy)]
pub struct ClientSearch {
    /// What the ids of its elements begin with.
    name: &'static str,
    /// What is typed.
    pub typed: RwSignal<String>,
    /// Why the last question or choice failed.
    pub error: RwSignal<Option<ApiError>>,
    found: RwSignal<Vec<FoundClient>>,
    active: RwSignal<usize>,
    /// Counts the questions: only the answer to the last one is shown.
    asked: StoredValue<u32>,
    choose: Callback<FoundClient>,
}

impl ClientSearch {
    /// A search that has not begun; `choose` gets whom the person takes.
    pub fn new(name: &'static str, choose: Callback<FoundClient>) -> Self {
        ClientSearch {
            name,
            typed: RwSignal::new(String::new()),
            error: RwSignal::new(None),
            found: RwSignal::new(Vec::new()),
            active: RwSignal::new(0),
            asked: StoredValue::new(0),
            choose,
        }
    }

    /// The same, with another place for what failed.
    pub fn failing_at(self, error: RwSignal<Option<ApiError>>) -> Self {
        ClientSearch { error, ..self }
    }

    /// Nothing is typed and nothing found; an answer on its way comes too late.
    pub fn clear(self) {
        self.asked.update_value(|asked| *asked += 1);
        self.typed.set(String::new());
        self.error.set(None);
        self.found.set(Vec::new());
    }

    /// Whether something was found that is shown.
    pub fn has_found(self) -> bool {
        self.found.with_untracked(|found| !found.is_empty())
    }

    /// Asks for what is typed once typing rests.
    pub fn ask(self) {
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

    fn take(self, client: FoundClient) {
        self.clear();
        self.choose.run(client);
    }

    /// Arrows and Enter; whether the key was one of them.
    pub fn on_key(self, event: &KeyboardEvent) -> bool {
        let count = self.found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => self.active.update(|active| *active = (*active + 1).min(count.saturating_sub(1))),
            "ArrowUp" => self.active.update(|active| *active = active.saturating_sub(1)),
            "Enter" if count > 0 => {
                let active = self.active.get_untracked();
                if let Some(chosen) = self.found.with_untracked(|found| found.get(active).cloned()) {
                    self.take(chosen);
                }
            }
            _ => return false,
        }
        // The caret does not take these keys.
        event.prevent_default();
        true
    }

    fn option(self, (place, client): (usize, FoundClient)) -> impl IntoView {
        let active = move || self.active.get() == place;
        let name = client.1.clone();
        view! {
            <div class="opt" role="option" id=format!("{}-{place}", self.name) aria-selected=move || active().to_string()
                data-active=move || active().then_some("") on:mousedown=|event| event.prevent_default()
                on:click=move |_| self.take(client.clone())>{name}</div>
        }
    }
}

/// The line to type in; `label` is the id of its label.
#[component]
pub fn ClientSearchInput(
    search: ClientSearch,
    #[prop(into)] label: String,
    node: NodeRef<html::Input>,
    ask: Callback<()>,
    keys: Callback<KeyboardEvent>,
) -> impl IntoView {
    let is_open = move || search.found.with(|found| !found.is_empty());
    // A list that is not shown is not named.
    let list = move || is_open().then(|| format!("{}-found", search.name));
    let active = move || is_open().then(|| format!("{}-{}", search.name, search.active.get()));
    let type_in = move |event: web_sys::Event| {
        search.typed.set(event_target_value(&event));
        ask.run(());
    };
    view! {
        <input class="inp" node_ref=node type="text" autocomplete="off" role="combobox" aria-autocomplete="list"
            aria-expanded=move || is_open().to_string() aria-controls=list aria-activedescendant=active
            aria-labelledby=label placeholder=t("record.find_client")
            prop:value=move || search.typed.get() on:input=type_in on:keydown=move |event| keys.run(event)/>
    }
}

/// What was found.
#[component]
pub fn ClientSearchList(search: ClientSearch) -> impl IntoView {
    view! {
        <div class="picks" id=format!("{}-found", search.name) role="listbox" aria-label=t("record.find_client")>
            {move || search.found.get().into_iter().enumerate().map(|found| search.option(found)).collect_view()}
        </div>
    }
}
