//! «Вид»: how dense the cards stand, and what they show.

use super::board_look::BoardLook;
use crate::{
    i18n::{t, tn},
    session::with_viewer,
    ui::Icon,
};
use domain::board_layout::{CUSTOM_LIMIT, CardField, Density};
use leptos::prelude::*;

/// The panel's id; the button points to it.
const VIEW: &str = "board-view";

/// The fields that every company has, and how they are called.
const WORDS: [(CardField, &str); 5] = [
    (CardField::Client, "board.field.client"),
    (CardField::Budget, "board.field.budget"),
    (CardField::Owner, "board.field.owner"),
    (CardField::Created, "board.field.created"),
    (CardField::Updated, "board.field.updated"),
];

/// The button and its panel.
#[component]
pub(super) fn BoardView(look: BoardLook) -> impl IntoView {
    let folded = Memo::new(move |_| look.layout.with(|layout| layout.folded.as_ref().map_or(0, Vec::len)));
    view! {
        <button type="button" class="btn s" popovertarget=VIEW aria-haspopup="dialog"><Icon name="sliders-horizontal"/>{t("board.view")}</button>
        <div class="menu end look" id=VIEW popover="auto" role="dialog" aria-label=t("board.view")>
            <fieldset>
                <legend class="cap">{t("board.density")}</legend>
                <Choice look density=Density::Regular label=t("board.density.regular")/>
                <Choice look density=Density::Compact label=t("board.density.compact")/>
            </fieldset>
            <Fields look/>
            {move || (folded.get() > 0).then(|| view! {
                <button type="button" class="opt" on:click=move |_| look.unfold_all()><Icon name="columns-3"/>{tn("board.unfold_all", folded.get() as i64)}</button>
            })}
        </div>
    }
}

#[component]
fn Choice(look: BoardLook, density: Density, label: String) -> impl IntoView {
    let chosen = move || look.layout.with(|layout| layout.density() == density);
    view! {
        <label class="check">
            <input type="radio" name="density" prop:checked=chosen on:change=move |_| look.set_density(density)/>
            <span>{label}</span>
        </label>
    }
}

#[component]
fn Fields(look: BoardLook) -> impl IntoView {
    let builtin = WORDS.map(|(field, words)| (field, t(words)));
    let own: Vec<_> = with_viewer(|viewer| {
        viewer.deal_fields.iter().map(|field| (CardField::Custom(field.id), field.name.clone())).collect()
    });
    let has_own = !own.is_empty();
    let full = Memo::new(move |_| look.layout.with(|layout| layout.custom().count() >= CUSTOM_LIMIT));
    let line = move |(field, label): (CardField, String)| {
        let shown = Memo::new(move |_| look.layout.with(|layout| layout.shows(field)));
        let barred = move || field.custom().is_some() && full.get() && !shown.get();
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || shown.get() disabled=barred
                    on:change=move |_| look.toggle_field(field)/>
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend class="cap">{t("board.card_fields")}</legend>
            {builtin.into_iter().map(line).collect_view()}
        </fieldset>
        {has_own.then(|| view! {
            <fieldset>
                <legend class="cap">{tn("board.own_fields", CUSTOM_LIMIT as i64)}</legend>
                {own.into_iter().map(line).collect_view()}
            </fieldset>
        })}
    }
}
