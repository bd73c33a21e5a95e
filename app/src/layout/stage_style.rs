//! Stage colours as one nonced rule per stage: the content security policy forbids style attributes.

use crate::ui::StyleBlock;
use domain::pipelines::Stage;
use leptos::prelude::*;

/// The stages whose colours the page knows; whoever changes stages tells it.
#[derive(Clone, Copy)]
pub struct StageColours(pub RwSignal<Vec<Stage>>);

/// `<style>` with a rule per stage; `data-stage` on an element then brings the stage's hue.
#[component]
pub fn StageStyle() -> impl IntoView {
    let StageColours(stages) = expect_context();
    let rule = |stage: &Stage| format!("[data-stage=\"{}\"]{{--h:{}}}", stage.id, stage.colour.hue());
    let text = Signal::derive(move || stages.with(|stages| stages.iter().map(rule).collect::<String>()));
    view! { <StyleBlock text/> }
}
