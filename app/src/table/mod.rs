//! The table every list of records is: its columns, its address, its window over many lines. No server functions.

pub mod address;
pub mod cell;
pub mod column;
pub mod dom;
pub mod find;
pub mod header;
pub mod state;
pub mod window;

pub use column::{Col, TableCx};
pub use state::ListState;
