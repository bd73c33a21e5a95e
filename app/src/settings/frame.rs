//! Navigation of the settings and the chosen page.

use leptos::prelude::*;
use leptos_router::components::Outlet;

/// The settings.
#[component]
pub fn SettingsFrame() -> impl IntoView {
    view! { <Outlet/> }
}
