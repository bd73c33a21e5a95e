//! One custom field: its kind and name, renamed in place or deleted.

use super::{
    api::{list_fields, rename_field},
    field_options::FieldOptions,
    field_shelf::Shelf,
};
use crate::{
    api_error::ApiError,
    i18n::{t, ta, tn},
    intent::Intent,
    table::dom,
    told,
    ui::{Counter, FieldError, Icon},
};
use domain::fields::{FIELD_NAME_LIMIT, FieldDef, FieldKind};
use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};

/// The icon of a kind.
pub fn icon(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "type",
        FieldKind::Number => "hash",
        FieldKind::Date => "calendar",
        FieldKind::Choice => "circle-dot",
    }
}

/// The line of a field, and its choices below.
#[component]
pub fn FieldRow(field: FieldDef, shelf: Shelf) -> impl IntoView {
    let (kind, id, fields) = (field.kind, field.id, shelf.fields);
    let field = Memo::new(move |_| {
        fields.with(|fields| fields.iter().find(|field| field.id == id).cloned()).unwrap_or_else(|| field.clone())
    });
    let (renaming, back) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <li>
            <span class="kind"><Icon name=icon(kind)/></span>
            {move || if renaming.get() {
                view! { <Rename field fields renaming back/> }.into_any()
            } else {
                view! { <Shown field renaming back shelf/> }.into_any()
            }}
        </li>
        {(kind == FieldKind::Choice).then(|| view! { <FieldOptions field fields/> })}
    }
}

#[component]
fn Shown(field: Memo<FieldDef>, renaming: RwSignal<bool>, back: RwSignal<bool>, shelf: Shelf) -> impl IntoView {
    let pencil = NodeRef::<html::Button>::new();
    dom::focus_back(pencil, back);
    let about = move || {
        let field = field.get();
        let kind = t(&format!("settings.kind.{}", field.kind.key()));
        match field.kind {
            FieldKind::Choice => {
                format!("{kind} · {}", tn("settings.options", i64::try_from(field.options.len()).unwrap_or_default()))
            }
            _ => kind,
        }
    };
    view! {
        <span class="main"><b>{move || field.get().name}</b><small>{about}</small></span>
        <button type="button" class="ib" node_ref=pencil aria-label=move || ta("settings.rename_it", &[("name", &field.get().name)])
            on:click=move |_| renaming.set(true)><Icon name="pencil"/></button>
        <button type="button" class="ib danger" aria-label=move || ta("settings.delete_it", &[("name", &field.get().name)])
            on:click=move |_| shelf.ask(field.get_untracked())><Icon name="trash-2"/></button>
    }
}

/// What renaming holds.
#[derive(Clone, Copy)]
struct Renaming {
    field: Memo<FieldDef>,
    fields: RwSignal<Vec<FieldDef>>,
    open: RwSignal<bool>,
    /// Whether the focus goes back to the button that began it.
    back: RwSignal<bool>,
    name: RwSignal<String>,
    error: RwSignal<Option<ApiError>>,
    intent: Intent<(i64, String)>,
}

impl Renaming {
    fn end(self) {
        self.back.set(true);
        self.open.set(false);
    }
}

#[component]
fn Rename(
    field: Memo<FieldDef>,
    fields: RwSignal<Vec<FieldDef>>,
    renaming: RwSignal<bool>,
    back: RwSignal<bool>,
) -> impl IntoView {
    let name = RwSignal::new(field.get_untracked().name);
    let form =
        Renaming { field, fields, open: renaming, back, name, error: RwSignal::new(None), intent: Intent::new() };
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            input.select();
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        spawn_local(save(form));
    };
    let cancel = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            form.end();
        }
    };
    let error_id = format!("rename-{}", field.get_untracked().id);
    let words = Signal::derive(move || form.error.with(|error| error.as_ref().map(told::error)));
    view! {
        <form class="rename" novalidate on:submit=submit on:keydown=cancel>
            <input class="inp s" node_ref=input autocomplete="off" aria-label=t("settings.field_name") aria-describedby=error_id.clone()
                aria-invalid=move || words.get().is_some().then_some("true")
                prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/>
            <Counter text=name max=FIELD_NAME_LIMIT/>
            <button class="btn s primary">{t("ui.save")}</button>
            <button type="button" class="btn s quiet" on:click=move |_| form.end()>{t("ui.cancel")}</button>
            <FieldError id=error_id text=words/>
        </form>
    }
}

async fn save(form: Renaming) {
    let (field, name) = (form.field.get_untracked(), form.name.get_untracked());
    let request = form.intent.request(&(field.version, name.clone()));
    match rename_field(request, field.id, field.version, name).await {
        Ok(renamed) => {
            form.fields.update(|fields| replace(fields, renamed));
            form.end();
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

/// Puts the new state of a field where the old one was.
pub fn replace(fields: &mut [FieldDef], field: FieldDef) {
    if let Some(place) = fields.iter_mut().find(|old| old.id == field.id) {
        *place = field;
    }
}
