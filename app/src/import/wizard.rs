//! The wizard: the file is looked at, mapped, checked and handed over.

use super::{
    api::{check_import, start_import},
    check_step::CheckStep,
    kept_plan::{forget_plan, keep_plan},
    mapping_step::MappingStep,
    plan_model::Known,
    steps::Steps,
};
use crate::{
    api_error::{ApiError, ApiResult},
    i18n::t,
    intent::Intent,
    routes,
    session::viewer,
    told,
    ui::Empty,
};
use domain::import::{DryRun, FileGlimpse, ImportPlan, ImportReport};
use leptos::prelude::*;

/// What the steps share.
#[derive(Clone, Copy)]
pub struct Wizard {
    /// The import; handing it over changes its state.
    pub report: RwSignal<ImportReport>,
    /// The sheet to look at; the first filled one without.
    pub sheet: RwSignal<Option<String>>,
    /// What is in the sheet.
    pub glimpse: StoredValue<FileGlimpse>,
    /// What columns and values can be mapped to.
    pub known: StoredValue<Known>,
    /// The mapping so far.
    pub plan: RwSignal<ImportPlan>,
    /// What the import would do, once the mapping was checked.
    pub checked: RwSignal<Option<DryRun>>,
    /// Whether the server is at work.
    pub busy: RwSignal<bool>,
    /// Why the last attempt was refused.
    pub error: RwSignal<Option<ApiError>>,
    intent: Intent<ImportPlan>,
}

impl Wizard {
    /// Asks what the import would do. Whoever changes the mapping meanwhile has to ask again: only what was checked is imported.
    pub async fn check(self) {
        let id = self.report.with_untracked(|report| report.id);
        let sent = self.plan.get_untracked();
        self.busy.set(true);
        let answer = check_import(id, sent.clone()).await;
        self.busy.set(false);
        if self.plan.try_with_untracked(|plan| *plan == sent) != Some(true) {
            return;
        }
        match answer {
            Ok(found) => {
                self.error.set(None);
                self.checked.set(Some(found));
            }
            Err(error) => self.error.set(Some(error)),
        }
    }

    /// Hands the file to the worker.
    pub async fn start(self) {
        let (id, plan) = (self.report.with_untracked(|report| report.id), self.plan.get_untracked());
        let sheet = plan.sheet.clone();
        self.busy.set(true);
        let answer = start_import(self.intent.request(&plan), id, plan).await;
        self.busy.set(false);
        match answer {
            Ok(report) => {
                forget_plan(id, sheet.as_deref());
                self.report.set(report);
            }
            Err(error) => {
                // What is wrong is told at its column.
                self.checked.set(None);
                self.error.set(Some(error));
            }
        }
    }
}

/// The wizard of an uploaded file, or why the file does not fit.
#[component]
pub fn WizardPage(
    report: RwSignal<ImportReport>,
    sheet: RwSignal<Option<String>>,
    glimpse: ApiResult<FileGlimpse>,
) -> impl IntoView {
    match glimpse {
        Ok(glimpse) => view! { <Mapped report sheet glimpse/> }.into_any(),
        Err(error) => view! {
            <Steps now=0/>
            <Empty icon="file-warning" title=t("import.refused") text=told::error(&error)>
                <a class="btn primary" href=routes::IMPORT>{t("import.other_file")}</a>
            </Empty>
        }
        .into_any(),
    }
}

#[component]
fn Mapped(report: RwSignal<ImportReport>, sheet: RwSignal<Option<String>>, glimpse: FileGlimpse) -> impl IntoView {
    let wizard = Wizard {
        report,
        sheet,
        known: StoredValue::new(Known::of(&viewer(), report.with_untracked(|report| report.noun))),
        plan: RwSignal::new(glimpse.guess.clone()),
        glimpse: StoredValue::new(glimpse),
        checked: RwSignal::new(None),
        busy: RwSignal::new(false),
        error: RwSignal::new(None),
        intent: Intent::new(),
    };
    let taken = keep_plan(wizard);
    let now = Signal::derive(move || if wizard.checked.with(Option::is_some) { 2 } else { 1 });
    view! {
        <Steps now/>
        {move || match wizard.checked.get() {
            Some(found) => view! { <CheckStep wizard found/> }.into_any(),
            None => {
                taken.track();
                view! { <MappingStep wizard/> }.into_any()
            }
        }}
    }
}
