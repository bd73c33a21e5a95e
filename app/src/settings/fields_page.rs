//! fields_page.

use leptos::prelude::*;

/// The page.
#[component]
pub fn FieldsPage() -> impl IntoView {}
