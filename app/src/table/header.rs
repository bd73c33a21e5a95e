//! The header: each column's name is a link that sorts, so that it works without scripts, too; its edge changes the width.

use super::{
    column::{Col, TableCx},
    column_menu::{COLUMN_MENU, MenuPlace},
    grip::Grip,
    layout::Layout,
    state::ListState,
};
use crate::{i18n::ta, ui::Elements};
use domain::table_layout::{MAX_WIDTH, MIN_WIDTH};
use leptos::prelude::*;

/// What the header acts on.
#[derive(Clone, Copy)]
pub struct HeadCx {
    /// How the table looks.
    pub layout: Layout,
    /// What it is asked for.
    pub state: Signal<ListState>,
    /// Its address.
    pub root: &'static str,
    /// Where a column's menu is shown.
    pub menu: MenuPlace,
}

/// The header line of a table, sorted as the address says.
#[component]
pub fn Header(cx: TableCx, head: HeadCx) -> impl IntoView {
    let grip = Grip::new(head.layout);
    let mut line = Elements::with_room(2 * cx.width());
    line.open("tr");
    for _ in 0..cx.lead {
        line.open("th").class("c-tg").close();
    }
    cx.columns.iter().for_each(|col| heading(&mut line, col, head));
    line.open("th").class("c-fill").close().close();
    view! {
        <thead on:pointerdown=move |event| grip.press(&event) on:keydown=move |event| grip.key(&event)
            on:dblclick=move |event| grip.fit(&event)>{line}</thead>
    }
}

fn heading(out: &mut Elements, col: &Col, head: HeadCx) {
    let (column, usual) = (col.column, col.width);
    let named = |words: &str| ta(words, &[("name", &col.label)]);
    let order = move || {
        let sort = head.state.with(|state| state.sort);
        let words = if sort.descending { "descending" } else { "ascending" };
        (Some(sort.by) == column.sorts()).then(|| words.to_owned())
    };
    let width = move || {
        let held = head.layout.held().filter(|(held, _)| *held == column).map(|(_, width)| width);
        let chosen = || head.layout.with(|layout| layout.width(column));
        Some(held.or_else(chosen).unwrap_or(usual).to_string())
    };
    out.open("th").class(col.class).attr("data-col", &col.key);
    if let Some(pin) = &col.pin {
        out.attr("data-pin", pin);
    }
    out.attr("scope", "col").follow("aria-sort", order).attr("aria-label", &col.label);
    out.open("span").class("head");
    name(out, col, head);
    out.open("button").attr("type", "button").class("ib more").attr("aria-label", named("table.column_menu"));
    out.attr("aria-haspopup", "menu").attr("aria-controls", COLUMN_MENU);
    out.on_click(move |event| head.menu.open(column, &event)).small_icon("chevron-down").close().close();
    out.open("span").class("grip").attr("role", "separator").attr("tabindex", "0");
    out.attr("aria-orientation", "vertical").attr("aria-label", named("table.column_width"));
    out.attr("aria-valuemin", format_args!("{MIN_WIDTH}"))
        .attr("aria-valuemax", format_args!("{MAX_WIDTH}"))
        .follow("aria-valuenow", width)
        .close()
        .close();
}

/// Appends the column's name; the arrow beside it is shown and turned by the order that the header tells (table.css).
fn name(out: &mut Elements, col: &Col, head: HeadCx) {
    let column = col.column;
    if column.sorts().is_none() {
        out.open("span").class("cut").text(&col.label).close();
        return;
    }
    let pressed = move |state: &ListState| head.layout.with_fields(|fields| state.pressed(&column, fields));
    // The order is remembered by whoever presses, not by whoever follows an address that says one.
    let remember = move |_| head.layout.choose_sort(head.state.with_untracked(|state| pressed(state).sort));
    out.open("a").class("sort").follow("href", move || Some(head.state.with(|state| pressed(state).href(head.root))));
    out.attr("title", &col.label).on_click(remember);
    out.open("span").class("cut").text(&col.label).close().icon("arrow-up").close();
}
