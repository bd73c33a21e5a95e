//! import_page.

use leptos::prelude::*;

/// The page.
#[component]
pub fn ImportPage() -> impl IntoView {}
