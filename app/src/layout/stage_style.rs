//! Stage colours as one nonced rule per stage: the content security policy forbids style attributes.

use domain::pipelines::Stage;
use leptos::{nonce::use_nonce, prelude::*};

/// `<style>` with a rule per stage; `data-stage` on an element then brings the stage's hue.
#[component]
pub fn StageStyle(stages: Vec<Stage>) -> impl IntoView {
    let rules: String =
        stages.iter().map(|stage| format!("[data-stage=\"{}\"]{{--h:{}}}", stage.id, stage.colour.hue())).collect();
    view! { <style nonce=use_nonce()>{rules}</style> }
}
