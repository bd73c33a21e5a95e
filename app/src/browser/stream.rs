//! An event stream that lasts as long as its page. The browser takes up a connection that was lost, but not one that was
//! answered with an error, such as by a proxy while the server starts anew: that one is opened again from here.

use crate::patience;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::EventSource;

/// An event stream of the server, until it is dropped.
pub struct Stream(Rc<Line>);

struct Line {
    address: String,
    source: RefCell<Option<EventSource>>,
    /// Ends the pause before it is opened again.
    pause: Cell<Option<TimeoutHandle>>,
    /// How often it was refused since it was last open.
    refused: Cell<u32>,
    // Held: the browser calls them.
    heard: Closure<dyn FnMut(web_sys::MessageEvent)>,
    turned: Closure<dyn FnMut()>,
}

impl Stream {
    /// Opens it; `hear` gets each message's text.
    pub fn open(address: String, hear: impl Fn(&str) + 'static) -> Self {
        let line = Rc::new_cyclic(|line: &Weak<Line>| {
            let line = line.clone();
            Line {
                address,
                source: RefCell::default(),
                pause: Cell::default(),
                refused: Cell::default(),
                heard: Closure::new(move |event: web_sys::MessageEvent| {
                    hear(&event.data().as_string().unwrap_or_default());
                }),
                turned: Closure::new(move || {
                    if let Some(line) = line.upgrade() {
                        line.turn();
                    }
                }),
            }
        });
        line.open();
        Stream(line)
    }
}

impl Line {
    fn open(&self) {
        // Only an address that is none is refused, and this one is ours.
        let Ok(source) = EventSource::new(&self.address) else { return };
        source.set_onmessage(Some(self.heard.as_ref().unchecked_ref()));
        source.set_onopen(Some(self.turned.as_ref().unchecked_ref()));
        source.set_onerror(Some(self.turned.as_ref().unchecked_ref()));
        self.source.replace(Some(source));
    }

    /// It is open now, is taken up again by the browser, or was given up by it.
    fn turn(self: Rc<Self>) {
        match self.source.borrow().as_ref().map(EventSource::ready_state) {
            Some(EventSource::OPEN) => self.refused.set(0),
            Some(EventSource::CLOSED) => {
                let pause = patience::after_refusals(self.refused.get(), js_sys::Math::random());
                self.refused.set(self.refused.get().saturating_add(1));
                let line = Rc::downgrade(&self);
                let again = move || {
                    if let Some(line) = line.upgrade() {
                        // The old address: what happened since the page was made is told anew.
                        line.open();
                    }
                };
                // A window that has no timers has no pages either.
                self.pause.set(set_timeout_with_handle(again, pause).ok());
            }
            _ => {}
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if let Some(pause) = self.0.pause.take() {
            pause.clear();
        }
        if let Some(source) = self.0.source.take() {
            source.set_onmessage(None);
            source.set_onopen(None);
            source.set_onerror(None);
            source.close();
        }
    }
}
