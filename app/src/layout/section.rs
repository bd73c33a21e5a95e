//! A list with its cards: a card opened from the list is a drawer over it, a card opened by its link is a page.

use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};

/// Where a card is shown; found in the context of every card.
#[derive(Clone, Copy)]
pub struct CardPlace {
    /// The section's own address.
    pub root: &'static str,
    /// The address of the list as it is shown, filters and order included: a closed drawer returns there.
    pub list: RwSignal<String>,
    /// Whether the card fills the page instead of lying over the list.
    pub page: RwSignal<bool>,
}

impl CardPlace {
    /// The place of the card that asks.
    pub fn get() -> Self {
        expect_context()
    }
}

/// The list, unless a card came by its own link; and the card.
#[component]
pub fn Section(root: &'static str, list: fn() -> AnyView) -> impl IntoView {
    let path = use_location().pathname;
    let page = RwSignal::new(path.get_untracked().trim_end_matches('/') != root);
    provide_context(CardPlace { root, list: RwSignal::new(root.to_owned()), page });
    // Back at the list, the next card is a drawer again.
    Effect::new(move |_| {
        if path.get().trim_end_matches('/') == root {
            page.set(false);
        }
    });
    // Setting what is set already must not make the list anew.
    let listed = Memo::new(move |_| !page.get());
    view! {
        {move || listed.get().then(list)}
        <Outlet/>
    }
}
