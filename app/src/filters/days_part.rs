//! The days of a filter: a quick choice, or from a day to a day.

use super::{Days, draft::DaysDraft, words::quick_name};
use crate::{i18n::t, ui::TextField};
use leptos::prelude::*;

/// The choice; `id` begins the ids of its fields.
#[component]
pub(super) fn DaysPart(draft: DaysDraft, id: &'static str) -> impl IntoView {
    let quick = move |(days, _): (Days, &'static str)| {
        let pressed = move || (draft.quick.get() == Some(days)).to_string();
        view! { <button type="button" aria-pressed=pressed on:click=move |_| draft.press(days)>{quick_name(days)}</button> }
    };
    // A day that is chosen takes the place of the quick choice.
    Effect::new(move |_| {
        if draft.from.with(|from| !from.is_empty()) || draft.to.with(|to| !to.is_empty()) {
            draft.quick.set(None);
        }
    });
    view! {
        <div class="seg">{Days::QUICK.into_iter().map(quick).collect_view()}</div>
        <div class="two ends">
            <TextField id=format!("{id}-from") label=t("filters.day_from") value=draft.from error=None kind="date"/>
            <TextField id=format!("{id}-to") label=t("filters.day_to") value=draft.to error=None kind="date"/>
        </div>
    }
}
