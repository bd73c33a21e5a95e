//! Deals: the board and the card.

pub mod api;
mod board_card;
mod board_column;
mod board_drag;
mod board_look;
mod board_menu;
mod board_model;
mod board_page;
mod board_state;
mod board_view;
mod board_window;
pub mod brief;
mod card_page;
mod quick_add;
pub mod quick_deal;
mod stage_bar;

pub use board_page::DealBoardPage;
pub use card_page::DealCardRoute;

use crate::{layout::Section, record::News, routes};
use domain::deals::Deal;
use leptos::prelude::*;

/// The section «Сделки».
#[component]
pub fn DealsSection() -> impl IntoView {
    News::<Deal>::provide();
    view! { <Section root=routes::DEALS list=|| view! { <DealBoardPage/> }.into_any()/> }
}
