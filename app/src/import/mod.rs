//! Import: upload, the wizard (mapping and check), progress and the report.

pub mod api;
mod check_step;
mod column_row;
mod counters;
mod crowd;
mod import_page;
mod kept_plan;
mod list_page;
mod mapping_step;
mod peek;
mod plan_model;
mod progress;
mod report;
mod steps;
mod upload;
mod upload_form;
mod value_rows;
mod wizard;
mod words;

pub use import_page::ImportPage;
pub use list_page::ImportListPage;
pub use upload_form::UploadRefused;
