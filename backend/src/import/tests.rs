//! Stories of the import, on both databases.

mod access;
mod crowds;
mod files;
mod importer;
mod mapping;
mod outcomes;
mod places;
mod real_files;
mod restarts;
mod rows;
mod templates;
mod workbooks;
