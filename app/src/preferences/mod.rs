//! How pages look to the one who looks at them.

pub mod api;
