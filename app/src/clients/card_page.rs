//! A client's card.

use leptos::prelude::*;

/// The card at its own address.
#[component]
pub fn ClientCardRoute() -> impl IntoView {
    view! { <div class="record"></div> }
}
