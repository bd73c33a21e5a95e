//! A deal's card.

use leptos::prelude::*;

/// The card at its own address.
#[component]
pub fn DealCardRoute() -> impl IntoView {
    view! { <div class="record"></div> }
}
