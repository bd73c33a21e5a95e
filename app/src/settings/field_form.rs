//! The dialog «Новое поле»: name, kind and, for a list, its choices.

use super::api::create_field;
use crate::{
    api_error::ApiError,
    i18n::{t, ta},
    intent::Intent,
    told,
    ui::{Dialog, FieldError, Icon, TextField, Toasts},
};
use domain::{
    error::{AppError, ConflictKind},
    fields::{FIELD_NAME_LIMIT, FieldDef, FieldKind, NewField, Noun},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

/// Shown while `open` holds; says which field was added.
#[component]
pub fn NewFieldDialog(noun: Noun, open: RwSignal<bool>, added: Callback<FieldDef>) -> impl IntoView {
    let title = if noun == Noun::Deal { "settings.new_deal_field" } else { "settings.new_client_field" };
    view! { <Dialog open title=t(title)><NewFieldForm noun open added/></Dialog> }
}

/// What the form holds.
#[derive(Clone, Copy)]
struct Form {
    noun: Noun,
    name: RwSignal<String>,
    kind: RwSignal<FieldKind>,
    options: RwSignal<String>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    intent: Intent<NewField>,
}

impl Form {
    fn new_field(self) -> NewField {
        let kind = self.kind.get_untracked();
        let options = self.options.get_untracked();
        let options = options.lines().map(str::trim).filter(|line| !line.is_empty() && kind == FieldKind::Choice);
        NewField {
            noun: self.noun,
            kind,
            name: self.name.get_untracked(),
            options: options.map(str::to_owned).collect(),
        }
    }

    fn error_of(self, place: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.error.with(|error| match error {
                Some(ApiError::App(AppError::Conflict(ConflictKind::NameTaken))) => {
                    (place == self.taken_place()).then(|| t("errors.name_taken"))
                }
                Some(ApiError::App(AppError::Invalid(_))) => told::of_field(error.as_ref(), place),
                Some(error) => (place == "name").then(|| told::error(error)),
                None => None,
            })
        })
    }

    /// A name that stands twice among the choices is the choices' fault, any other one the field's.
    fn taken_place(self) -> &'static str {
        let mut names: Vec<String> =
            self.new_field().options.iter().map(|name| domain::search_text::name_key(name)).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        if names.len() < count { "options" } else { "name" }
    }
}

#[component]
fn NewFieldForm(noun: Noun, open: RwSignal<bool>, added: Callback<FieldDef>) -> impl IntoView {
    let form = Form {
        noun,
        name: RwSignal::new(String::new()),
        kind: RwSignal::new(FieldKind::Text),
        options: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        error: RwSignal::new(None),
        intent: Intent::new(),
    };
    let toasts = Toasts::get();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if form.busy.get_untracked() {
            return;
        }
        spawn_local(async move {
            if let Some(field) = create(form).await {
                toasts.say(ta("settings.field_added", &[("name", &field.name)]));
                added.try_run(field);
                open.set(false);
            }
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <div class="dbody">
                <TextField id="field-name" label=t("settings.field_name") value=form.name error=form.error_of("name")
                    max=Signal::stored(FIELD_NAME_LIMIT) required=true autofocus=true/>
                <KindField kind=form.kind/>
                <Show when=move || form.kind.get() == FieldKind::Choice>
                    <OptionsField value=form.options error=form.error_of("options")/>
                </Show>
            </div>
            <footer class="dfoot">
                <button type="button" class="btn" on:click=move |_| open.set(false)>{t("ui.cancel")}</button>
                <button class="btn primary" aria-busy=move || form.busy.get().then_some("true")>{t("ui.add")}</button>
            </footer>
        </form>
    }
}

async fn create(form: Form) -> Option<FieldDef> {
    let new = form.new_field();
    form.busy.set(true);
    let answer = create_field(form.intent.request(&new), new).await;
    form.busy.set(false);
    match answer {
        Ok(field) => Some(field),
        Err(error) => {
            form.error.set(Some(error));
            None
        }
    }
}

#[component]
fn KindField(kind: RwSignal<FieldKind>) -> impl IntoView {
    let choose = move |event| {
        if let Some(chosen) = FieldKind::from_key(&event_target_value(&event)) {
            kind.set(chosen);
        }
    };
    view! {
        <div class="field">
            <label class="lbl" for="field-kind">{t("settings.field_kind")}</label>
            <span class="select">
                <select class="inp" id="field-kind" aria-describedby="field-kind-hint" on:change=choose>
                    {FieldKind::ALL.into_iter().map(|kind| view! {
                        <option value=kind.key()>{t(&format!("settings.kind.{}", kind.key()))}</option>
                    }).collect_view()}
                </select>
                <Icon name="chevron-down"/>
            </span>
            <span class="foot"><span class="hint" id="field-kind-hint">{t("settings.kind_stays")}</span></span>
        </div>
    }
}

#[component]
fn OptionsField(value: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div class="field">
            <label class="lbl" for="field-options">{t("settings.field_options")}</label>
            <textarea class="inp" id="field-options" aria-describedby="field-options-hint field-options-error"
                aria-invalid=move || error.get().is_some().then_some("true")
                prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))></textarea>
            <span class="foot">
                <FieldError id="field-options-error" text=error/>
                <span class="hint" id="field-options-hint">{t("settings.field_options_hint")}</span>
            </span>
        </div>
    }
}
