//! Short messages in the corner: what happened, and a way back where there is one.

use super::{Drawn, Each, Icon};
use crate::{
    browser,
    i18n::{t, ta},
};
use leptos::{prelude::*, task::spawn_local};
use std::{cell::Cell, time::Duration};
use wasm_bindgen::JsCast;

/// How long a message stays.
const STAYS: Duration = Duration::from_secs(10);

/// As many deeds can be undone, the last one first.
const UNDOS: usize = 20;

/// Says things to the person; found in the context of every page.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
    /// Ways back that outlive their messages, by the message's id.
    undos: StoredValue<Vec<(u32, Callback<(), bool>)>>,
}

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    bad: bool,
    way: Way,
}

/// What can be done about what a message says.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Nothing,
    Undo,
    SignIn,
}

thread_local! {
    /// The page's messages, in the browser only: a session ends without knowing of pages.
    static SHOWN: Cell<Option<Toasts>> = const { Cell::new(None) };
}

/// Says once, and for as long as the page stays open, that its session has ended, with the way to sign in and back here.
pub fn session_over() {
    if let Some(toasts) = SHOWN.get() {
        // An answer may be read while something is drawn: what is drawn elsewhere changes after that.
        set_timeout(move || toasts.lead_to_sign_in(), Duration::ZERO);
    }
}

impl Default for Toasts {
    fn default() -> Self {
        Toasts { list: RwSignal::new(Vec::new()), last: StoredValue::new(0), undos: StoredValue::new(Vec::new()) }
    }
}

impl Toasts {
    /// The page's messages.
    pub fn get() -> Self {
        use_context().unwrap_or_default()
    }

    /// Says that something is done.
    pub fn say(self, text: String) {
        self.push_brief(text, false, None);
    }

    /// Says that something is done, and how to undo it: by the button, or by Ctrl Z as long as the page is open. `undo`
    /// says whether it still could.
    pub fn say_with_undo(self, text: String, undo: Callback<(), bool>) {
        self.push_brief(text, false, Some(undo));
    }

    /// Says that something failed, and what to do.
    pub fn complain(self, text: String) {
        self.push_brief(text, true, None);
    }

    /// Copies a text and says that it is copied, or shows it to be copied by hand.
    pub fn copy(self, text: String, said: &'static str) {
        spawn_local(async move {
            if browser::copy(&text).await {
                self.say(t(said));
            } else {
                self.complain(ta("ui.not_copied", &[("text", &text)]));
            }
        });
    }

    fn lead_to_sign_in(self) {
        if self.list.with_untracked(|list| list.iter().all(|toast| toast.way != Way::SignIn)) {
            self.push(t("ui.session_over"), true, Way::SignIn);
        }
    }

    fn push(self, text: String, bad: bool, way: Way) -> u32 {
        self.last.update_value(|last| *last += 1);
        let id = self.last.get_value();
        self.list.update(|list| list.push(Toast { id, text, bad, way }));
        id
    }

    fn push_brief(self, text: String, bad: bool, undo: Option<Callback<(), bool>>) {
        let id = self.push(text, bad, if undo.is_some() { Way::Undo } else { Way::Nothing });
        if let Some(undo) = undo {
            self.undos.update_value(|undos| {
                undos.push((id, undo));
                if undos.len() > UNDOS {
                    undos.remove(0);
                }
            });
        }
        set_timeout(move || self.remove(id), STAYS);
    }

    /// Undoes what this message tells of, once.
    fn undo(self, id: u32) {
        let found = self.undos.try_update_value(|undos| {
            let place = undos.iter().position(|(other, _)| *other == id)?;
            Some(undos.remove(place).1)
        });
        self.remove(id);
        // What was done may have been changed by somebody else, or its page may be gone.
        if let Some(undo) = found.flatten()
            && undo.try_run(()) != Some(true)
        {
            self.complain(t("ui.undo_too_late"));
        }
    }

    /// Ctrl Z, on any layout of the keyboard, outside of fields that undo by themselves.
    fn undo_last(self, event: &web_sys::KeyboardEvent) {
        let wanted = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && event.code() == "KeyZ";
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let in_field = target
            .is_some_and(|element| element.closest("input, textarea, [contenteditable]").ok().flatten().is_some());
        let last = self.undos.with_value(|undos| undos.last().map(|(id, _)| *id));
        if let Some(last) = last.filter(|_| wanted && !in_field) {
            event.prevent_default();
            self.undo(last);
        }
    }

    fn remove(self, id: u32) {
        self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Where messages appear.
#[component]
pub fn Toaster() -> impl IntoView {
    let toasts = Toasts::get();
    Effect::new(move |_| {
        SHOWN.set(Some(toasts));
        let keys = window_event_listener(leptos::ev::keydown, move |event| toasts.undo_last(&event));
        on_cleanup(move || keys.remove());
    });
    let drawn = move |toast: &Toast| {
        let toast = toast.clone();
        Drawn::new((0, toast.id.into(), 0, 0), move || message(toasts, &toast))
    };
    let lines = Signal::derive(move || toasts.list.with(|list| list.iter().map(drawn).collect::<Vec<_>>()));
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <Each lines/>
        </div>
    }
}

fn message(toasts: Toasts, toast: &Toast) -> AnyView {
    let id = toast.id;
    view! {
        <div class="toast" class:bad=toast.bad>
            <Icon name=if toast.bad { "circle-alert" } else { "circle-check" }/>
            <span>{toast.text.clone()}</span>
            {match toast.way {
                Way::Nothing => None,
                Way::Undo => Some(view! {
                    <button type="button" class="link" on:click=move |_| toasts.undo(id)>{t("ui.undo")}</button>
                }.into_any()),
                // The page itself, asked for anew: the server leads to the sign-in and back.
                Way::SignIn => Some(view! { <a class="link" href="" rel="external">{t("ui.sign_in")}</a> }.into_any()),
            }}
            <button class="ib" aria-label=t("ui.close") on:click=move |_| toasts.remove(id)><Icon name="x"/></button>
        </div>
    }
    .into_any()
}
