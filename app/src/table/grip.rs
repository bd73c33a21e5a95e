//! The edge of a header: pulled by the pointer, moved by arrow keys, fitted to what the column holds by a double click.
//! One listener on the head serves all columns.

use super::layout::Layout;
use crate::browser;
use domain::{
    columns::Column,
    table_layout::{MAX_WIDTH, MIN_WIDTH},
};
use leptos::{ev, leptos_dom::helpers::WindowListenerHandle, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

/// An arrow key widens by so many pixels, with Shift by so many.
const STEP: i32 = 10;
const LEAP: i32 = 50;

/// Pulls at the edges of a table's headers.
#[derive(Clone, Copy)]
pub struct Grip {
    layout: Layout,
    listeners: StoredValue<Vec<WindowListenerHandle>>,
}

impl Grip {
    /// The edges of the table with this look.
    pub fn new(layout: Layout) -> Self {
        let grip = Grip { layout, listeners: StoredValue::new(Vec::new()) };
        on_cleanup(move || grip.end());
        grip
    }

    /// The pointer went down somewhere in the head.
    pub fn press(self, event: &PointerEvent) {
        let Some((column, header)) = pulled(event).filter(|_| event.button() == 0 && event.is_primary()) else {
            return;
        };
        event.prevent_default();
        if let Some(edge) =
            header.query_selector(".grip").ok().flatten().and_then(|edge| edge.dyn_into::<HtmlElement>().ok())
        {
            // Refused only by an element out of the page.
            let _ = edge.focus();
        }
        self.end();
        let (from, width) = (event.client_x(), width_of(&header));
        let at = move |event: &PointerEvent| clamped(width + event.client_x() - from);
        let all = vec![
            window_event_listener(ev::pointermove, move |event| self.layout.hold(Some((column, at(&event))))),
            window_event_listener(ev::pointerup, move |event| {
                self.end();
                if event.client_x() != from {
                    self.layout.choose_width(column, at(&event));
                }
            }),
            // A pointer that is lost out of sight tells of no release: the edge would follow the next one.
            window_event_listener(ev::pointercancel, move |_| self.end()),
            window_event_listener(ev::blur, move |_| self.end()),
            window_event_listener(ev::visibilitychange, move |_| self.end()),
            window_event_listener(ev::keydown, move |event| {
                if event.key() == "Escape" {
                    self.end();
                }
            }),
        ];
        self.listeners.set_value(all);
    }

    /// A key went down somewhere in the head.
    pub fn key(self, event: &KeyboardEvent) {
        let Some((column, header)) = pulled(event) else { return };
        let by = if event.shift_key() { LEAP } else { STEP };
        let width = match event.key().as_str() {
            "ArrowLeft" => clamped(width_of(&header) - by),
            "ArrowRight" => clamped(width_of(&header) + by),
            "Home" => MIN_WIDTH,
            "Enter" => fitting(&header),
            _ => return,
        };
        event.prevent_default();
        self.layout.choose_width(column, width);
    }

    /// A double click somewhere in the head.
    pub fn fit(self, event: &Event) {
        if let Some((column, header)) = pulled(event) {
            self.layout.choose_width(column, fitting(&header));
        }
    }

    fn end(self) {
        self.listeners.try_update_value(|listeners| listeners.drain(..).for_each(WindowListenerHandle::remove));
        self.layout.hold(None);
    }
}

/// The column whose edge the event is about, with its header.
fn pulled(event: &Event) -> Option<(Column, Element)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let header = target.closest(".grip").ok()??.closest("th").ok()??;
    Some((Column::from_key(&header.get_attribute("data-col")?)?, header))
}

fn clamped(width: i32) -> u16 {
    width.clamp(MIN_WIDTH.into(), MAX_WIDTH.into()).unsigned_abs() as u16
}

fn width_of(header: &Element) -> i32 {
    header.get_bounding_client_rect().width().round() as i32
}

/// The least width at which nothing that is drawn of the column is cut: what would be cut if it were as narrow as can be.
fn fitting(header: &Element) -> u16 {
    browser::set_style(header, "width", &format!("{MIN_WIDTH}px"));
    let place =
        (1..).zip(children(header.parent_element().as_ref())).find(|(_, cell)| cell == header).map(|(place, _)| place);
    let table = header.closest("table").ok().flatten();
    let cells = table.zip(place).and_then(|(table, place)| {
        table.query_selector_all(&format!("tbody > tr > td:nth-child({place}):not([colspan])")).ok()
    });
    let cells = cells.map(|cells| (0..cells.length()).filter_map(move |at| cells.get(at)?.dyn_into().ok()));
    let cut = cells.into_iter().flatten().chain([header.clone()]).map(|cell: Element| cut_off(&cell)).max();
    browser::set_style(header, "width", "");
    clamped(i32::from(MIN_WIDTH) + cut.unwrap_or_default())
}

/// So many pixels of an element's content are cut off, its own or that of anything in it.
fn cut_off(element: &Element) -> i32 {
    let own = element.scroll_width() - element.client_width();
    let inside = children(Some(element)).iter().map(cut_off).max().unwrap_or_default();
    // Text in line has no width of its own.
    if element.client_width() == 0 { inside } else { own.max(inside) }
}

fn children(element: Option<&Element>) -> Vec<Element> {
    let mut found = Vec::new();
    let mut next = element.and_then(Element::first_element_child);
    while let Some(child) = next {
        next = child.next_element_sibling();
        found.push(child);
    }
    found
}
