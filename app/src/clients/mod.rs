//! Clients: the table and the card.

pub mod api;
mod card_deals;
mod card_fields;
mod card_page;
mod client_lines;
mod client_list;
mod line_view;
mod list_page;
mod new_client;
mod new_client_fields;
mod new_client_model;
mod table_view;

pub use card_page::ClientCardRoute;
pub use list_page::ClientListPage;

use crate::{layout::Section, routes};
use leptos::prelude::*;

/// The section «Клиенты».
#[component]
pub fn ClientsSection() -> impl IntoView {
    view! { <Section root=routes::CLIENTS list=|| view! { <ClientListPage/> }.into_any()/> }
}
