//! Dragging by mouse, finger, pen and keyboard: one hand for the whole product. Lists say what their things are and what
//! happens to them (`Deeds`); nothing else moves things. The rules are `machine`, the copy that flies is `copy`.

mod copy;
mod hand;
mod machine;
mod mark;
mod nudge;
mod scroll;

pub use copy::Copy;
pub use hand::{Deeds, Drag};
pub use machine::{Point, Step};
pub use nudge::{HANDLE, Nudge, Nudged, focus_on};
