//! The menu of a column: its order, whether it stays in sight, whether it is shown. One for the whole table, loaded when it
//! is first opened.

use super::{dom, layout::Layout, state::ListState};
use crate::{browser, i18n::t, ui::Icon};
use domain::{columns::Column, filter::Sort, table_layout::NAME};
use leptos::{html, leptos_dom::helpers::queue_microtask, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

/// The menu's id; buttons of headers point to it.
pub const COLUMN_MENU: &str = "column-menu";

/// Which column's menu is open, and where.
#[derive(Clone, Copy)]
pub struct MenuPlace {
    /// Whether it was ever asked for: then its code is loaded.
    pub asked: RwSignal<bool>,
    at: RwSignal<Option<Opened>>,
}

#[derive(Clone, Copy, PartialEq)]
struct Opened {
    column: Column,
    left: f64,
    top: f64,
}

/// The menu's width and its least distance from the window's edge, in pixels.
const WIDTH: f64 = 260.0;
const EDGE: f64 = 8.0;

impl MenuPlace {
    /// A menu that is closed.
    pub fn new() -> Self {
        MenuPlace { asked: RwSignal::new(false), at: RwSignal::new(None) }
    }

    /// Opens a column's menu below the button that was pressed.
    pub fn open(self, column: Column, event: &MouseEvent) {
        let button = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(place) = button.map(|button| button.get_bounding_client_rect()) else { return };
        let room = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64()).unwrap_or_default();
        let left = place.left().min(room - WIDTH - EDGE).max(EDGE);
        self.at.set(Some(Opened { column, left, top: place.bottom() }));
        self.asked.set(true);
    }
}

impl Default for MenuPlace {
    fn default() -> Self {
        MenuPlace::new()
    }
}

/// What the menu acts on.
#[derive(Clone, Copy)]
pub struct ColumnDeeds {
    /// How the table looks.
    pub layout: Layout,
    /// What it is asked for.
    pub state: Signal<ListState>,
    /// Its address.
    pub root: &'static str,
    /// Where the menu is.
    pub place: MenuPlace,
    /// «Настройки таблиц».
    pub settings: RwSignal<bool>,
}

/// The menu.
#[component]
pub fn ColumnMenu(deeds: ColumnDeeds) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let place = deeds.place;
    Effect::new(move |_| {
        let (Some(menu), Some(at)) = (node.get(), place.at.get()) else { return };
        browser::set_pixels(&menu, "left", at.left);
        browser::set_pixels(&menu, "top", at.top);
        // Refused only for a menu that is open already.
        let _ = menu.show_popover();
        // Once the items stand there, and before another key is heard. Whoever already walks by keys is not thrown back to the first.
        queue_microtask(move || {
            if !node.try_get_untracked().flatten().is_some_and(|menu| menu.matches(":focus-within").unwrap_or(false)) {
                focus_item(node, 0);
            }
        });
    });
    let close = Callback::new(move |()| {
        if let Some(menu) = node.get_untracked() {
            // A menu that is closed already stays closed.
            let _ = menu.hide_popover();
        }
    });
    let toggled = move |_| {
        let open = node.get_untracked().is_some_and(|menu| menu.matches(":popover-open").unwrap_or(false));
        if !open {
            place.at.set(None);
        }
    };
    let items = move || place.at.get().map(|at| view! { <Items deeds column=at.column close/> });
    view! {
        <div class="menu" id=COLUMN_MENU popover="auto" role="menu" data-placed="" aria-label=t("table.column_deeds")
            node_ref=node on:toggle=toggled on:keydown=move |event| on_key(node, &event)>
            {items}
        </div>
    }
}

#[component]
fn Items(deeds: ColumnDeeds, column: Column, close: Callback<()>) -> impl IntoView {
    let ColumnDeeds { layout, settings, .. } = deeds;
    let place = untrack(|| layout.shown()).iter().position(|other| *other == column).unwrap_or_default();
    let pinned = untrack(|| layout.pinned()) == place + 1;
    let pin = move |_| {
        close.run(());
        layout.choose_pinned(if pinned { 0 } else { place + 1 });
        focus_head(layout, place);
    };
    let hide = move |_| {
        close.run(());
        layout.hide(column);
        focus_head(layout, place);
    };
    let arrange = move |_| {
        close.run(());
        settings.set(true);
    };
    view! {
        {column.sorts().map(|by| {
            [(false, "arrow-up", "table.sort_up"), (true, "arrow-down", "table.sort_down")].map(|(descending, icon, words)| {
                view! { <Order deeds sort=Sort { by, descending } icon words close/> }
            })
        })}
        {column.sorts().map(|_| view! { <hr/> })}
        <button type="button" class="opt" role="menuitem" on:click=pin>
            <Icon name="pin"/>{t(if pinned { "table.unpin" } else { "table.pin" })}
        </button>
        {(column != NAME).then(|| view! {
            <button type="button" class="opt" role="menuitem" on:click=hide><Icon name="eye-off"/>{t("table.hide")}</button>
        })}
        <hr/>
        <button type="button" class="opt" role="menuitem" on:click=arrange><Icon name="columns-3"/>{t("table.settings")}</button>
    }
}

/// The heads are made anew with the columns: the focus goes to the one that stands at this place now, or to the last one.
fn focus_head(layout: Layout, place: usize) {
    let shown = untrack(|| layout.shown());
    let Some(column) = shown.get(place).or(shown.last()).copied() else { return };
    let button = format!("[data-table={}] [data-col={}] .more", layout.table.key(), column.key());
    request_animation_frame(move || {
        dom::focus_first(&button);
    });
}

#[component]
fn Order(
    deeds: ColumnDeeds,
    sort: Sort,
    icon: &'static str,
    words: &'static str,
    close: Callback<()>,
) -> impl IntoView {
    let go = use_navigate();
    let order = move |_| {
        close.run(());
        deeds.layout.choose_sort(sort);
        let href = deeds.state.with_untracked(|state| ListState { sort, ..state.clone() }.href(deeds.root));
        go(&href, NavigateOptions { scroll: false, ..Default::default() });
    };
    let now = deeds.state.with_untracked(|state| state.sort) == sort;
    view! {
        <button type="button" class="opt" role="menuitemradio" aria-checked=now.to_string() on:click=order>
            <Icon name=icon/>{t(words)}<Icon name="check" class="tick"/>
        </button>
    }
}

fn on_key(node: NodeRef<html::Div>, event: &KeyboardEvent) {
    let items = items(node);
    let active = web_sys::window().and_then(|window| window.document()).and_then(|document| document.active_element());
    let here = items.iter().position(|item| active.as_ref().is_some_and(|active| **item == *active));
    let place = match (event.key().as_str(), here) {
        ("ArrowDown", here) => here.map_or(0, |here| (here + 1) % items.len()),
        ("ArrowUp", here) => here.map_or(0, |here| here + items.len() - 1) % items.len().max(1),
        ("Home", _) => 0,
        ("End", _) => items.len().saturating_sub(1),
        _ => return,
    };
    event.prevent_default();
    focus_item(node, place);
}

fn items(node: NodeRef<html::Div>) -> Vec<HtmlElement> {
    let menu = node.try_get_untracked().flatten();
    let found = menu.and_then(|menu| menu.query_selector_all("[role^=menuitem]").ok());
    found.map(|all| (0..all.length()).filter_map(|at| all.get(at)?.dyn_into().ok()).collect()).unwrap_or_default()
}

fn focus_item(node: NodeRef<html::Div>, place: usize) {
    if let Some(item) = items(node).get(place) {
        // Only an element out of the page refuses the focus.
        let _ = item.focus();
    }
}
