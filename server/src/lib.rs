//! The server: configuration, router, layers and what is not a server function. No rules of the product live here.

pub mod commands;
pub mod config;
pub mod connections;
mod headers;
mod http;
mod json_only;
mod origin;
mod own_task;
mod proxy;
pub mod router;
mod session;
pub mod site;
mod status;
pub mod telemetry;
