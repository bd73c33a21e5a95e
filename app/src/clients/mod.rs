//! Clients: the table and the card.

pub mod api;
mod list_page;

pub use list_page::ClientListPage;
