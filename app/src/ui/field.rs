//! A labelled field with its limit's live counter and its problem.

use super::Icon;
use domain::text::graphemes;
use leptos::{html, prelude::*};

/// The problem of a field, announced when it appears.
#[component]
pub fn FieldError(#[prop(into)] id: String, #[prop(into)] text: Signal<Option<String>>) -> impl IntoView {
    view! {
        <span id=id class="err" role="alert" hidden=move || text.get().is_none()>
            <Icon name="circle-alert" class="s"/>
            {move || text.get().unwrap_or_default()}
        </span>
    }
}

/// «27/30», in graphemes (R2); red when over. Nothing is ever cut.
#[component]
pub fn Counter(#[prop(into)] text: Signal<String>, #[prop(into)] max: Signal<usize>) -> impl IntoView {
    let actual = Memo::new(move |_| graphemes(text.get().trim()));
    view! {
        <span class="count" class:over=move || { actual.get() > max.get() } aria-live="off">
            {move || format!("{}/{}", actual.get(), max.get())}
        </span>
    }
}

/// Whether a date is typed only in part: it reads as empty then, but is not.
pub fn is_half_typed(input: NodeRef<html::Input>) -> bool {
    input.get_untracked().is_some_and(|input| input.validity().bad_input())
}

/// A one-line field bound to a signal.
#[component]
pub fn TextField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(into)] error: Signal<Option<String>>,
    #[prop(optional, into)] max: Option<Signal<usize>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] kind: Option<&'static str>,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] node: NodeRef<html::Input>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let input_mode = match kind {
        Some("tel") => "tel",
        Some("decimal") => "decimal",
        _ => "text",
    };
    let input_type = if kind == Some("decimal") { "text" } else { kind.unwrap_or("text") };
    // A date that is half typed reads as empty. To write that back would take away what is typed already, so a date is
    // written only when the page itself sets it.
    let (is_date, by_hand) = (kind == Some("date"), StoredValue::new(false));
    if is_date {
        Effect::new(move |_| {
            let text = value.get();
            let typed = by_hand.try_update_value(std::mem::take) == Some(true);
            if let Some(input) = node.get().filter(|_| !typed) {
                input.set_value(&text);
            }
        });
    }
    let typed = move |event| {
        by_hand.set_value(true);
        value.set(event_target_value(&event));
    };
    view! {
        <div class="field">
            <label class="lbl" for=id.clone()>{label}{required.then(|| view! { <i class="req" aria-hidden="true">"*"</i> })}</label>
            <input
                class="inp"
                id=id
                node_ref=node
                type=input_type
                inputmode=input_mode
                autocomplete="off"
                autofocus=autofocus
                aria-required=required.then_some("true")
                aria-invalid=move || error.get().is_some().then_some("true")
                aria-describedby=error_id.clone()
                prop:value=move || if is_date { value.get_untracked() } else { value.get() }
                on:input=typed
            />
            <span class="foot">
                <FieldError id=error_id text=error/>
                {max.map(|max| view! { <Counter text=value max=max/> })}
            </span>
        </div>
    }
}
