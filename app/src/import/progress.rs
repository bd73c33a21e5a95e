//! The import under way: how far it is, asked twice a second; it goes on whoever looks.

use super::{
    api::{cancel_import, get_import},
    counters::{Counters, DONE},
    steps::{FileCard, Steps},
};
use crate::{
    api_error::ApiError,
    format,
    i18n::{t, ta},
    intent::Intent,
    session::api::get_viewer,
    told,
    ui::Icon,
};
use domain::ids::ImportId;
use domain::{
    fields::Noun,
    import::{ImportReport, ImportState},
    users::Viewer,
};
use leptos::{prelude::*, task::spawn_local};
use std::{sync::Arc, time::Duration};

const ASKED_EACH: Duration = Duration::from_millis(500);

/// What asking needs.
#[derive(Clone, Copy)]
struct Watch {
    report: RwSignal<ImportReport>,
    asking: StoredValue<bool>,
    error: RwSignal<Option<ApiError>>,
    intent: Intent<ImportId>,
    viewer: StoredValue<Arc<Viewer>>,
}

/// The progress bar with its numbers, and the way to stop.
#[component]
pub fn Progress(report: RwSignal<ImportReport>, watched: RwSignal<bool>) -> impl IntoView {
    let watch = Watch {
        report,
        asking: StoredValue::new(false),
        error: RwSignal::new(None),
        intent: Intent::new(),
        viewer: expect_context(),
    };
    let stopping = RwSignal::new(false);
    Effect::new(move |_| {
        watched.set(true);
        match set_interval_with_handle(move || spawn_local(ask(watch)), ASKED_EACH) {
            Ok(timer) => on_cleanup(move || timer.clear()),
            Err(error) => leptos::logging::error!("{error:?}"),
        }
    });
    let stop = move |_| {
        stopping.set(true);
        spawn_local(async move {
            stop(watch).await;
            stopping.try_set(false);
        });
    };
    let name = report.with_untracked(|report| report.file_name.clone());
    view! {
        <Steps now=3/>
        <FileCard name about="">""</FileCard>
        {move || watch.error.get().map(|error| view! {
            <div class="strip bad boxed" role="alert"><Icon name="circle-alert"/><span>{told::error(&error)}</span></div>
        })}
        <Bar report/>
        <Counters outcomes=Signal::derive(move || report.with(|report| report.outcomes)) words=DONE/>
        <p class="muted">{t("import.goes_on")}</p>
        <div class="savebar">
            <button type="button" class="btn danger" aria-busy=move || stopping.get().then_some("true") on:click=stop>{t("import.cancel")}</button>
            <span class="hint">{t("import.cancel_hint")}</span>
        </div>
    }
}

#[component]
fn Bar(report: RwSignal<ImportReport>) -> impl IntoView {
    let title = move || {
        report.with(|report| match (report.state, report.noun) {
            (ImportState::Queued, _) => t("import.queued"),
            (_, Noun::Deal) => t("import.running_deals"),
            _ => t("import.running_clients"),
        })
    };
    let done = move || report.with(|report| report.outcomes.done());
    let rows = move || report.with(|report| report.outcomes.rows.max(1));
    let numbers = move || {
        let count = |count: u32| format::count(i64::from(count));
        ta("import.of", &[("done", &count(done())), ("rows", &count(rows()))])
    };
    view! {
        <div class="box"><div class="pad progress">
            <b>{title}</b><span class="num soft">{numbers}</span>
            <progress aria-label=t("import.progress") max=move || rows().to_string() value=move || done().to_string()></progress>
        </div></div>
    }
}

async fn ask(watch: Watch) {
    if watch.asking.try_get_value() != Some(false) {
        return;
    }
    watch.asking.set_value(true);
    let Some(id) = watch.report.try_with_untracked(|report| report.id) else { return };
    let answer = get_import(id).await;
    watch.asking.try_set_value(false);
    match answer {
        Ok(report) => take(watch, report).await,
        // The next question may be answered: only a lasting silence is told.
        Err(error) => drop(watch.error.try_set(Some(error))),
    }
}

async fn stop(watch: Watch) {
    let id = watch.report.with_untracked(|report| report.id);
    match cancel_import(watch.intent.request(&id), id).await {
        // Its issues are told by the report.
        Ok(_) => ask(watch).await,
        Err(error) => drop(watch.error.try_set(Some(error))),
    }
}

async fn take(watch: Watch, report: ImportReport) {
    let over = !matches!(report.state, ImportState::Queued | ImportState::Running);
    // New fields and stages are known to every screen before the report shows its links.
    if over && let Ok(viewer) = get_viewer().await {
        watch.viewer.try_set_value(Arc::new(viewer));
    }
    watch.error.try_set(None);
    watch.report.try_set(report);
}
