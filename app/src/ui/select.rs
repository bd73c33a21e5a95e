//! A labelled choice of one of a few.

use super::{FieldError, Icon};
use leptos::prelude::*;

/// A `<select>` bound to a signal; options are pairs of value and text.
#[component]
pub fn SelectField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    options: Vec<(String, String)>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let chosen = value.get_untracked();
    view! {
        <div class="field">
            <label class="lbl" for=id.clone()>{label}</label>
            <span class="select">
                <select class="inp" id=id disabled=disabled aria-describedby=error_id.clone()
                    aria-invalid=move || error.get().is_some().then_some("true")
                    on:change=move |event| value.set(event_target_value(&event))>
                    {options.into_iter().map(|(key, text)| {
                        let selected = key == chosen;
                        let is_chosen = { let key = key.clone(); move || value.with(|value| *value == key) };
                        view! { <option value=key selected=selected prop:selected=is_chosen>{text}</option> }
                    }).collect_view()}
                </select>
                <Icon name="chevron-down"/>
            </span>
            <span class="foot"><FieldError id=error_id text=error/></span>
        </div>
    }
}
