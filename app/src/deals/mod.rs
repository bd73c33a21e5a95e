//! Deals: the board and the card.

pub mod api;
mod board_card;
mod board_column;
mod board_drag;
mod board_filter;
mod board_focus;
mod board_look;
mod board_menu;
mod board_model;
mod board_page;
mod board_state;
mod board_view;
mod board_waiting;
mod board_window;
pub mod brief;
mod budget;
mod card_page;
mod list_cells;
mod list_page;
mod list_table;
mod quick_add;
pub mod quick_deal;
mod stage_bar;
mod views;

pub use board_page::DealBoardPage;
pub use card_page::DealCardRoute;

use crate::{layout::Section, record::News, routes};
use domain::deals::Deal;
use leptos::prelude::*;
use list_page::DealListPage;

/// The section «Сделки».
#[component]
pub fn DealsSection() -> impl IntoView {
    News::<Deal>::provide();
    view! { <Section root=routes::DEALS list=|| view! { <DealBoardPage/> }.into_any()/> }
}

/// The same deals as a list.
#[component]
pub fn DealListSection() -> impl IntoView {
    News::<Deal>::provide();
    view! { <Section root=routes::DEAL_LIST list=|| view! { <DealListPage/> }.into_any()/> }
}
