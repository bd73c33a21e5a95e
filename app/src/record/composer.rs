//! «Оставьте комментарий» (S0.10): Ctrl+Enter sends, a failure keeps the text.

use super::{Card, Record};
use crate::{
    api_error::ApiError,
    i18n::t,
    intent::{Intent, typed_since},
    told,
    ui::{Counter, FieldError},
};
use domain::{comments::checked_comment, text::COMMENT_LIMIT};
use leptos::{html, prelude::*, task::spawn_local};
use web_sys::KeyboardEvent;

/// A comment being written.
struct Draft<R: Record> {
    card: Card<R>,
    text: RwSignal<String>,
    error: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    intent: Intent<String>,
}

impl<R: Record> Clone for Draft<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Record> Copy for Draft<R> {}

impl<R: Record> Draft<R> {
    fn send(self) {
        if self.busy.get_untracked() {
            return;
        }
        match checked_comment(&self.text.get_untracked()) {
            Ok(text) => self.post(text),
            Err(error) => self.error.set(Some(error.into())),
        }
    }

    fn post(self, text: String) {
        let (request, sent) = (self.intent.request(&text), self.text.get_untracked());
        let record = self.card.record.get_untracked();
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let outcome = record.comment(request, text).await;
            self.busy.try_set(false);
            if outcome.is_ok() {
                self.text.try_update(|text| *text = typed_since(text, &sent));
                self.intent.done();
                self.card.tell_feed();
            }
            self.error.try_set(outcome.err());
        });
    }

    fn problem(self) -> Option<String> {
        let error = self.error.get()?;
        Some(told::of_field(Some(&error), "comment").unwrap_or_else(|| told::error(&error)))
    }
}

/// Where a comment is written.
#[component]
pub(super) fn Composer<R: Record>(card: Card<R>) -> impl IntoView {
    let draft = Draft {
        card,
        text: RwSignal::new(String::new()),
        error: RwSignal::new(None),
        busy: RwSignal::new(false),
        intent: Intent::new(),
    };
    let node = NodeRef::<html::Textarea>::new();
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            draft.send();
        }
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        draft.send();
    };
    view! {
        <form class="compose" on:submit=submit>
            <textarea rows="1" node_ref=node placeholder=t("record.comment") aria-label=t("record.comment") aria-describedby="comment-e"
                prop:value=move || draft.text.get()
                on:input=move |event| draft.text.set(event_target_value(&event)) on:keydown=on_key></textarea>
            <div class="row">
                <FieldError id="comment-e" text=Signal::derive(move || draft.problem())/>
                <span class="grow"></span>
                <Counter text=draft.text max=COMMENT_LIMIT/>
                <button class="btn s primary" aria-busy=move || draft.busy.get().then_some("true")>{t("record.send")}</button>
            </div>
        </form>
    }
}
