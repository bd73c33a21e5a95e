//! A mapping that outlives a reload: the browser's tab keeps it until the file is handed over.

use super::{plan_model::fits, wizard::Wizard};
use crate::browser;
use domain::{ids::ImportId, import::ImportPlan};
use leptos::prelude::*;

/// Takes up what this tab kept of the mapping, and keeps every change from now on. The answer changes when a kept mapping
/// was taken up: what shows the mapping then begins anew.
pub fn keep_plan(wizard: Wizard) -> ReadSignal<bool> {
    let (taken, set_taken) = signal(false);
    Effect::new(move |before: Option<()>| {
        let plan = wizard.plan.get();
        if before.is_some() {
            // A tab that keeps nothing, such as one without storage, works as well.
            let _ = serde_json::to_string(&plan).map(|text| browser::keep(&name_of(wizard, &plan), &text));
        } else if let Some(kept) = kept(wizard, &plan) {
            wizard.plan.set(kept);
            set_taken.set(true);
        }
    });
    taken
}

/// Forgets the mapping of a file that was handed over. It asks nothing of the wizard, whose page may be gone by then.
pub fn forget_plan(id: ImportId, sheet: Option<&str>) {
    browser::forget(&name(id, sheet));
}

fn name(id: ImportId, sheet: Option<&str>) -> String {
    format!("import {id} {}", sheet.unwrap_or_default())
}

fn name_of(wizard: Wizard, plan: &ImportPlan) -> String {
    name(wizard.report.with_untracked(|report| report.id), plan.sheet.as_deref())
}

fn kept(wizard: Wizard, guess: &ImportPlan) -> Option<ImportPlan> {
    let text = browser::kept(&name_of(wizard, guess))?;
    let plan: ImportPlan = serde_json::from_slice(text.as_bytes()).ok()?;
    wizard.known.with_value(|known| fits(&plan, guess, known)).then_some(plan)
}
