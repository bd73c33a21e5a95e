//! An icon of the sprite; it always stands beside a text or in a control that has a name.

use crate::assets;
use leptos::prelude::*;

/// Where a symbol of the sprite is.
pub(super) fn address(name: &'static str) -> String {
    assets::url(&format!("icons.svg#{name}"))
}

/// One symbol of `icons.svg`, drawn by CSS; `class` adds a size such as `s`.
#[component]
pub fn Icon(name: &'static str, #[prop(optional)] class: &'static str) -> impl IntoView {
    let class = if class.is_empty() { "i".to_owned() } else { format!("i {class}") };
    view! { <svg class=class aria-hidden="true"><use href=address(name)></use></svg> }
}
