//! A mapping that outlives a reload: the browser's tab keeps it until the file is handed over.

use super::{plan_model::fits, wizard::Wizard};
use crate::browser;
use domain::import::ImportPlan;
use leptos::prelude::*;

/// Takes up what this tab kept of the mapping, and keeps every change from now on. The answer changes when a kept mapping
/// was taken up: what shows the mapping then begins anew.
pub fn keep_plan(wizard: Wizard) -> ReadSignal<bool> {
    let (taken, set_taken) = signal(false);
    Effect::new(move |before: Option<()>| {
        let plan = wizard.plan.get();
        if before.is_some() {
            // A tab that keeps nothing, such as one without storage, works as well.
            let _ = serde_json::to_string(&plan).map(|text| browser::keep(&name(wizard, &plan), &text));
        } else if let Some(kept) = kept(wizard, &plan) {
            wizard.plan.set(kept);
            set_taken.set(true);
        }
    });
    taken
}

/// Forgets the mapping of a file that was handed over.
pub fn forget_plan(wizard: Wizard) {
    wizard.plan.with_untracked(|plan| browser::forget(&name(wizard, plan)));
}

fn name(wizard: Wizard, plan: &ImportPlan) -> String {
    let id = wizard.report.with_untracked(|report| report.id);
    format!("import {id} {}", plan.sheet.as_deref().unwrap_or_default())
}

fn kept(wizard: Wizard, guess: &ImportPlan) -> Option<ImportPlan> {
    let text = browser::kept(&name(wizard, guess))?;
    let plan: ImportPlan = serde_json::from_slice(text.as_bytes()).ok()?;
    wizard.known.with_value(|known| fits(&plan, guess, known)).then_some(plan)
}
