//! Who is asking: resolves the session's cookie once per request and puts the `Cx` into the request's extensions.

use crate::{
    http,
    router::{AppState, Settings},
    status,
};
use app::api_error::ApiError;
use axum::{
    Json,
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use domain::error::AppError;

/// Puts the `Cx` of the session into the request, if there is one.
pub async fn resolve(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if let Some(value) = cookie_value(&state.settings, request.headers()) {
        match backend::sessions::cx(&state.backend, &value).await {
            Ok(Some(cx)) => drop(request.extensions_mut().insert(cx)),
            Ok(None) => {}
            Err(error) => return failed(&request, error),
        }
    }
    next.run(request).await
}

/// Scripts get the error they understand, people a page.
fn failed(request: &Request, error: AppError) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") {
        (status::of(&error), Json(ApiError::App(error))).into_response()
    } else if path == app::routes::UPLOAD && !http::wants_page(request.headers()) {
        (status::of(&error), Json(error)).into_response()
    } else {
        http::doors::trouble(request.headers(), error)
    }
}

/// Sends whoever is not signed in to the sign-in, and afterwards back; a page gets its viewer.
pub async fn require(mut request: Request, next: Next) -> Response {
    // A server function refuses by itself, with a status that its caller understands.
    if request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    if let Some(cx) = request.extensions().get::<backend::Cx>() {
        return match backend::users::viewer(cx).await {
            Ok(viewer) => {
                request.extensions_mut().insert(viewer);
                next.run(request).await
            }
            Err(error) => failed(&request, error),
        };
    }
    let wanted = request.uri().path_and_query().map(|path| path.as_str()).unwrap_or("/");
    let next_page = if wanted == "/" { String::new() } else { format!("?next={}", encoded(wanted)) };
    Redirect::to(&format!("{}{next_page}", app::routes::LOGIN)).into_response()
}

/// A path or a name as an address or a header carries it.
pub fn encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-voronka" } else { "voronka" }
}

/// The session's cookie as the browser sent it.
pub fn cookie_value(settings: &Settings, headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers).get(name(settings)).map(|cookie| cookie.value().to_owned())
}

/// The session's cookie as it is set.
pub fn cookie(settings: &Settings, value: String) -> Cookie<'static> {
    Cookie::build((name(settings), value))
        .path("/")
        .http_only(true)
        .secure(settings.secure_cookies)
        .same_site(SameSite::Lax)
        .permanent()
        .build()
}

/// The cookie that ends it.
pub fn no_cookie(settings: &Settings) -> Cookie<'static> {
    let mut cookie = cookie(settings, String::new());
    cookie.make_removal();
    cookie
}
