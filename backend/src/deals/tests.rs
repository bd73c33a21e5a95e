//! Stories of deals, on both databases.

mod board;
mod cards;
mod moving;
mod totals;
