//! One import: the wizard while its mapping is unknown, then progress, then the report that stays.

use super::{api::get_import, progress::Progress, report::Report, wizard::WizardPage, words};
use crate::{
    api_error::ApiError,
    i18n::t,
    routes,
    settings::guarded,
    told,
    ui::{Empty, Icon},
};
use domain::{
    access::Right,
    error::AppError,
    fields::Noun,
    ids::ImportId,
    import::{ImportReport, ImportState},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page of an import.
#[component]
pub fn ImportPage() -> impl IntoView {
    guarded(Right::Import, || view! { <Import/> }.into_any())
}

#[component]
fn Import() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<ImportId>().ok()));
    let import = Resource::new(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => get_import(id).await,
                None => Err(ApiError::App(AppError::NotFound(Noun::Import))),
            }
        },
    );
    view! {
        <Suspense fallback=|| view! { <span class="sk w5"></span> }>
            {move || Suspend::new(async move {
                match import.await {
                    Ok(import) => view! { <Shown import/> }.into_any(),
                    Err(error) => view! {
                        <Empty icon="circle-alert" title=t("import.title") text=told::error(&error)>
                            <a class="btn primary" href=routes::IMPORT>{t("import.all")}</a>
                        </Empty>
                    }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Shown(import: ImportReport) -> impl IntoView {
    let title = words::title(import.noun);
    let report = RwSignal::new(import);
    // The report's window opens for whoever saw the import run.
    let watched = RwSignal::new(false);
    let phase = Memo::new(move |_| report.with(|report| Phase::of(report.state)));
    view! {
        <div class="sethead">
            <div>
                <a class="crumb hstack link" href=routes::IMPORT><Icon name="chevron-left"/>{t("import.all")}</a>
                <h2>{title}</h2>
            </div>
        </div>
        {move || match phase.get() {
            Phase::Mapping => view! { <WizardPage report/> }.into_any(),
            Phase::Running => view! { <Progress report watched/> }.into_any(),
            Phase::Over => view! { <Report report=report.get_untracked() watched/> }.into_any(),
        }}
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Mapping,
    Running,
    Over,
}

impl Phase {
    fn of(state: ImportState) -> Self {
        match state {
            ImportState::Uploaded => Phase::Mapping,
            ImportState::Queued | ImportState::Running => Phase::Running,
            ImportState::Finished | ImportState::Cancelled | ImportState::Failed => Phase::Over,
        }
    }
}
