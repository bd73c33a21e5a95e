//! The frame around every screen: rail, person's menu, phone bar, messages.

mod frame;
mod me;
pub mod style;

pub use frame::Frame;
