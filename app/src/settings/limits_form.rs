//! The limits on names and text fields (R2). What was typed stays whatever the server answers.

use super::{
    api::{get_company, set_limits},
    limits_model::{read_limit, read_limits},
};
use crate::{
    api_error::ApiError,
    i18n::{t, ta},
    intent::Intent,
    session::change_viewer,
    told,
    ui::{FieldError, Icon, Toasts},
};
use domain::{
    text::{NAME_LIMIT, TEXT_LIMIT},
    users::Viewer,
    workspaces::{LimitSettings, Workspace},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use std::sync::Arc;

/// What the form holds.
#[derive(Clone, Copy)]
struct Form {
    /// As the server knows it.
    company: RwSignal<Workspace>,
    name: RwSignal<String>,
    text: RwSignal<String>,
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    intent: Intent<(i64, LimitSettings)>,
    viewer: StoredValue<Arc<Viewer>>,
    toasts: Toasts,
}

/// «ФИО: не больше … символов», «Текстовое поле: не больше … символов».
#[component]
pub fn LimitsForm(company: Workspace) -> impl IntoView {
    let form = Form {
        name: RwSignal::new(company.name_limit.to_string()),
        text: RwSignal::new(company.text_limit.to_string()),
        company: RwSignal::new(company),
        tried: RwSignal::new(false),
        busy: RwSignal::new(false),
        error: RwSignal::new(None),
        intent: Intent::new(),
        viewer: expect_context(),
        toasts: Toasts::get(),
    };
    let done = StoredValue::new(t("settings.saved"));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.tried.set(true);
        let limits = read_limits(&form.name.get_untracked(), &form.text.get_untracked());
        if let Some(limits) = limits.filter(|_| !form.busy.get_untracked()) {
            spawn_local(save(form, limits, done.get_value()));
        }
    };
    let now_name = Signal::derive(move || form.company.with(|company| company.name_limit));
    let now_text = Signal::derive(move || form.company.with(|company| company.text_limit));
    view! {
        <section class="section" aria-labelledby="limits">
            <header><h2 id="limits">{t("settings.limits")}</h2></header>
            <p class="muted">{t("settings.limits_text")}</p>
            <form class="form" novalidate on:submit=submit>
                {move || form.error.get().map(|error| view! {
                    <div class="strip bad boxed" role="alert"><Icon name="circle-alert"/><span>{told::error(&error)}</span></div>
                })}
                <div class="two">
                    <LimitField id="name-limit" label=t("settings.name_limit") value=form.name now=now_name tried=form.tried least=NAME_LIMIT/>
                    <LimitField id="text-limit" label=t("settings.text_limit") value=form.text now=now_text tried=form.tried least=TEXT_LIMIT/>
                </div>
                <div class="deeds">
                    <button class="btn primary" aria-busy=move || form.busy.get().then_some("true")>{t("ui.save")}</button>
                </div>
            </form>
        </section>
    }
}

async fn save(form: Form, limits: LimitSettings, done: String) {
    form.busy.set(true);
    let seen = form.company.with_untracked(|company| company.version);
    let answer = set_limits(form.intent.request(&(seen, limits)), seen, limits).await;
    form.busy.set(false);
    match answer {
        Ok(company) => {
            change_viewer(form.viewer, |viewer| viewer.workspace = company.clone());
            form.company.set(company);
            form.error.set(None);
            form.intent.done();
            form.toasts.say(done);
        }
        Err(error) => {
            let stale = error.is_stale();
            form.error.set(Some(error));
            // The next attempt is made knowing what the other person did.
            if stale && let Ok(company) = get_company().await {
                form.company.set(company);
            }
        }
    }
}

#[component]
fn LimitField(
    id: &'static str,
    label: String,
    value: RwSignal<String>,
    now: Signal<usize>,
    tried: RwSignal<bool>,
    least: usize,
) -> impl IntoView {
    let range = t("settings.limit_range");
    let error =
        Signal::derive(move || (tried.get() && read_limit(&value.get(), least).is_none()).then(|| range.clone()));
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    view! {
        <div class="field">
            <label class="lbl" for=id>{label}</label>
            <span class="with">
                <input class="inp" id=id type="text" inputmode="numeric" autocomplete="off" value=value.get_untracked()
                    aria-invalid=move || error.get().is_some().then_some("true")
                    aria-describedby=format!("{error_id} {hint_id}")
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))/>
                <span class="unit">{t("settings.symbols")}</span>
            </span>
            <span class="foot">
                <FieldError id=error_id text=error/>
                <span class="hint" id=hint_id hidden=move || error.get().is_some()>{move || ta("settings.limit_now", &[("n", &now.get().to_string())])}</span>
            </span>
        </div>
    }
}
