//! Settings: «Пользователи и права» - people, groups and roles (S3.3-S3.9, S2.28-S2.38, S2.50, S3.28).

pub mod api;
mod badge;
mod dismissal;
mod frame;
mod group_page;
mod groups_page;
mod log_page;
pub mod log_words;
mod name_dialog;
mod new_user;
mod person_row;
mod profile_form;
mod profile_model;
mod role_page;
mod roles_page;
mod switches;
mod user_deeds;
mod user_page;
mod users_page;
mod why;

pub use group_page::GroupPage;
pub use groups_page::GroupsPage;
pub use log_page::LogPage;
pub use role_page::RolePage;
pub use roles_page::RolesPage;
pub use user_page::UserPage;
pub use users_page::UsersPage;
