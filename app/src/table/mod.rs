//! The table every list of records is: its columns, its address, its rows, its window over many lines.

pub mod address;
pub mod cell;
pub mod column;
pub mod column_menu;
pub mod dom;
pub mod find;
mod grip;
pub mod header;
mod jobs;
mod layout;
mod menu;
pub mod news;
pub mod page;
pub mod rows;
mod rules;
pub mod scroll;
mod settings_drag;
pub mod settings_window;
pub mod state;
mod told_news;
pub mod window;

pub use column::{Col, TableCx};
pub use layout::Layout;
pub use menu::TableMenu;
pub use rows::RowList;
pub use rules::TableRules;
pub use state::ListState;
