//! Short messages in the corner: what happened, and a way back where there is one.

use super::Icon;
use crate::i18n::t;
use leptos::prelude::*;
use std::time::Duration;

/// How long a message stays.
const STAYS: Duration = Duration::from_secs(10);

/// Says things to the person; found in the context of every page.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
}

#[derive(Clone, PartialEq)]
struct Toast {
    id: u32,
    text: String,
    bad: bool,
    /// Where the message leads: address and words.
    link: Option<(String, String)>,
}

impl Default for Toasts {
    fn default() -> Self {
        Toasts { list: RwSignal::new(Vec::new()), last: StoredValue::new(0) }
    }
}

impl Toasts {
    /// The page's messages.
    pub fn get() -> Self {
        use_context().unwrap_or_default()
    }

    /// Says that something is done.
    pub fn say(self, text: String) {
        self.push(text, false, None);
    }

    /// Says that something is done, and where to see it.
    pub fn say_with_link(self, text: String, href: String, words: String) {
        self.push(text, false, Some((href, words)));
    }

    /// Says that something failed, and what to do.
    pub fn complain(self, text: String) {
        self.push(text, true, None);
    }

    fn push(self, text: String, bad: bool, link: Option<(String, String)>) {
        self.last.update_value(|last| *last += 1);
        let id = self.last.get_value();
        self.list.update(|list| list.push(Toast { id, text, bad, link }));
        set_timeout(move || self.remove(id), STAYS);
    }

    fn remove(self, id: u32) {
        self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Where messages appear.
#[component]
pub fn Toaster() -> impl IntoView {
    let toasts = Toasts::get();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.list.get() key=|toast| toast.id let:toast>
                <div class="toast" class:bad=toast.bad>
                    <Icon name=if toast.bad { "circle-alert" } else { "circle-check" }/>
                    <span>{toast.text}</span>
                    {toast.link.map(|(href, words)| view! { <a href=href>{words}</a> })}
                    <button class="ib" aria-label=t("ui.close") on:click=move |_| toasts.remove(toast.id)><Icon name="x"/></button>
                </div>
            </For>
        </div>
    }
}
