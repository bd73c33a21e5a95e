//! Clients: the table and the card.

pub mod api;
mod card_deals;
mod card_fields;
mod card_page;
mod list_page;

pub use card_page::ClientCardRoute;
pub use list_page::ClientListPage;

use crate::{layout::Section, routes};
use leptos::prelude::*;

/// The section «Клиенты».
#[component]
pub fn ClientsSection() -> impl IntoView {
    view! { <Section root=routes::CLIENTS list=|| view! { <ClientListPage/> }.into_any()/> }
}
