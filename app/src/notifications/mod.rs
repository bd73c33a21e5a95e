//! What the person is told in the product itself: the bell of the frame, and the page behind it (S1.16).

pub mod api;
mod bell;
mod page;

pub use bell::{Bell, New};
pub use page::NotificationsPage;
