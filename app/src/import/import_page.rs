//! One import: the wizard while its mapping is unknown, then progress, then the report that stays.

use super::{
    api::{get_import, glimpse_import},
    progress::Progress,
    report::Report,
    wizard::WizardPage,
    words,
};
use crate::{
    api_error::{ApiError, ApiResult},
    data::fetched,
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
    import::{FileGlimpse, ImportReport, ImportState},
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
    let sheet = RwSignal::new(None);
    let import = fetched(move || (id.get(), sheet.get()), |(id, sheet)| load(id, sheet));
    view! {
        <Suspense fallback=|| view! { <p class="muted" role="status">{t("import.reading")}</p> }>
            {move || Suspend::new(async move {
                match import.await {
                    Ok((import, glimpse)) => view! { <Shown import glimpse sheet/> }.into_any(),
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

type Loaded = (ImportReport, Option<ApiResult<FileGlimpse>>);

/// The import, and while nobody has mapped its columns what is in its file.
async fn load(id: Option<ImportId>, sheet: Option<String>) -> ApiResult<Loaded> {
    let import = get_import(id.ok_or(ApiError::App(AppError::NotFound(Noun::Import)))?).await?;
    match import.state {
        ImportState::Uploaded => {
            let glimpse = glimpse_import(import.id, sheet).await;
            Ok((import, Some(glimpse)))
        }
        _ => Ok((import, None)),
    }
}

#[component]
fn Shown(
    import: ImportReport,
    glimpse: Option<ApiResult<FileGlimpse>>,
    sheet: RwSignal<Option<String>>,
) -> impl IntoView {
    let title = words::title(import.noun);
    let report = RwSignal::new(import);
    // The report's window opens for whoever saw the import run.
    let watched = RwSignal::new(false);
    let glimpse = StoredValue::new(glimpse);
    let phase = Memo::new(move |_| report.with(|report| Phase::of(report.state)));
    view! {
        <div class="sethead">
            <div>
                <a class="crumb hstack link" href=routes::IMPORT><Icon name="chevron-left"/>{t("import.all")}</a>
                <h2>{title}</h2>
            </div>
        </div>
        {move || match phase.get() {
            Phase::Mapping => glimpse.get_value().map(|glimpse| view! { <WizardPage report sheet glimpse/> }).into_any(),
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
