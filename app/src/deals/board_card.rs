//! A deal as a card of the board: its title, and the lines that the person chose.

use super::{board_menu::MENU, board_state::BoardState};
use crate::{
    format,
    i18n::{lang, ta, tn},
    routes,
    session::{may, person, with_viewer},
    ui::{Avatar, Icon},
};
use domain::{
    access::Right,
    board_layout::{BoardLayout, CardField, Density},
    deals::DealCard,
    fields::FieldDef,
    ids::FieldId,
    users::Viewer,
};
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
    let waits = move || board.waiting.with(|waiting| waiting.contains(id));
    let (look, custom) = board
        .look
        .layout
        .with_untracked(|layout| (layout.clone(), with_viewer(|viewer| custom_words(&deal, layout, viewer))));
    let class = if look.density() == Density::Compact { "card compact" } else { "card" };
    let money =
        look.shows(CardField::Budget).then(|| view! { <span class="num">{deal.money().map(format::money)}</span> });
    let owner = look.shows(CardField::Owner).then(|| person(deal.owner)).flatten();
    let lines =
        custom.into_iter().map(|(name, value)| view! { <div class="c"><span class="k">{name}</span>" "{value}</div> });
    view! {
        <article class=class class:waits=waits aria-busy=move || waits().then_some("true")>
            <div class="t"><a href=routes::deal(id) aria-describedby=menu.then_some(DRAG_HINT) title=long.then(|| deal.title.clone())>{deal.title.clone()}</a>{money}</div>
            {look.shows(CardField::Client).then(|| view! { <div class="c">{deal.client.as_ref().and_then(|client| client.name.clone())}</div> })}
            {lines.collect_view()}
            {dates(&deal, &look).map(|dates| view! { <div class="c num">{dates}</div> })}
            <div class="b">
                <span class=badge><Icon name="clock" class="s"/>{tn("deals.days", days)}</span>
                <span class="grow"></span>
                {owner.map(|user| view! { <Avatar user/> })}
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

/// When the deal was created and last changed, in one line.
fn dates(deal: &DealCard, look: &BoardLayout) -> Option<String> {
    let told = [
        (CardField::Created, "board.created", deal.created_at),
        (CardField::Updated, "board.updated", deal.updated_at),
    ];
    let words = told.into_iter().filter(|(field, ..)| look.shows(*field));
    let words: Vec<String> = words.map(|(_, key, at)| ta(key, &[("at", &format::short(at))])).collect();
    (!words.is_empty()).then(|| words.join(" · "))
}

/// The custom fields that a card shows: names and values, in the order that was chosen.
pub(super) fn custom_words(deal: &DealCard, look: &BoardLayout, viewer: &Viewer) -> Vec<(String, String)> {
    let field = |id: FieldId| viewer.deal_fields.iter().find(|field| field.id == id);
    let words = |field: &FieldDef| {
        let value = deal.custom.get(&field.id).and_then(|value| value.in_words(Some(field), lang()));
        (field.name.clone(), value.unwrap_or_else(|| "—".to_owned()))
    };
    look.custom().filter_map(field).map(words).collect()
}
