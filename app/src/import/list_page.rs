//! list_page.

use leptos::prelude::*;

/// The page.
#[component]
pub fn ImportListPage() -> impl IntoView {}
