//! Settings: the company's limits, custom fields; the import has its own slice.

pub mod api;
mod company_page;
mod demo_button;
mod demo_section;
mod field_deletion;
mod field_form;
mod field_options;
mod field_row;
mod field_shelf;
mod fields_page;
mod frame;
mod funnel_drag;
mod funnel_leaving;
mod funnel_model;
mod funnel_page;
mod funnel_row;
mod limits_form;
mod limits_model;
mod look;
mod no_access;
mod second_factor;
mod sessions_page;

pub use company_page::CompanyPage;
pub use demo_button::DemoButton;
pub use fields_page::FieldsPage;
pub use frame::{SettingsFrame, SettingsHome};
pub use funnel_page::FunnelPage;
pub use no_access::guarded;
pub use sessions_page::SessionsPage;
