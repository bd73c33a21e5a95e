//! The choices of a choice field, and adding one.

use super::{
    api::{add_field_option, list_fields},
    field_row::replace,
};
use crate::{
    api_error::ApiError,
    i18n::{t, ta},
    intent::{Intent, typed_since},
    told,
    ui::{Counter, FieldError, Icon},
};
use domain::fields::{FIELD_NAME_LIMIT, FieldDef};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

/// What adding holds.
#[derive(Clone, Copy)]
struct Adding {
    field: Memo<FieldDef>,
    fields: RwSignal<Vec<FieldDef>>,
    name: RwSignal<String>,
    error: RwSignal<Option<ApiError>>,
    intent: Intent<(i64, String)>,
}

/// The line below a choice field.
#[component]
pub fn FieldOptions(field: Memo<FieldDef>, fields: RwSignal<Vec<FieldDef>>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let form = Adding { field, fields, name, error: RwSignal::new(None), intent: Intent::new() };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        spawn_local(add(form));
    };
    let error_id = format!("option-{}", field.get_untracked().id);
    let words = Signal::derive(move || form.error.with(|error| error.as_ref().map(told::error)));
    view! {
        <li class="choices">
            <ul>
                <For each=move || field.get().options key=|option| option.id let:option>
                    <li class="badge">{option.name}</li>
                </For>
            </ul>
            <form class="rename" novalidate on:submit=submit>
                <input class="inp s" autocomplete="off" placeholder=t("settings.new_option")
                    aria-label=move || ta("settings.new_option_of", &[("name", &field.get().name)])
                    aria-describedby=error_id.clone() aria-invalid=move || words.get().is_some().then_some("true")
                    prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/>
                <Show when=move || !name.get().is_empty()><Counter text=name max=FIELD_NAME_LIMIT/></Show>
                <button class="btn s quiet"><Icon name="plus"/>{t("ui.add")}</button>
                <FieldError id=error_id text=words/>
            </form>
        </li>
    }
}

async fn add(form: Adding) {
    let (field, name) = (form.field.get_untracked(), form.name.get_untracked());
    let request = form.intent.request(&(field.version, name.clone()));
    match add_field_option(request, field.id, field.version, name.clone()).await {
        Ok(field) => {
            form.fields.update(|fields| replace(fields, field));
            form.name.try_update(|now| *now = typed_since(now, &name));
            form.error.set(None);
            form.intent.done();
        }
        Err(error) => {
            let stale = error.is_stale();
            form.error.set(Some(error));
            // The next attempt is made knowing what the other person did; what was typed stays.
            if stale && let Ok(fields) = list_fields(field.noun).await {
                form.fields.set(fields);
            }
        }
    }
}
