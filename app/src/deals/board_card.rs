//! A deal as a card of the board: three lines at most.

use super::{board_menu::MENU, board_state::BoardState};
use crate::{
    format,
    i18n::{ta, tn},
    routes,
    session::{may, person},
    ui::{Avatar, Icon},
};
use domain::{access::Right, deals::DealCard};
use leptos::prelude::*;

/// The id of the words on dragging by keyboard.
pub(super) const DRAG_HINT: &str = "drag-hint";
/// A deal stands still for too long after so many days in one stage.
const LONG_DAYS: i64 = 30;
/// Longer titles may not fit their line, and say themselves whole to the pointer.
const SURELY_FITS: usize = 18;

/// One card.
#[component]
pub(super) fn BoardCard(board: BoardState, deal: DealCard) -> impl IntoView {
    let days = format::days_since(deal.stage_since);
    let badge = if days > LONG_DAYS { "badge bad" } else { "badge" };
    let long = deal.title.chars().count() > SURELY_FITS;
    let (id, menu) = (deal.id, may(Right::EditDeals));
    let menu_name = ta("board.menu", &[("title", &deal.title)]);
    let waits = move || board.waiting.with(|waiting| waiting.contains(&id));
    view! {
        <article class="card" class:waits=waits aria-busy=move || waits().then_some("true")>
            <div class="t"><a href=routes::deal(id) aria-describedby=menu.then_some(DRAG_HINT) title=long.then(|| deal.title.clone())>{deal.title.clone()}</a><span class="num">{deal.money().map(format::money)}</span></div>
            <div class="c">{deal.client}</div>
            <div class="b">
                <span class=badge><Icon name="clock" class="s"/>{tn("deals.days", days)}</span>
                <span class="grow"></span>
                {person(deal.owner).map(|user| view! { <Avatar user/> })}
            </div>
            {menu.then(|| view! {
                <div class="acts">
                    <button type="button" class="ib" popovertarget=MENU aria-haspopup="menu" aria-label=menu_name on:click=move |_| board.menu.set(Some(id))>
                        <Icon name="ellipsis"/>
                    </button>
                </div>
            })}
        </article>
    }
}
