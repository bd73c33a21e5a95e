//! The header: each column's name is a link that sorts, so that it works without scripts, too.

use super::{
    column::{Col, TableCx},
    state::ListState,
};
use crate::ui::Icon;
use leptos::prelude::*;

/// The header line of a table at `root`, sorted as `state` says.
#[component]
pub fn Header(cx: TableCx, state: Signal<ListState>, root: &'static str) -> impl IntoView {
    let columns = cx.columns.clone();
    view! {
        <thead>
            <tr>
                <th class="c-tg"></th>
                {columns.iter().cloned().map(|col| heading(col, cx.clone(), state, root)).collect_view()}
                <th class="c-fill"></th>
            </tr>
        </thead>
    }
}

fn heading(col: Col, cx: TableCx, state: Signal<ListState>, root: &'static str) -> AnyView {
    let (class, label) = (col.class, col.label.clone());
    let Some(by) = col.column.sorts() else {
        return view! { <th class=class scope="col">{label}</th> }.into_any();
    };
    let order = Memo::new(move |_| state.with(|state| (state.sort.by == by).then_some(state.sort.descending)));
    let aria = move || order.get().map(|descending| if descending { "descending" } else { "ascending" });
    let href = move || state.with(|state| state.pressed(&col.column, &cx.viewer.client_fields).href(root));
    let arrow = move || match order.get() {
        Some(true) => view! { <Icon name="arrow-down"/> }.into_any(),
        Some(false) => view! { <Icon name="arrow-up"/> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <th class=class scope="col" aria-sort=aria>
            <a class="sort" href=href title=label.clone()><span class="cut">{label.clone()}</span>{arrow}</a>
        </th>
    }
    .into_any()
}
