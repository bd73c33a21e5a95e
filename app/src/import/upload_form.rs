//! «Новый импорт»: clients or deals, and a file; without scripts it is a plain form.

use super::upload;
use crate::{
    api_error::ApiError,
    i18n::{t, ta},
    intent::Intent,
    routes,
    session::may,
    told,
    ui::Icon,
};
use domain::{access::Right, fields::Noun, import::FILE_LIMIT_MB};
use leptos::{
    ev::{DragEvent, SubmitEvent},
    html,
    prelude::*,
    task::spawn_local,
};
use leptos_router::hooks::use_navigate;
use send_wrapper::SendWrapper;

const ACCEPTED: &str = ".xlsx,.xls,.ods,.csv,.xlsm,.tsv,.txt";

/// What the form holds.
#[derive(Clone, Copy)]
struct Form {
    noun: RwSignal<Noun>,
    // Wrapped, so that nothing bound to a thread is made while the server renders.
    file: RwSignal<Option<SendWrapper<web_sys::File>>>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    intent: Intent<String>,
}

/// What can be imported, with the right to create it and the words for it.
const NOUNS: [(Noun, Right, &str); 2] =
    [(Noun::Client, Right::CreateClients, "nav.clients"), (Noun::Deal, Right::CreateDeals, "nav.deals")];

/// The form, for whoever may create anything by it.
#[component]
pub fn UploadForm() -> impl IntoView {
    let allowed = NOUNS.into_iter().filter(|(_, right, _)| may(*right));
    let nouns: Vec<(Noun, &'static str)> = allowed.map(|(noun, _, words)| (noun, words)).collect();
    match nouns.first() {
        Some((first, _)) => view! { <Upload first=*first nouns/> }.into_any(),
        None => view! { <p class="muted">{t("import.creates_nothing")}</p> }.into_any(),
    }
}

/// A file that was taken leads to its import.
#[component]
fn Upload(first: Noun, nouns: Vec<(Noun, &'static str)>) -> impl IntoView {
    let form = Form {
        noun: RwSignal::new(first),
        file: RwSignal::new(None),
        busy: RwSignal::new(false),
        error: RwSignal::new(None),
        intent: Intent::new(),
    };
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        if !form.busy.get_untracked() {
            spawn_local(async move {
                // Whoever has gone elsewhere meanwhile stays there, and finds the import in its list.
                if let Some(id) = send(form).await.filter(|_| !form.busy.is_disposed()) {
                    navigate(&routes::import(id), Default::default());
                }
            });
        }
    };
    view! {
        <form class="form" method="post" action=routes::UPLOAD enctype="multipart/form-data" on:submit=submit>
            {move || form.error.get().map(|error| view! {
                <div class="strip bad boxed" role="alert"><Icon name="file-warning"/><span>{told::error(&error)}</span></div>
            })}
            <fieldset class="hstack nouns">
                <legend class="lbl">{t("import.what")}</legend>
                {nouns.into_iter().map(|(noun, words)| view! { <NounRadio noun chosen=form.noun words/> }).collect_view()}
            </fieldset>
            <p class="hint">
                {t("import.template_text")}" "
                <a class="link" href=move || routes::import_template(form.noun.get().key()) rel="external" download="">{t("import.template")}</a>
            </p>
            <FileDrop form/>
            <div class="deeds">
                <button class="btn primary" aria-busy=move || form.busy.get().then_some("true")>
                    {move || form.busy.get().then(|| view! { <Icon name="loader-circle" class="spin"/> })}
                    {move || t(if form.busy.get() { "import.sending" } else { "import.send" })}
                </button>
            </div>
        </form>
    }
}

async fn send(form: Form) -> Option<domain::ids::ImportId> {
    let Some(file) = form.file.get_untracked() else {
        form.error.set(Some(ApiError::App(domain::error::AppError::invalid("file", domain::error::Problem::Required))));
        return None;
    };
    let noun = form.noun.get_untracked().key();
    let request = form.intent.request(&upload::identity(noun, &file));
    form.busy.set(true);
    let sent = match upload::check(&file) {
        Ok(()) => upload::send(noun, &file, request).await,
        Err(error) => Err(error),
    };
    form.busy.set(false);
    sent.map_err(|error| form.error.set(Some(error))).ok()
}

#[component]
fn NounRadio(noun: Noun, chosen: RwSignal<Noun>, words: &'static str) -> impl IntoView {
    view! {
        <label class="check">
            <input type="radio" name="noun" value=noun.key() checked=noun == chosen.get_untracked() on:change=move |_| chosen.set(noun)/>
            <span>{t(words)}</span>
        </label>
    }
}

/// The place where a file is chosen or dropped.
#[component]
fn FileDrop(form: Form) -> impl IntoView {
    let over = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let take = move |files: Option<web_sys::FileList>| {
        form.error.set(None);
        form.file.set(files.and_then(|files| files.get(0)).map(SendWrapper::new));
    };
    let chosen = move |_| take(input.get_untracked().and_then(|input| input.files()));
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        take(event.data_transfer().and_then(|data| data.files()));
    };
    let hover = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    // A file chosen before the page listened is taken as well.
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(|_| form.file.get_untracked().is_none()) {
            form.file.set(input.files().and_then(|files| files.get(0)).map(SendWrapper::new));
        }
    });
    let name = move || form.file.with(|file| file.as_ref().map(|file| file.name()));
    view! {
        <label class="drop" data-over=move || over.get().then_some("") on:dragover=hover on:dragleave=move |_| over.set(false) on:drop=dropped>
            <input type="file" name="file" class="vh" node_ref=input accept=ACCEPTED on:change=chosen/>
            <Icon name="upload"/>
            <b>{move || name().unwrap_or_else(|| t("import.drop"))}</b>
            <small>{ta("import.formats", &[("mb", &FILE_LIMIT_MB.to_string())])}</small>
        </label>
    }
}

/// What a plain form's sender is told of a refused file.
#[component]
pub fn UploadRefused(error: ApiError) -> impl IntoView {
    view! {
        <div class="paper form">
            <header><h1>{t("import.refused")}</h1></header>
            <div class="strip bad boxed" role="alert"><Icon name="file-warning"/><span>{told::error(&error)}</span></div>
            <a class="btn primary wide" href=routes::IMPORT>{t("import.other_file")}</a>
        </div>
    }
}
