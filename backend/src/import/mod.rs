//! Import of clients and deals (S0.63-S0.71, S4.16-S4.19, R5, R6).

pub mod read;
