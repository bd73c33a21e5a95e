//! The frame around every screen: rail, person's menu, phone bar, messages.

mod frame;
mod me;
mod section;
mod stage_style;

pub use frame::Frame;
pub use section::{CardPlace, Section};
pub use stage_style::{StageColours, StageStyle};
