//! Import: the wizard and the report.

mod import_page;
mod list_page;

pub use import_page::ImportPage;
pub use list_page::ImportListPage;
