//! What is not a server function: doors, uploads, health.

pub mod doors;
pub mod health;
pub mod upload;
