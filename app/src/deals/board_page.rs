//! The board «Воронка».

use leptos::prelude::*;

/// The board.
#[component]
pub fn DealBoardPage() -> impl IntoView {
    view! { <div class="board"></div> }
}
