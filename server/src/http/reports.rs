//! What browsers report: that the content security policy kept a page from something. It is the first sign of somebody's
//! script in a page, and it carries addresses of pages and of what was asked for: only what stands in our own lists is logged.

use super::doors::{Peer, origin};
use crate::{
    router::{AppState, PAGES},
    status,
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::floods;
use serde::Deserialize;

/// The largest report; browsers' own have a kilobyte or two.
pub const BODY: usize = 16 * 1024;

/// What a policy can forbid.
const DIRECTIVES: [&str; 17] = [
    "default-src",
    "script-src",
    "script-src-elem",
    "script-src-attr",
    "style-src",
    "style-src-elem",
    "style-src-attr",
    "img-src",
    "connect-src",
    "font-src",
    "media-src",
    "object-src",
    "frame-src",
    "worker-src",
    "base-uri",
    "frame-ancestors",
    "form-action",
];
/// What browsers call that which has no address.
const WITHOUT_ADDRESS: [&str; 6] = ["inline", "eval", "wasm-eval", "data", "blob", "trusted-types-sink"];
const OTHER: &str = "other";

/// What was kept from whom.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Violation {
    effective_directive: Option<String>,
    violated_directive: Option<String>,
    blocked_uri: Option<String>,
    document_uri: Option<String>,
}

/// A report as browsers send it.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Report {
    csp_report: Violation,
}

/// Takes what a browser reports, and logs it in one line.
pub async fn report(State(state): State<AppState>, peer: Peer, headers: HeaderMap, body: Bytes) -> Response {
    if let Err(error) = floods::report(&state.backend, &origin(&headers, peer)) {
        return status::of(&error).with(());
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().is_none_or(|kind| kind.trim() != "application/csp-report") {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let Ok(Report { csp_report: kept }) = serde_json::from_slice(&body) else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    let (directive, source, page) = (kept.directive(), kept.source(&state.settings.base_url), kept.section());
    tracing::warn!(id = %uuid::Uuid::now_v7(), directive, source, page, "the policy kept a page from something");
    StatusCode::NO_CONTENT.into_response()
}

impl Violation {
    fn directive(&self) -> &'static str {
        // An older browser says the whole directive.
        let said = self.effective_directive.as_ref().or(self.violated_directive.as_ref());
        known(&DIRECTIVES, said.and_then(|said| said.split(' ').next()).unwrap_or_default())
    }

    /// Where it would have come from.
    fn source(&self, base_url: &str) -> &'static str {
        let own =
            |address: &str| address.strip_prefix(base_url).is_some_and(|path| path.is_empty() || path.starts_with('/'));
        match self.blocked_uri.as_deref().unwrap_or_default() {
            address if own(address) => "own",
            address if address.contains("://") => "elsewhere",
            said => known(&WITHOUT_ADDRESS, said),
        }
    }

    /// The section of the page; what stands behind it in the address may be somebody's name.
    fn section(&self) -> &'static str {
        let path = self.document_uri.as_deref().and_then(|page| page.split("://").nth(1)).unwrap_or_default();
        let said = path.split(['/', '?', '#']).nth(1).unwrap_or_default();
        let sections = PAGES.iter().filter_map(|page| page.path().split('/').nth(1));
        sections.into_iter().find(|section| *section == said && !said.is_empty()).unwrap_or(OTHER)
    }
}

fn known(words: &[&'static str], said: &str) -> &'static str {
    words.iter().copied().find(|word| *word == said).unwrap_or(OTHER)
}
