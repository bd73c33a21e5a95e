//! The embedded site: one file to deploy. Everything static, words included, is served under one path with the build's
//! hash, immutable, so that no cache ever has to be cleared (S3.32). Files are compressed by the build, words when they are
//! first asked for.

use app::i18n::{Catalogue, LATER};
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, sync::LazyLock};

static SITE: Dir<'static> = include_dir!("$VORONKA_SITE_FOLDER");

/// `/a/<hash of everything>`.
pub static PREFIX: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    hash.update(env!("VORONKA_SITE_HASH"));
    for (lang, words) in WORDS.iter() {
        hash.update(lang.as_bytes());
        hash.update(words.as_bytes());
    }
    let hash = hash.finalize();
    format!("/a/{}", hash[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>())
});

/// Each language's words: a script that every page has, `words/ru.js`, and those that come later, `words/ru-later.json`.
static WORDS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let files = |(lang, words): (&&str, &Catalogue)| {
        let is_later = |key: &str| LATER.iter().any(|start| key.starts_with(start));
        let (later, first): (BTreeMap<_, _>, BTreeMap<_, _>) =
            words.iter().filter(|(key, _)| is_said_by_pages(key)).partition(|(key, _)| is_later(key));
        // Words are text: nothing in them that JSON could refuse.
        let json = |words| serde_json::to_string(&words).unwrap_or_default();
        let script = format!("voronkaWords={}", json(first));
        [(format!("words/{lang}.js"), script), (format!("words/{lang}-later.json"), json(later))]
    };
    backend::words::catalogues().iter().flat_map(files).collect()
});

/// The same as small as brotli makes them.
static SQUEEZED: LazyLock<BTreeMap<&str, Vec<u8>>> = LazyLock::new(|| {
    let squeeze = |(path, words): (&'static String, &'static String)| {
        let mut squeezed = Vec::new();
        // Nothing that is read from memory and written there can fail.
        brotli::BrotliCompress(&mut words.as_bytes(), &mut squeezed, &Default::default()).ok()?;
        Some((path.as_str(), squeezed))
    };
    WORDS.iter().filter_map(squeeze).collect()
});

/// Doors, letters and what a company begins with are written by the server alone.
fn is_said_by_pages(key: &str) -> bool {
    !["doors.", "letters.", "setup.", "demo."].iter().any(|start| key.starts_with(start))
}

/// Serves one file of this build.
pub async fn serve(Path((hash, path)): Path<(String, String)>, headers: HeaderMap) -> Response {
    // Files of another build under this one's name would be kept for ever.
    if PREFIX.strip_prefix("/a/") != Some(hash.as_str()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    if accepts(&headers, "br")
        && let Some(words) = SQUEEZED.get(path.as_str())
    {
        let headers = [(header::CONTENT_TYPE, content_type(&path)), FOR_EVER, (header::CONTENT_ENCODING, "br")];
        return (headers, [(header::VARY, "accept-encoding")], words.as_slice()).into_response();
    }
    if let Some(words) = WORDS.get(&path) {
        return ([(header::CONTENT_TYPE, content_type(&path)), FOR_EVER], words.as_str()).into_response();
    }
    for (encoding, suffix) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts(&headers, encoding)
            && let Some(file) = SITE.get_file(format!("{path}{suffix}"))
        {
            let headers = [(header::CONTENT_TYPE, content_type(&path)), FOR_EVER, (header::CONTENT_ENCODING, encoding)];
            return (headers, [(header::VARY, "accept-encoding")], file.contents()).into_response();
        }
    }
    match SITE.get_file(&path) {
        Some(file) => ([(header::CONTENT_TYPE, content_type(&path)), FOR_EVER], file.contents()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

const FOR_EVER: (header::HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|part| part.split(';').next().is_some_and(|name| name.trim() == encoding))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("png") => "image/png",
        _ => "text/plain; charset=utf-8",
    }
}
