//! Stories of clients, on both databases.

mod creating;
mod editing;
mod history;
mod owner;
mod pages;
mod parts;
mod requests;
mod scope;
mod search;
mod sharing;
mod walks;
