//! «Выше» and «Ниже»: what dragging does, one press at a time, for whoever can press but not drag (WCAG 2.5.7).

use super::Step;
use crate::{i18n::ta, ui::Icon};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What a press does.
#[derive(Clone, Copy)]
pub struct Nudged {
    /// The thing goes one place on.
    pub go: Callback<Step>,
    /// Whether it can.
    pub can: Callback<Step, bool>,
}

/// The two buttons of a thing with this name.
#[component]
pub fn Nudge(#[prop(into)] name: Signal<String>, nudged: Nudged) -> impl IntoView {
    let button = move |step, icon, words: &'static str| {
        view! {
            <button type="button" class="ib" data-nudge=icon aria-label=move || ta(words, &[("name", &name.get())])
                aria-disabled=move || (!nudged.can.run(step)).then_some("true") on:click=move |_| nudged.go.run(step)>
                <Icon name=icon/>
            </button>
        }
    };
    view! {
        <span class="nudge">{button(Step::Up, "chevron-up", "ui.move_up")}{button(Step::Down, "chevron-down", "ui.move_down")}</span>
    }
}

/// A line's three dots.
pub const HANDLE: &str = ".handle";

/// A line that went elsewhere is another element's neighbour now, or another element, and lost the focus on the way: gives it
/// back to a part of the line, as it stands in the next frame.
pub fn focus_on(line: impl FnOnce() -> Option<Element> + 'static, part: &'static str) {
    request_animation_frame(move || {
        let part = line().and_then(|line| line.query_selector(part).ok().flatten());
        if let Some(part) = part.and_then(|part| part.dyn_into::<HtmlElement>().ok()) {
            // Only an element out of the page refuses the focus.
            let _ = part.focus();
        }
    });
}

impl Step {
    /// The button that does the same as this arrow key, within its line.
    pub fn button(self) -> &'static str {
        if matches!(self, Step::Up | Step::Left) { "[data-nudge=chevron-up]" } else { "[data-nudge=chevron-down]" }
    }
}
