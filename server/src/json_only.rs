//! Server functions read JSON and say so. A form or a plain text is what a page of another site can send without asking
//! the browser's leave; it is refused before anything of it is read, whatever its headers say about where it comes from.

use axum::{
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses a server function's arguments in any other form than JSON (415).
pub async fn check(request: Request, next: Next) -> Response {
    let reads = request.method().is_safe() || !request.uri().path().starts_with("/api/");
    if reads || is_json(request.headers()) {
        return next.run(request).await;
    }
    StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response()
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
