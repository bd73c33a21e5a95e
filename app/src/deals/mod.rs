//! Deals: the board and the card.

pub mod api;
mod board_page;
mod card_page;
mod stage_bar;

pub use board_page::DealBoardPage;
pub use card_page::DealCardRoute;

use crate::{layout::Section, routes};
use leptos::prelude::*;

/// The section «Сделки».
#[component]
pub fn DealsSection() -> impl IntoView {
    view! { <Section root=routes::DEALS list=|| view! { <DealBoardPage/> }.into_any()/> }
}
