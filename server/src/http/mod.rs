//! What is not a server function: doors, files, health.

pub mod doors;
pub mod downloads;
pub mod health;
pub mod live;
pub mod password_doors;
pub mod reports;
pub mod security_log;
pub mod template;
pub mod upload;

use axum::http::{HeaderMap, header};

/// Whether a person's browser asks for a page to show, and not a script for data.
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accepted.contains("text/html")
}
