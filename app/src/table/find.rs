//! The box «Фильтр и поиск»: a form of the address, so that it works without scripts, and at every letter with them.

use super::{
    dom,
    state::{ListState, direction},
};
use crate::{i18n::t, ui::Icon};
use domain::columns::sort_key;
use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::time::Duration;

/// Typing is asked about when it rests for so long.
const REST: Duration = Duration::from_millis(200);

/// The search box of the list at `root` (S0.25); `search` is told what to look for.
#[component]
pub fn Find(state: Signal<ListState>, root: &'static str, search: Callback<String>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(state.with_untracked(|state| state.search.clone()));
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let say = move |text: String, at_once: bool| {
        if let Some(earlier) = waiting.try_update_value(Option::take).flatten() {
            earlier.clear();
        }
        typed.set(text.clone());
        if at_once {
            search.run(text);
        } else {
            let handle = set_timeout_with_handle(
                move || {
                    waiting.try_update_value(Option::take);
                    search.try_run(text);
                },
                REST,
            );
            // Without a timer there is no browser.
            waiting.set_value(handle.ok());
        }
    };
    // Whoever leaves the list looks for nothing in it any more.
    on_cleanup(move || {
        if let Some(earlier) = waiting.try_update_value(Option::take).flatten() {
            earlier.clear();
        }
    });
    follow_address(state, input, (typed, waiting), say);
    focus_on_slash(input);
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && !typed.get_untracked().is_empty() {
            event.prevent_default();
            empty(input);
            say(String::new(), true);
        }
    };
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        say(input.get_untracked().map_or_else(|| typed.get_untracked(), |input| input.value()), true);
    };
    let clear = move |_| {
        empty(input);
        say(String::new(), true);
    };
    let initial = typed.get_untracked();
    view! {
        <form class="hstack" method="get" action=root role="search" on:submit=on_submit>
            <label class="find">
                <Icon name="search"/>
                <input type="search" id="find" name="q" value=initial autocomplete="off" enterkeyhint="search"
                    placeholder=t("table.find") aria-label=t("table.find") aria-keyshortcuts="/" node_ref=input
                    on:input=move |event| say(event_target_value(&event), false) on:keydown=on_key/>
                <button type="button" class="ib" aria-label=t("table.clear_find") hidden=move || typed.with(String::is_empty)
                    on:click=clear><Icon name="x"/></button>
            </label>
            {move || state.with(kept)}
        </form>
    }
}

/// What a search leaves as it is, for the form to send it along without scripts.
fn kept(state: &ListState) -> AnyView {
    let mut pairs = Vec::new();
    if state.sort != state.usual {
        pairs.push(("sort".to_owned(), sort_key(state.sort.by)));
        pairs.push(("dir".to_owned(), direction(state.sort).to_owned()));
    }
    pairs.extend(state.filters.pairs());
    let input = |(key, value)| view! { <input type="hidden" name=key value=value/> }.into_any();
    pairs.into_iter().map(input).collect::<Vec<_>>().into_any()
}

/// Back and forward change the box; what is being typed they leave alone. What was typed before the page listened is asked.
fn follow_address(
    state: Signal<ListState>,
    input: NodeRef<html::Input>,
    (typed, waiting): (RwSignal<String>, StoredValue<Option<TimeoutHandle>>),
    say: impl Fn(String, bool) + 'static,
) {
    Effect::new(move |before: Option<String>| {
        let search = state.with(|state| state.search.clone());
        if before.is_none()
            && let Some(text) = input.get_untracked().map(|input| input.value())
            && text.trim() != search
        {
            say(text, true);
            return search;
        }
        let changed = before.is_some_and(|before| before != search);
        if changed && waiting.with_value(Option::is_none) && typed.with_untracked(|typed| typed.trim() != search) {
            if let Some(input) = input.get_untracked() {
                input.set_value(&search);
            }
            typed.set(search.clone());
        }
        search
    });
}

/// `/` goes to the box from anywhere on the page where nothing is typed.
fn focus_on_slash(input: NodeRef<html::Input>) {
    Effect::new(move |_| {
        let handle = window_event_listener(leptos::ev::keydown, move |event| {
            if event.key() == "/" && !event.ctrl_key() && !event.meta_key() && !dom::is_typing(&event) {
                event.prevent_default();
                if let Some(input) = input.get_untracked() {
                    // Refused only by an element out of the page.
                    let _ = input.focus();
                }
            }
        });
        on_cleanup(move || handle.remove());
    });
}

fn empty(input: NodeRef<html::Input>) {
    if let Some(input) = input.get_untracked() {
        input.set_value("");
        // Refused only by an element out of the page.
        let _ = input.focus();
    }
}
