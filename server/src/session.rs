//! Who is asking: resolves the session's cookie once per request and puts the `Cx` into the request's extensions.

use crate::{
    http::{
        self,
        doors::{self, Peer, origin},
        wants_page,
    },
    router::{AppState, Settings},
    status,
};
use app::api_error::ApiError;
use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use backend::sessions::ABSOLUTE_DAYS;
use domain::{error::AppError, percent, users::Viewer};
use std::{sync::Arc, time::Duration};

/// What is open to whoever has to set up a second factor first: the page where it is done, in a language they read, and the
/// way out.
const OPEN_WITHOUT_FACTOR: [&str; 9] = [
    app::routes::SESSIONS,
    app::routes::LOGOUT,
    "/api/get_second_factor",
    "/api/begin_second_factor",
    "/api/confirm_second_factor",
    "/api/list_sessions",
    "/api/end_sessions",
    "/api/count_notifications",
    "/api/set_lang",
];

/// The browser forgets the cookie when the session is over however much it is used.
const LONGEST: Duration = Duration::from_secs(ABSOLUTE_DAYS.unsigned_abs() * 24 * 60 * 60);

/// Puts the `Cx` of the session into the request, if there is one. What it is refused, the security log tells.
pub async fn resolve(State(state): State<AppState>, peer: Peer, mut request: Request, next: Next) -> Response {
    let Some(value) = cookie_value(&state.settings, request.headers()) else { return next.run(request).await };
    let cx = match backend::sessions::cx(&state.backend, &value).await {
        Ok(Some(cx)) => cx.asked_from(origin(request.headers(), peer)),
        Ok(None) => return next.run(request).await,
        Err(error) => return failed(&request, error),
    };
    let asked = request.uri().path().to_owned();
    if cx.lacks_factor() && !OPEN_WITHOUT_FACTOR.contains(&asked.as_str()) {
        return match wants_page(request.headers()) {
            true => Redirect::to(app::routes::SESSIONS).into_response(),
            false => failed(&request, AppError::Forbidden),
        };
    }
    request.extensions_mut().insert(cx.clone());
    let answer = next.run(request).await;
    if answer.status() == StatusCode::FORBIDDEN
        && let Err(error) = backend::security_log::tell_refusal(&cx, &asked).await
    {
        tracing::error!(%error, "a refusal is not in the security log");
    }
    answer
}

/// Scripts get the error they understand, people a page.
fn failed(request: &Request, error: AppError) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") {
        status::of(&error).with(Json(ApiError::App(error)))
    } else if path == app::routes::UPLOAD && !http::wants_page(request.headers()) {
        status::of(&error).with(Json(error))
    } else {
        match request.extensions().get::<backend::Cx>() {
            Some(cx) => http::doors::trouble_of(cx, request.headers(), error),
            None => http::doors::trouble(request.headers(), error),
        }
    }
}

/// Sends whoever is not signed in to the sign-in, and afterwards back; a page gets its viewer.
pub async fn require(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    // A server function refuses by itself, with a status that its caller understands.
    if request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    if let Some(cx) = request.extensions().get::<backend::Cx>() {
        return match backend::users::viewer(cx).await {
            Ok(viewer) => {
                let viewer = Viewer { plain_http: !state.settings.secure_cookies, ..viewer };
                request.extensions_mut().insert(Arc::new(viewer));
                next.run(request).await
            }
            Err(error) => failed(&request, error),
        };
    }
    let wanted = request.uri().path_and_query().map(|path| path.as_str()).unwrap_or("/");
    let next_page = if wanted == "/" { String::new() } else { format!("?next={}", percent::encoded_path(wanted)) };
    let door = match doors::awaits_code(&state, request.headers()).await {
        Ok(true) => app::routes::CODE,
        Ok(false) => app::routes::LOGIN,
        Err(error) => return failed(&request, error),
    };
    Redirect::to(&format!("{door}{next_page}")).into_response()
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
        .max_age(LONGEST.try_into().unwrap_or_default())
        .build()
}

/// The cookie that ends it.
pub fn no_cookie(settings: &Settings) -> Cookie<'static> {
    let mut cookie = cookie(settings, String::new());
    cookie.make_removal();
    cookie
}
