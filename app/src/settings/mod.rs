//! Settings: the company's limits, custom fields; the import has its own slice.

pub mod api;
mod company_page;
mod demo_section;
mod field_form;
mod field_options;
mod field_row;
mod fields_page;
mod frame;
mod limits_form;
mod limits_model;
mod no_access;

pub use company_page::CompanyPage;
pub use fields_page::FieldsPage;
pub use frame::{SettingsFrame, SettingsHome};
pub use no_access::guarded;
