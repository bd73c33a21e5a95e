//! The few measures and moves of the page that tables need. Called from effects and event handlers only, `focus_back` aside.

use super::window::Scrolled;
use crate::browser;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Puts the focus on the element of this id, if it is there.
pub fn focus(id: &str) {
    let found =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(id));
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Refused only by an element out of the page, and this one was just found in it.
        let _ = element.focus();
    }
}

/// Puts the focus on the table itself, when what was pressed is about to go.
pub fn focus_table() {
    focus_first(".tablewrap");
}

/// Puts the focus on the first element that this selects; whether there was one.
pub fn focus_first(selector: &str) -> bool {
    let found = browser::all(selector).into_iter().next().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    // Only an element out of the page refuses the focus.
    found.is_some_and(|element| element.focus().is_ok())
}

/// Gives the focus back to a button that gave way to what it opened, once it stands there again and is to have it.
pub fn focus_back(button: NodeRef<html::Button>, wanted: RwSignal<bool>) {
    Effect::new(move |_| {
        if let Some(button) = button.get().filter(|_| wanted.get_untracked()) {
            wanted.set(false);
            // Only an element out of the page refuses the focus.
            let _ = button.focus();
        }
    });
}

/// How far the list is scrolled, what is seen of it, and how high its lines are.
pub fn measured(wrap: &Element) -> Scrolled {
    let lines = wrap.query_selector("tbody tr:not(.gap)").unwrap_or_default();
    let line = lines.map(|line| line.get_bounding_client_rect().height()).unwrap_or_default();
    Scrolled { top: f64::from(wrap.scroll_top()), height: f64::from(wrap.client_height()), line }
}

/// Whether the person types somewhere, so that a single letter is no shortcut.
pub fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| {
        ["INPUT", "TEXTAREA", "SELECT"].contains(&element.tag_name().as_str())
            || element.closest("dialog").ok().flatten().is_some()
    })
}

/// Ctrl+Enter (⌘+Enter on a Mac) saves a form from any of its fields.
pub fn saves(event: &web_sys::KeyboardEvent) -> bool {
    event.key() == "Enter" && (event.ctrl_key() || event.meta_key())
}

/// A click beside what a row offers opens its card (S0.8). Whoever marks a text, or asks for a new tab, means something else.
pub fn open_row(event: &web_sys::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) =
        target.filter(|_| !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()))
    else {
        return;
    };
    let selection = web_sys::window().and_then(|window| window.get_selection().ok().flatten());
    let acts = |selector: &str| target.closest(selector).ok().flatten();
    if acts("a, button, td [tabindex]").is_some() || selection.is_some_and(|selection| !selection.is_collapsed()) {
        return;
    }
    let link = acts("tbody tr").and_then(|row| row.query_selector(".c-name a").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        link.click();
    }
}

/// A cell that has no room for all of its text says it whole to the pointer. Not written with the cell, since a page of long texts
/// would carry each of them twice.
pub fn tell_whole(event: &web_sys::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(cell) = target.and_then(|element| element.closest("td:not([title])").ok().flatten()) else { return };
    let says = cell.query_selector("a, .pill > span, .owner > span:last-child").ok().flatten();
    let says = says.unwrap_or_else(|| cell.clone());
    if [&cell, &says].iter().any(|element| element.scroll_width() > element.client_width()) {
        // Only a name that no attribute can have is refused.
        let _ = cell.set_attribute("title", says.text_content().unwrap_or_default().trim());
    }
}
