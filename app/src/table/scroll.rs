//! The window over a long table: what the browser measured of it, and the room for lines that are not drawn.

use super::{dom, window::Scrolled};
use crate::browser;
use leptos::{html, prelude::*};

/// What the browser measured of the table, and how far it is scrolled.
#[derive(Clone, Copy)]
pub struct Scroll {
    /// What scrolls.
    pub wrap: NodeRef<html::Div>,
    /// How far.
    pub at: RwSignal<Scrolled>,
    /// Whether it is scrolled aside.
    pub sideways: RwSignal<bool>,
}

impl Scroll {
    /// Nothing is measured yet.
    pub fn new() -> Self {
        Scroll { wrap: NodeRef::new(), at: RwSignal::new(Scrolled::default()), sideways: RwSignal::new(false) }
    }

    /// Measures now.
    pub fn measure(self) {
        if let Some(wrap) = self.wrap.get_untracked() {
            self.at.set(dom::measured(&wrap));
            self.sideways.set(wrap.scroll_left() > 0);
        }
    }

    /// Measures from the first moment, and after each change of the window's size.
    pub fn follow(self) {
        Effect::new(move |_| {
            if self.wrap.get().is_some() {
                self.measure();
            }
            let resized = window_event_listener(leptos::ev::resize, move |_| self.measure());
            on_cleanup(move || resized.remove());
        });
    }

    /// Another list, or a new row on top, is looked at from its beginning.
    pub fn return_to_top(self, begun_anew: RwSignal<u32>) {
        Effect::new(move |before: Option<u32>| {
            let now = begun_anew.get();
            if before.is_some_and(|before| before != now)
                && let Some(wrap) = self.wrap.get_untracked()
            {
                wrap.set_scroll_top(0);
                self.measure();
            }
            now
        });
    }

    /// What is seen stays where it is while lines come and go above it; `lines` tells them apart, in order. A list that has
    /// begun anew is another one.
    pub fn stay<Line: Eq + 'static>(self, begun_anew: RwSignal<u32>, lines: impl Fn() -> Vec<Line> + 'static) {
        Effect::new(move |before: Option<(u32, Vec<Line>)>| {
            let (begun, now) = (begun_anew.get_untracked(), lines());
            if let Some((same, was)) = before
                && same == begun
                && let Some(wrap) = self.wrap.get_untracked()
            {
                let at = self.at.get_untracked();
                let shift = at.shift(&was, &now);
                if shift != 0.0 {
                    wrap.set_scroll_top((at.top + shift).max(0.0) as i32);
                    self.measure();
                }
            }
            (begun, now)
        });
    }

    /// Calls `load` whenever the end of so many lines comes near.
    pub fn near_the_end(self, lines: impl Fn() -> usize + 'static, load: impl Fn() + 'static) {
        Effect::new(move |_| {
            if self.at.get().wants_more(lines()) {
                load();
            }
        });
    }
}

impl Default for Scroll {
    fn default() -> Self {
        Scroll::new()
    }
}

/// Room for lines that are not drawn; its height is set by script, for there are none before scripts run.
#[component]
pub fn Gap(lines: Signal<usize>, scroll: Scroll, width: usize) -> impl IntoView {
    let cell = NodeRef::<html::Td>::new();
    Effect::new(move |_| {
        let height = lines.get() as f64 * scroll.at.with(|at| at.line);
        if let Some(cell) = cell.get() {
            browser::set_pixels(&cell, "height", height);
        }
    });
    view! { <tr class="gap" aria-hidden="true"><td colspan=width.to_string() node_ref=cell></td></tr> }
}
