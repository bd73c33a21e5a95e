//! The copy of a thing that follows the pointer, and flies back when the thing may not stay where it was put.

use super::Point;
use crate::browser;
use leptos::prelude::{request_animation_frame, set_timeout};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element};

/// How long it flies; the style sheet says the same.
const FLIGHT: Duration = Duration::from_millis(180);

/// The property that a stage's things take their colour from.
const COLOUR: &str = "--stage";

/// A copy above the page; whoever reads the page by ear never meets it.
pub struct Copy {
    element: Element,
    /// Where the pointer holds it, from its corner.
    grip: Point,
}

impl Copy {
    /// A copy over the original, held where the pointer is.
    pub fn of(original: &Element, at: Point) -> Option<Self> {
        let rect = original.get_bounding_client_rect();
        let element: Element = original.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        // Attributes and classes of an element of ours cannot be refused.
        let _ = element.class_list().add_1("hand");
        let _ = element.set_attribute("aria-hidden", "true");
        let _ = element.set_attribute("inert", "");
        // It hangs outside of what gave the original its colour.
        browser::set_style(&element, COLOUR, &browser::styled(original, COLOUR));
        browser::set_pixels(&element, "width", rect.width());
        browser::set_pixels(&element, "height", rect.height());
        browser::topmost(original)?.append_child(&element).ok()?;
        let copy = Copy { element, grip: Point { x: at.x - rect.left(), y: at.y - rect.top() } };
        copy.carry(at);
        Some(copy)
    }

    /// A copy over the original, held by nobody.
    pub fn over(original: &Element) -> Option<Self> {
        let rect = original.get_bounding_client_rect();
        Self::of(original, Point { x: rect.left(), y: rect.top() })
    }

    /// Follows the pointer.
    pub fn carry(&self, at: Point) {
        self.put(at.x - self.grip.x, at.y - self.grip.y);
    }

    fn put(&self, x: f64, y: f64) {
        browser::set_style(&self.element, "translate", &format!("{} {}", browser::pixels(x), browser::pixels(y)));
    }

    /// Flies to where the thing is from the next frame on, and is gone.
    pub fn fly(self, home: impl FnOnce() -> Option<DomRect> + 'static) {
        request_animation_frame(move || match home() {
            Some(rect) => {
                let _ = self.element.class_list().add_1("back");
                self.put(rect.left(), rect.top());
                // Dropping it takes it out of the page.
                set_timeout(move || drop(self), FLIGHT);
            }
            None => drop(self),
        });
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        self.element.remove();
    }
}
