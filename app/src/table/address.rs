//! A list follows its address, and its address follows what a person asks of it.

use super::{
    layout::Layout,
    state::{Asked, ListState},
};
use crate::{
    filters::{Filters, Kind, Offered},
    layout::CardPlace,
    session::with_viewer,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    location::Location,
    params::ParamsMap,
};

/// What the address asks of the list at `root`. Under an open card the list stays as it was, and a closed card leads back to it.
pub fn list_state(
    root: &'static str,
    read: impl Fn(&ParamsMap) -> ListState + Copy + Send + Sync + 'static,
) -> Signal<ListState> {
    let Location { pathname, query, .. } = use_location();
    let state = Memo::new(move |before: Option<&ListState>| {
        let here = pathname.with(|path| path.trim_end_matches('/') == root);
        match before {
            Some(before) if !here => before.clone(),
            _ => query.with(read),
        }
    });
    if let Some(place) = use_context::<CardPlace>() {
        Effect::new(move |_| place.list.set(state.with(|state| state.href(root))));
    }
    state.into()
}

/// What the address asks of a table, whose order is what the person chose last.
pub fn table_state(layout: Layout, root: &'static str, kinds: &'static [Kind]) -> Signal<ListState> {
    let of = (layout.table, layout.sort());
    list_state(root, move |query| layout.with_fields(|fields| ListState::read(asked(query, kinds), of, fields)))
}

/// The parts of an address that lists understand; these filters are offered.
pub fn asked(query: &ParamsMap, kinds: &'static [Kind]) -> Asked {
    let said = |key: &str| query.get_all(key).unwrap_or_default();
    Asked {
        search: query.get("q").filter(|q| !q.is_empty()),
        sort: query.get("sort"),
        dir: query.get("dir"),
        filters: Filters::read(&said, &with_viewer(|viewer| Offered::to(viewer, kinds))),
    }
}

/// What a change of the address is to the browser's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// «Back» returns to what was before.
    New,
    /// It stands in the place of what was before.
    Same,
}

/// Goes to another state of the list at `root`.
pub fn going(root: &'static str) -> Callback<(ListState, Step)> {
    let go = use_navigate();
    Callback::new(move |(next, step): (ListState, Step)| {
        let replace = step == Step::Same;
        go(&next.href(root), NavigateOptions { replace, scroll: false, ..Default::default() });
    })
}

/// Letters of one search replace each other in the history; a search begun or ended is a step of it.
pub fn searching(state: Signal<ListState>, root: &'static str) -> Callback<String> {
    let go = going(root);
    Callback::new(move |text: String| {
        let now = state.get_untracked();
        let next = now.searching(&text);
        if next != now {
            let same = !now.search.is_empty() && !next.search.is_empty();
            go.run((next, if same { Step::Same } else { Step::New }));
        }
    })
}
