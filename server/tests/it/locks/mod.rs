//! The locks: what a hostile page, person or file tries, and what it must not get.

mod answers;
mod assignment;
mod attempts;
mod cookies;
mod enumeration;
mod floods;
mod forgery;
mod injection;
mod limits;
mod logs;
mod offers;
mod redirects;
mod repeats;
mod reports;
mod rights;
mod routes;
mod session_life;
mod surface;

use crate::web::Web;
use backend::test_crm::TestCrm;

/// Where the locked server is reached, behind a proxy that speaks TLS.
pub const BASE: &str = "https://crm.example";
/// Its host.
pub const HOST: &str = "crm.example";

/// A server as people reach it over the network.
pub async fn public() -> Web {
    Web::of(TestCrm::sqlite().await, Some(BASE))
}
