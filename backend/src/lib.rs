//! What the CRM does: operations, and all SQL. Slices are called by their operations; stores stay inside them.
//! Reading order: `cx` (who calls), `db` (the kernel), then a slice such as `deals`.

pub mod clock;
pub mod cx;
pub mod db;

pub mod clients;
pub mod deals;
pub mod demo_data;
pub mod doctor;
pub mod events;
pub mod fields;
pub mod floods;
pub mod groups;
pub mod import;
pub mod letters;
pub mod live;
pub mod notifications;
pub mod own_files;
pub mod password_links;
pub mod pipelines;
pub mod preferences;
pub mod roles;
pub mod second_factor;
pub mod security_log;
pub mod sessions;
pub mod setup;
pub mod sweep;
pub mod users;
pub mod words;
pub mod workspaces;

mod administrators;
mod passwords;
mod rate_limits;
mod settings;
mod tokens;
mod totals;
mod zones;

#[cfg(any(test, feature = "testing"))]
pub mod test_crm;

pub use cx::{Backend, Cx};
