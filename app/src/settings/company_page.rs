//! company_page.

use leptos::prelude::*;

/// The page.
#[component]
pub fn CompanyPage() -> impl IntoView {}
