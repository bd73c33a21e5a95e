//! The header: each column's name is a link that sorts, so that it works without scripts, too; its edge changes the width.

use super::{
    column::{Col, TableCx},
    column_menu::{COLUMN_MENU, MenuPlace},
    grip::Grip,
    layout::Layout,
    state::ListState,
};
use crate::{i18n::ta, ui::Icon};
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
    let lead = (0..cx.lead).map(|_| view! { <th class="c-tg"></th> }.into_any()).collect_view();
    view! {
        <thead on:pointerdown=move |event| grip.press(&event) on:keydown=move |event| grip.key(&event)
            on:dblclick=move |event| grip.fit(&event)>
            <tr>
                {lead}
                {cx.columns.iter().map(|col| heading(col, head)).collect_view()}
                <th class="c-fill"></th>
            </tr>
        </thead>
    }
}

fn heading(col: &Col, head: HeadCx) -> AnyView {
    let order = order_of(col, head);
    let aria = move || order.get().map(|descending| if descending { "descending" } else { "ascending" });
    let named = |words: &str| ta(words, &[("name", &col.label)]);
    let width = {
        let (column, usual) = (col.column, col.width);
        move || {
            let held = head.layout.held().filter(|(held, _)| *held == column).map(|(_, width)| width);
            let chosen = || head.layout.with(|layout| layout.width(column));
            held.or_else(chosen).unwrap_or(usual).to_string()
        }
    };
    let column = col.column;
    let open = move |event: web_sys::MouseEvent| head.menu.open(column, &event);
    view! {
        <th class=col.class data-col=col.key.clone() data-pin=col.pin.clone() scope="col" aria-sort=aria aria-label=col.label.clone()>
            <span class="head">
                {name(col, head, order)}
                <button type="button" class="ib more" aria-label=named("table.column_menu") aria-haspopup="menu"
                    aria-controls=COLUMN_MENU on:click=open><Icon name="chevron-down" class="s"/></button>
            </span>
            <span class="grip" role="separator" tabindex="0" aria-orientation="vertical" aria-label=named("table.column_width")
                aria-valuemin=MIN_WIDTH.to_string() aria-valuemax=MAX_WIDTH.to_string() aria-valuenow=width></span>
        </th>
    }
    .into_any()
}

/// Whether the table is sorted by this column, and from the largest.
fn order_of(col: &Col, head: HeadCx) -> Memo<Option<bool>> {
    let by = col.column.sorts();
    Memo::new(move |_| head.state.with(|state| (Some(state.sort.by) == by).then_some(state.sort.descending)))
}

fn name(col: &Col, head: HeadCx, order: Memo<Option<bool>>) -> AnyView {
    let (column, label) = (col.column, col.label.clone());
    if column.sorts().is_none() {
        return view! { <span class="cut">{label}</span> }.into_any();
    }
    let pressed = move |state: &ListState| head.layout.with_fields(|fields| state.pressed(&column, fields));
    let href = move || head.state.with(|state| pressed(state).href(head.root));
    // The order is remembered by whoever presses, not by whoever follows an address that says one.
    let remember = move |_| head.layout.choose_sort(head.state.with_untracked(|state| pressed(state).sort));
    let arrow = move || match order.get() {
        Some(true) => view! { <Icon name="arrow-down"/> }.into_any(),
        Some(false) => view! { <Icon name="arrow-up"/> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <a class="sort" href=href title=label.clone() on:click=remember><span class="cut">{label.clone()}</span>{arrow}</a>
    }
    .into_any()
}
