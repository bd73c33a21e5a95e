//! The focus stays on a card whose element is made anew, because what it shows was changed.

use super::{
    board_drag::{find, focus_card_now},
    board_state::BoardState,
};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Gives the focus back to the card that had it when an element was put in its place.
pub(super) fn keep_focus(board: BoardState) {
    let last = StoredValue::new(None);
    Effect::new(move |_| {
        let focused = window_event_listener(ev::focusin, move |event| {
            let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            last.set_value(element.and_then(|element| find(&element)).map(|(id, _)| id));
        });
        // Whoever presses elsewhere has left the card, although nothing else may have the focus then.
        let pressed = window_event_listener(ev::pointerdown, move |_| last.set_value(None));
        on_cleanup(move || {
            focused.remove();
            pressed.remove();
        });
    });
    Effect::new(move |_| {
        board.model.track();
        request_animation_frame(move || {
            let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
            let held = board.held.try_get_untracked().flatten().is_some();
            if let Some(id) = last.try_get_value().flatten().filter(|_| lost && !held) {
                // A frame later somebody may have gone on from where the focus is by then.
                focus_card_now(id);
            }
        });
    });
}
