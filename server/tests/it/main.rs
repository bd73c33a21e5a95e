//! One test program: the walls of the house, and what travels over HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod doors;
mod functions;
mod headers;
mod house;
mod swap;
mod uploads;
mod web;
mod weight;
