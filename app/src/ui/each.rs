//! Lines that keep their elements while others come and go.

use leptos::prelude::*;
use std::sync::Arc;

/// What tells lines apart.
pub type LineId = (u128, i64, i64, i64);

/// A line that is not drawn yet. Lines of every kind are this one type: the code that compares them is loaded once.
#[derive(Clone)]
pub struct Drawn {
    id: LineId,
    draw: Arc<dyn Fn() -> AnyView + Send + Sync>,
}

impl Drawn {
    /// The line with this id.
    pub fn new(id: LineId, draw: impl Fn() -> AnyView + Send + Sync + 'static) -> Self {
        Drawn { id, draw: Arc::new(draw) }
    }
}

/// The lines, each made once while its id is among them.
#[component]
pub fn Each(#[prop(into)] lines: Signal<Vec<Drawn>>) -> impl IntoView {
    if cfg!(not(target_arch = "wasm32")) {
        // On the server nothing comes or goes: the same markup without what keeps lines apart, an owner for each of them above all.
        return lines.with_untracked(|lines| lines.iter().map(|line| (line.draw)()).collect_view()).into_any();
    }
    view! { <For each=move || lines.get() key=|line| line.id children=|line| (line.draw)()/> }.into_any()
}
