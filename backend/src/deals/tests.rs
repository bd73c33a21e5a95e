//! Stories of deals, on both databases.

mod board;
mod bulk;
mod cards;
mod filters;
mod listed;
mod moving;
mod totals;
