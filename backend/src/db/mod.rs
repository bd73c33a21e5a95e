//! The kernel: the only place that knows there are two databases.
//! A query is one `Sql` value with one text for both; what differs has a name in `dialect.rs`.
//! Nothing here knows clients, deals or rights.

mod batch;
mod connection;
pub(crate) mod dialect;
mod error;
pub(crate) mod filter_sql;
pub(crate) mod list_plan;
mod migrate;
mod place;
mod sql;
pub(crate) mod types;

#[cfg(any(test, feature = "testing"))]
pub mod test_db;

#[cfg(test)]
pub(crate) mod plan_tests;
#[cfg(test)]
mod postgres_tests;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod sqlite_tests;

pub use connection::{Db, DbConfig, Reads, Row, Transaction};
pub use error::DbError;
pub use migrate::{migrate, open};
pub use sql::{Arg, Sql};
