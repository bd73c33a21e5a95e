//! Every route of the server and the layers around them, on one page.

use crate::{headers, http, json_only, origin, own_task, proxy, session, site, status};
use anyhow::Context;
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
use backend::Backend;
use leptos::prelude::LeptosOptions;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use std::{
    net::{IpAddr, SocketAddr},
    ops::Deref,
    sync::{Arc, LazyLock},
};
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate, SizeAbove},
    },
};
use url::{Position, Url};

/// The largest body of an ordinary request.
const BODY: usize = 2 * 1024 * 1024;

/// What requests are answered with; each layer of each request has one of its own.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

/// The same for all of them.
pub struct Shared {
    /// Operations.
    pub backend: Backend,
    /// How this server is reached.
    pub settings: Settings,
    options: LeptosOptions,
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.options.clone()
    }
}

/// How this server is reached, and what it allows.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Scheme, host and port that people use, without a slash at the end.
    pub base_url: String,
    /// Host and port of the base URL.
    pub host: String,
    /// Whether the base URL is https.
    pub https: bool,
    /// Whether the base URL points to this very machine: other names of it are then accepted, too.
    pub loopback: bool,
    /// Whether cookies carry `__Host-` and `Secure`.
    pub secure_cookies: bool,
    /// Whether strangers may create companies.
    pub signup: bool,
    /// Proxies that are believed who the client is.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Settings {
    /// Checks the base URL; without one the address listened on is used.
    pub fn new(base_url: Option<&str>, local: SocketAddr, signup: bool, insecure_http: bool) -> anyhow::Result<Self> {
        // What it listens on is no address then, and whoever asks for another one is refused.
        anyhow::ensure!(
            base_url.is_some() || !local.ip().is_unspecified(),
            "{local} is all addresses of this machine: say with --base-url by which one people reach it, such as http://192.168.1.5:3000"
        );
        let base_url = base_url.map_or_else(|| format!("http://{local}"), |url| url.trim_end_matches('/').to_owned());
        let url = Url::parse(&base_url).with_context(|| format!("{base_url} is not an address"))?;
        let https = url.scheme() == "https";
        anyhow::ensure!(https || url.scheme() == "http", "{base_url} begins neither with https:// nor with http://");
        // As browsers write it: they compare it letter by letter.
        let base_url = url.origin().ascii_serialization();
        anyhow::ensure!(
            url.as_str().strip_suffix('/') == Some(&base_url),
            "a base URL has no user, path or query, but a scheme, a host and perhaps a port alone, such as {base_url}"
        );
        let host = url[Position::BeforeHost..Position::AfterPort].to_owned();
        let loopback = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        anyhow::ensure!(
            https || loopback || insecure_http,
            "{base_url} is plain http on another machine: use https, or accept the risk with --insecure-http"
        );
        Ok(Settings {
            base_url,
            host,
            https,
            loopback,
            secure_cookies: https || loopback,
            signup,
            trusted_proxies: Vec::new(),
        })
    }
}

/// Pages and data are made for one answer: squeezed quickly, to a tenth or so. What fits one packet is left alone, and a
/// workbook is squeezed already. News must not wait for more of them.
fn compression() -> CompressionLayer<impl Predicate> {
    let worth =
        SizeAbove::new(1_400).and(NotForContentType::const_new(http::template::XLSX)).and(NotForContentType::SSE);
    CompressionLayer::new().no_br().quality(CompressionLevel::Fastest).compress_when(worth)
}

/// The pages behind the sign-in. Found out once, before the first one is rendered: while it is done, no resource of the whole
/// process loads, and a page that is rendered meanwhile would wait for ever.
pub static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(app::App));

/// The whole server.
pub fn router(backend: Backend, settings: Settings) -> Router {
    app::assets::set_prefix(site::PREFIX.clone());
    app::i18n::set_catalogues(backend::words::catalogues().clone().into_iter().collect());
    let package = format!("{}/pkg", site::PREFIX.trim_start_matches('/'));
    let options = LeptosOptions::builder().output_name("voronka").site_pkg_dir(package).build();
    let state = AppState(Arc::new(Shared { backend, settings, options }));
    let shell = {
        let options = state.options.clone();
        move || app::shell::shell(options.clone())
    };
    let inside = Router::new()
        .leptos_routes_with_context(&state, PAGES.clone(), headers::page_context, shell)
        .route_layer(from_fn_with_state(state.clone(), session::require));
    let files = Router::new()
        .route(&app::routes::import_template("{noun}"), get(http::template::template))
        .route(app::routes::SECURITY_LOG_FILE, get(http::security_log::file))
        .route_layer(from_fn(http::downloads::count));
    let outside = Router::new()
        .route("/login", get(http::doors::login_page).post(http::doors::login))
        .route("/code", get(http::doors::code_page).post(http::doors::code))
        .route("/logout", post(http::doors::logout))
        .route("/forgot", get(http::password_doors::forgot_page).post(http::password_doors::forgot))
        .route("/activate", get(http::password_doors::activation_page).post(http::password_doors::activate))
        .route("/reset", get(http::password_doors::reset_page).post(http::password_doors::reset))
        .route("/enter", get(http::doors::enter_page).post(http::doors::enter))
        .route("/setup", get(http::doors::setup_page).post(http::doors::setup))
        .route("/signup", get(http::doors::signup_page).post(http::doors::signup))
        .route(app::routes::LIVE, get(http::live::live))
        .route(app::routes::REPORTS, post(http::reports::report).layer(DefaultBodyLimit::max(http::reports::BODY)))
        .route(app::routes::UPLOAD, post(http::upload::upload).layer(DefaultBodyLimit::max(http::upload::BODY)));
    let routes = inside
        .merge(outside)
        .merge(files)
        .layer(from_fn(status::of_answers))
        .layer(from_fn_with_state(state.clone(), session::resolve))
        .layer(from_fn(own_task::run_writes))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(from_fn(json_only::check))
        .layer(from_fn_with_state(state.clone(), origin::check))
        .layer(from_fn_with_state(state.clone(), proxy::resolve))
        .layer(compression())
        // Words, that is: the build has squeezed the rest. They go out once to each browser.
        .route(
            "/a/{hash}/{*path}",
            get(site::serve).layer(CompressionLayer::new().quality(CompressionLevel::Precise(6))),
        )
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(http::health::ready))
        .fallback(http::doors::no_page);
    secured(routes, &state).with_state(state)
}

/// What no answer gets around: a panic becomes a plain 500, and this one carries the security headers as well.
fn secured(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    routes.layer(CatchPanicLayer::custom(status::panicked)).layer(from_fn_with_state(state.clone(), headers::secure))
}

#[cfg(test)]
mod tests;
