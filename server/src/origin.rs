//! The browser wall: no change by another site's page, no answer under another host's name.

use crate::router::{AppState, Settings};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses unsafe requests that another site sent (403), and hosts that are not ours (421).
pub async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if !is_our_host(&state.settings, request.headers()) {
        tracing::warn!(ours = state.settings.host, host = ?request.headers().get(header::HOST), "request to another host refused");
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_same_origin(&state.settings, request.headers()) {
        return next.run(request).await;
    }
    tracing::warn!(path = request.uri().path(), "request of another site refused");
    StatusCode::FORBIDDEN.into_response()
}

fn is_our_host(settings: &Settings, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    settings.loopback || host.is_none_or(|host| host == settings.host)
}

/// Sec-Fetch-Site decides where the browser sends it, else Origin; a request with neither comes from no browser's page.
fn is_same_origin(settings: &Settings, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let ours = |origin: &str| {
        let host = origin.split_once("://").map(|(_, host)| host);
        origin == settings.base_url || (settings.loopback && host.is_some() && host == text("host"))
    };
    match (text("sec-fetch-site"), text("origin")) {
        (Some("same-origin" | "none"), origin) => origin.is_none_or(ours),
        (Some(_), _) => false,
        (None, Some(origin)) => ours(origin),
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(pairs: &[(&str, &str)]) -> bool {
        let local = "127.0.0.1:3000".parse().expect("an address");
        let settings = Settings::new(Some("https://crm.example"), local, false, false).expect("settings");
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let name = axum::http::HeaderName::from_bytes(name.as_bytes()).expect("a name");
            headers.insert(name, value.parse().expect("a value"));
        }
        is_same_origin(&settings, &headers)
    }

    #[test]
    fn only_our_own_pages_may_change_anything() {
        assert!(judged(&[("sec-fetch-site", "same-origin"), ("origin", "https://crm.example")]));
        assert!(judged(&[("origin", "https://crm.example")]));
        for foreign in ["https://evil.test", "null", "http://crm.example", "https://crm.example.evil.test"] {
            assert!(!judged(&[("origin", foreign)]), "{foreign}");
            assert!(!judged(&[("sec-fetch-site", "same-origin"), ("origin", foreign)]), "{foreign}");
        }
        for site in ["cross-site", "same-site"] {
            assert!(!judged(&[("sec-fetch-site", site), ("origin", "https://crm.example")]), "{site}");
        }
    }
}
