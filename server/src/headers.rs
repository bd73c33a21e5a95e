//! Security headers of every answer, and the context of every page: its nonce, language, look
//! and viewer.

use crate::router::AppState;
use app::{routes, shell::PageLook};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
    middleware::Next,
    response::Response,
};
use domain::{lang::Lang, users::Viewer};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// What every page is rendered in: the person's language, the chosen look, and the policy with the page's nonce.
pub fn page_context() {
    let known = with_context::<Parts, _>(|parts| {
        let own = parts.extensions.get::<backend::Cx>().map(|cx| cx.actor().lang);
        let settings = parts.uri.path().starts_with(routes::SETTINGS);
        let look = PageLook { settings, ..look(&parts.headers) };
        let lang = own.unwrap_or_else(|| accepted_lang(&parts.headers));
        (lang, look, parts.extensions.get::<Arc<Viewer>>().cloned())
    });
    let (lang, look, viewer) = known.unwrap_or_default();
    provide_context(lang);
    provide_context(look);
    if let Some(viewer) = viewer {
        provide_context(viewer);
    }
    if let (Some(nonce), Some(answer)) = (use_nonce(), use_context::<ResponseOptions>()) {
        answer.insert_header(header::CONTENT_SECURITY_POLICY, policy(&nonce));
        answer.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// The content security policy of a page with this nonce. Browsers that know `report-to` would pass `report-uri` over for it, also
/// where there is no TLS and they report nothing that way: it is left out.
pub fn policy(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' blob: data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; \
         report-uri {reports}",
        reports = routes::REPORTS
    );
    // A nonce is base64: the policy is always a valid header.
    HeaderValue::from_str(&policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
}

/// The first language of the browser that Voronka speaks, if there is one.
pub fn asked_lang(headers: &HeaderMap) -> Option<Lang> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut tags = accepted.split(',').filter_map(|part| Lang::parse(part.split(';').next()?.trim()));
    tags.find(|lang| Lang::ALL_READY.contains(lang))
}

/// The language of a page for whoever is not known.
pub fn accepted_lang(headers: &HeaderMap) -> Lang {
    asked_lang(headers).unwrap_or_default()
}

/// How the cookies want the frame to look; only known words pass.
pub fn look(headers: &HeaderMap) -> PageLook {
    let jar = axum_extra::extract::CookieJar::from_headers(headers);
    let chosen = |name: &str, known: &[&'static str]| {
        known.iter().copied().find(|word| jar.get(name).is_some_and(|cookie| cookie.value() == *word))
    };
    PageLook { theme: chosen("theme", &["light", "dark"]), rail: chosen("rail", &["narrow"]), settings: false }
}

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

/// Puts the headers on every answer that every answer carries.
pub async fn secure(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if state.settings.https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    let html = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !html {
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    }
    answer
}
