//! Settings: the company's limits, custom fields; the import has its own slice.

mod company_page;
mod fields_page;
mod frame;

pub use company_page::CompanyPage;
pub use fields_page::FieldsPage;
pub use frame::SettingsFrame;
