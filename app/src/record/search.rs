//! A search among records while one types: the line and what was found below it.

use crate::{
    api_error::{ApiError, ApiResult},
    clients::api::suggest_clients,
    i18n::t,
    told,
};
use domain::ids::ClientId;
use leptos::{html, prelude::*, task::spawn_local};
use std::{future::Future, pin::Pin, time::Duration};
use web_sys::KeyboardEvent;

/// Typing rests so long before the search is asked.
const REST: Duration = Duration::from_millis(150);

/// What was found: the record's id, and the words for it.
pub type Found<T> = (T, String);

/// The answer to what was typed.
pub type Finding<T> = Pin<Box<dyn Future<Output = ApiResult<Vec<Found<T>>>>>>;

/// A search among clients.
pub type ClientSearch = Search<ClientId>;

/// The search's state.
pub struct Search<T: Send + Sync + 'static> {
    /// What the ids of its elements begin with, the words for it, and those for nothing found.
    name: &'static str,
    words: &'static str,
    no_words: &'static str,
    /// What is typed.
    pub typed: RwSignal<String>,
    /// Why the last question or choice failed.
    pub error: RwSignal<Option<ApiError>>,
    /// Whether the last question found nothing.
    pub nothing: RwSignal<bool>,
    found: RwSignal<Vec<Found<T>>>,
    active: RwSignal<usize>,
    /// Counts the questions: only the answer to the last one is shown.
    asked: StoredValue<u32>,
    /// Whether the answer to what is typed is still to come, and whether its first record is wanted already.
    waits: StoredValue<bool>,
    wanted: StoredValue<bool>,
    find: Callback<String, Finding<T>>,
    choose: Callback<Found<T>>,
}

// By hand: the derived ones would ask the same of what is searched for.
impl<T: Send + Sync + 'static> Clone for Search<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Search<T> {}

impl ClientSearch {
    /// A search among clients that has not begun; `choose` gets whom the person takes.
    pub fn clients(name: &'static str, choose: Callback<Found<ClientId>>) -> Self {
        let find = Callback::new(|text: String| Box::pin(suggest_clients(text)) as Finding<ClientId>);
        Search::new((name, "record.find_client", "record.no_client"), find, choose)
    }
}

impl<T: Clone + Send + Sync + 'static> Search<T> {
    /// A search that has not begun: the start of its elements' ids with the keys of its words and of those for nothing found, what
    /// answers, and what gets the record that the person takes.
    pub fn new(
        (name, words, no_words): (&'static str, &'static str, &'static str),
        find: Callback<String, Finding<T>>,
        choose: Callback<Found<T>>,
    ) -> Self {
        Search {
            name,
            words,
            no_words,
            typed: RwSignal::new(String::new()),
            error: RwSignal::new(None),
            nothing: RwSignal::new(false),
            found: RwSignal::new(Vec::new()),
            active: RwSignal::new(0),
            asked: StoredValue::new(0),
            waits: StoredValue::new(false),
            wanted: StoredValue::new(false),
            find,
            choose,
        }
    }

    /// The same, with another place for what failed.
    pub fn failing_at(self, error: RwSignal<Option<ApiError>>) -> Self {
        Search { error, ..self }
    }

    /// Nothing is typed and nothing found; an answer on its way comes too late.
    pub fn clear(self) {
        self.next_question(false);
        self.typed.set(String::new());
        self.error.set(None);
        self.nothing.set(false);
        self.found.set(Vec::new());
    }

    /// Whoever goes elsewhere leaves what was typed, and no list of what was found.
    pub fn fold(self) {
        self.next_question(false);
        self.found.set(Vec::new());
    }

    /// Whether nothing is typed.
    pub fn is_blank(self) -> bool {
        self.typed.with_untracked(|typed| typed.trim().is_empty())
    }

    /// Why there is nobody to choose, in words.
    pub fn problem(self) -> Option<String> {
        let failed = self.error.with(|error| error.as_ref().map(told::error));
        let nothing = self.nothing.get() && self.typed.with(|typed| !typed.trim().is_empty());
        failed.or_else(|| nothing.then(|| self.nothing_found()))
    }

    /// The words for nothing found.
    pub fn nothing_found(self) -> String {
        t(self.no_words)
    }

    /// Whether something was found that is shown.
    pub fn has_found(self) -> bool {
        self.found.with_untracked(|found| !found.is_empty())
    }

    /// Asks for what is typed once typing rests.
    pub fn ask(self) {
        self.next_question(true);
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

    fn next_question(self, waits: bool) {
        self.asked.update_value(|asked| *asked += 1);
        self.waits.set_value(waits);
        self.wanted.set_value(false);
    }

    fn search(self, number: u32) {
        let answer = self.find.run(self.typed.get_untracked());
        spawn_local(async move {
            let answer = answer.await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            self.waits.set_value(false);
            match answer {
                Ok(found) if self.wanted.get_value() && !found.is_empty() => self.take(found[0].clone()),
                Ok(found) => {
                    self.error.set(None);
                    self.nothing.set(found.is_empty());
                    self.found.set(found);
                    self.active.set(0);
                }
                Err(error) => {
                    self.nothing.set(false);
                    self.found.set(Vec::new());
                    self.error.set(Some(error));
                }
            }
        });
    }

    fn take(self, chosen: Found<T>) {
        self.clear();
        self.choose.run(chosen);
    }

    /// Arrows and Enter; whether the key was one of them.
    pub fn on_key(self, event: &KeyboardEvent) -> bool {
        let count = self.found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => self.active.update(|active| *active = (*active + 1).min(count.saturating_sub(1))),
            "ArrowUp" => self.active.update(|active| *active = active.saturating_sub(1)),
            // What is shown was found for something else.
            "Enter" if self.waits.get_value() && (count > 0 || !self.is_blank()) => self.wanted.set_value(true),
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

    fn option(self, (place, found): (usize, Found<T>)) -> impl IntoView {
        let active = move || self.active.get() == place;
        let words = found.1.clone();
        view! {
            <div class="opt" role="option" id=format!("{}-{place}", self.name) aria-selected=move || active().to_string()
                data-active=move || active().then_some("") on:mousedown=|event| event.prevent_default()
                on:click=move |_| self.take(found.clone())>{words}</div>
        }
    }
}

/// The line to type in; `label` is the id of its label.
#[component]
pub fn SearchInput<T: Clone + Send + Sync + 'static>(
    search: Search<T>,
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
            aria-labelledby=label placeholder=t(search.words)
            prop:value=move || search.typed.get() on:input=type_in on:keydown=move |event| keys.run(event)/>
    }
}

/// What was found.
#[component]
pub fn SearchList<T: Clone + Send + Sync + 'static>(search: Search<T>) -> impl IntoView {
    view! {
        <div class="picks" id=format!("{}-found", search.name) role="listbox" aria-label=t(search.words)>
            {move || search.found.get().into_iter().enumerate().map(|found| search.option(found)).collect_view()}
        </div>
    }
}
