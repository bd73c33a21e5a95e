//! Clients: the table and the card.

pub mod api;
mod card_deals;
mod card_fields;
mod card_page;
mod card_sharing;
mod client_lines;
mod client_list;
mod line_view;
mod list_page;
mod new_client;
mod new_client_fields;
mod new_client_model;
mod no_clients;
mod table_view;

pub use card_page::ClientCardRoute;
pub use client_list::ClientList;
pub use list_page::ClientListPage;
pub use new_client::NewClientDialog;

use crate::{layout::Section, record::News, routes};
use domain::{clients::Client, deals::DealCard, ids::ClientId};
use leptos::prelude::*;

/// The section «Клиенты».
#[component]
pub fn ClientsSection() -> impl IntoView {
    News::<Client>::provide();
    News::<(ClientId, DealCard)>::provide();
    view! { <Section root=routes::CLIENTS list=|| view! { <ClientListPage/> }.into_any()/> }
}
