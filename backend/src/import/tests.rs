//! Stories of the import, on both databases.

mod access;
mod files;
mod importer;
mod mapping;
mod outcomes;
mod restarts;
mod rows;
mod templates;
