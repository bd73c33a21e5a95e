//! Stories of deals, on both databases.

mod board;
mod cards;
mod filters;
mod listed;
mod moving;
mod totals;
