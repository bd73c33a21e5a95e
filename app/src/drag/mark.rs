//! The page while something is carried over it.

use crate::browser;
use web_sys::Element;

/// Lies over the page as long as it lives: what is below neither lights up nor moves, and the pointer holds something. A mark on
/// the page itself, which every element inherits, would have the browser look at all of them anew when it comes and goes.
pub(super) struct Mark(Element);

impl Mark {
    pub(super) fn over(thing: &Element) -> Option<Self> {
        let shield = web_sys::window()?.document()?.create_element("div").ok()?;
        // A class and an attribute of an element of ours cannot be refused.
        let _ = shield.set_attribute("class", "shield");
        let _ = shield.set_attribute("aria-hidden", "true");
        browser::topmost(thing)?.append_child(&shield).ok()?;
        Some(Mark(shield))
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        self.0.remove();
    }
}
