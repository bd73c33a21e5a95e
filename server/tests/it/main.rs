//! One test program: the walls of the house, and what travels over HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod calls;
mod commands;
mod creating;
mod doors;
mod functions;
mod headers;
mod house;
mod inside;
mod live_ends;
mod locks;
mod patience;
mod second_factor;
mod security_log;
mod swap;
mod uploads;
mod web;
mod weight;
