//! The frame around every screen: rail, person's menu, phone bar, messages.

mod frame;
mod me;
mod section;
pub mod style;

pub use frame::Frame;
pub use section::{CardPlace, Section};
