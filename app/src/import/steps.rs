//! The four steps of an import, and the card of its file.

use crate::{i18n::t, ui::Icon};
use leptos::prelude::*;

const STEPS: [&str; 4] = ["import.step.file", "import.step.fields", "import.step.check", "import.step.import"];

/// Where the import is: 0 for the file to 3 for the import itself, 4 when it is over.
#[component]
pub fn Steps(#[prop(into)] now: Signal<usize>) -> impl IntoView {
    let step = move |(index, words): (usize, &'static str)| {
        view! {
            <li class:done=move || { index < now.get() } aria-current=move || (index == now.get()).then_some("step")>{t(words)}</li>
        }
    };
    view! { <ol class="steps">{STEPS.into_iter().enumerate().map(step).collect_view()}</ol> }
}

/// The file's name and what is known of it.
#[component]
pub fn FileCard(name: String, #[prop(into)] about: String, children: Children) -> impl IntoView {
    view! {
        <div class="filecard">
            <span class="kind"><Icon name="file-spreadsheet" class="l"/></span>
            <div class="grow"><b>{name}</b><div class="muted">{about}</div></div>
            {children()}
        </div>
    }
}
