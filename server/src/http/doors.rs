//! Sign-in, sign-out, set-up and sign-up: plain form posts that work without JavaScript. Errors travel as codes.

use crate::{
    headers,
    router::AppState,
    session::{cookie, cookie_value, no_cookie},
    status::{self, Status},
};
use app::{
    api_error::ApiError,
    doors::{CodePage, CompanyForm, CompanyPage, EnterPage, LoginPage, TroublePage, render},
    i18n::t,
    routes, told,
};
use axum::{
    Form,
    extract::{ConnectInfo, Query, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use backend::{
    Cx,
    sessions::{self, Origin, SignedIn},
    setup,
};
use domain::{
    error::{AppError, ConflictKind},
    lang::Lang,
    money::Currency,
    workspaces::NewWorkspace,
};
use leptos::prelude::*;
use std::net::SocketAddr;

pub(crate) type Peer = ConnectInfo<SocketAddr>;

/// A page outside the frame, with its policy, in the browser's language.
pub(super) fn page<V: IntoView>(headers: &HeaderMap, status: impl Into<Status>, door: impl FnOnce() -> V) -> Response {
    page_in(headers::accepted_lang(headers), headers, status, door)
}

/// The same in another one.
pub(super) fn page_in<V: IntoView>(
    lang: Lang,
    headers: &HeaderMap,
    status: impl Into<Status>,
    door: impl FnOnce() -> V,
) -> Response {
    let nonce = uuid::Uuid::new_v4().simple().to_string();
    let html = render(lang, headers::look(headers).theme, &nonce, door);
    let secure = [
        (header::CONTENT_SECURITY_POLICY, headers::policy(&nonce)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    status.into().with((secure, Html(html)))
}

/// A page that only says what went wrong.
pub fn trouble(headers: &HeaderMap, error: AppError) -> Response {
    page(headers, status::of(&error), || view! { <TroublePage text=told::error(&ApiError::App(error))/> })
}

/// The same for somebody who is known, in their own language.
pub fn trouble_of(cx: &Cx, headers: &HeaderMap, error: AppError) -> Response {
    page_in(
        cx.actor().lang,
        headers,
        status::of(&error),
        || view! { <TroublePage text=told::error(&ApiError::App(error))/> },
    )
}

/// The page at an address that nothing has.
pub async fn no_page(headers: HeaderMap) -> Response {
    page(&headers, StatusCode::NOT_FOUND, || view! { <TroublePage text=t("errors.not_found.page")/> })
}

pub(crate) fn origin(headers: &HeaderMap, peer: Peer) -> Origin {
    let device = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    Origin { address: peer.0.ip().to_string(), device: device.to_owned() }
}

/// What the sign-in page is opened with.
#[derive(serde::Deserialize)]
pub struct LoginQuery {
    next: Option<String>,
}

/// The sign-in page.
pub async fn login_page(
    State(state): State<AppState>,
    Query(query): Query<LoginQuery>,
    headers: HeaderMap,
) -> Response {
    match is_sign_up_open(&state).await {
        Ok(sign_up_open) => {
            page(&headers, StatusCode::OK, || view! { <LoginPage problem=None next=query.next sign_up_open/> })
        }
        Err(error) => trouble(&headers, error),
    }
}

/// The sign-in form.
#[derive(serde::Deserialize)]
pub struct LoginForm {
    email: String,
    password: String,
    next: Option<String>,
}

/// Signs in; a refusal shows the form again with the same words for unknown and known addresses.
pub async fn login(
    State(state): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Form(form): Form<LoginForm>,
) -> Response {
    match sessions::sign_in(&state.backend, &form.email, &form.password, &origin(&headers, peer)).await {
        Ok(SignedIn::Session(value)) => enter_with(&state, &headers, value, form.next.as_deref()),
        Ok(SignedIn::Choose(tokens)) => {
            let query: Vec<String> = tokens.iter().map(|token| format!("token={token}")).collect();
            Redirect::to(&format!("/enter?{}", query.join("&"))).into_response()
        }
        Err(error) => {
            let status = status::of(&error);
            let sign_up_open = state.settings.signup;
            page(&headers, status, || {
                let problem = match &error {
                    AppError::NotSignedIn => t("doors.wrong"),
                    other => told::error(&ApiError::App(other.clone())),
                };
                view! { <LoginPage problem=Some(problem) next=form.next sign_up_open/> }
            })
        }
    }
}

pub(super) fn enter_with(state: &AppState, headers: &HeaderMap, value: String, next: Option<&str>) -> Response {
    let jar = CookieJar::from_headers(headers).add(cookie(&state.settings, value));
    let to = next.filter(|path| is_own_path(path)).unwrap_or(routes::CLIENTS);
    (jar, Redirect::to(to)).into_response()
}

/// What the page of the code is opened with.
#[derive(serde::Deserialize)]
pub struct CodeQuery {
    next: Option<String>,
}

/// The second step of a sign-in.
pub async fn code_page(State(state): State<AppState>, Query(query): Query<CodeQuery>, headers: HeaderMap) -> Response {
    match awaits_code(&state, &headers).await {
        Ok(true) => page(&headers, StatusCode::OK, || view! { <CodePage next=query.next problem=None/> }),
        Ok(false) => Redirect::to(routes::LOGIN).into_response(),
        Err(error) => trouble(&headers, error),
    }
}

/// Whether the browser's session waits for a code.
pub(crate) async fn awaits_code(state: &AppState, headers: &HeaderMap) -> Result<bool, AppError> {
    match cookie_value(&state.settings, headers) {
        Some(value) => sessions::awaits_code(&state.backend, &value).await,
        None => Ok(false),
    }
}

/// The form of the code.
#[derive(serde::Deserialize)]
pub struct CodeForm {
    code: String,
    next: Option<String>,
}

/// Takes the code, and enters by a new session.
pub async fn code(
    State(state): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Response {
    let waiting = cookie_value(&state.settings, &headers).unwrap_or_default();
    match sessions::enter_code(&state.backend, &waiting, &form.code, &origin(&headers, peer)).await {
        Ok(value) => enter_with(&state, &headers, value, form.next.as_deref()),
        Err(AppError::NotSignedIn) => Redirect::to(routes::LOGIN).into_response(),
        Err(error) => {
            let problem = match &error {
                AppError::Invalid(_) => t("problems.wrong_code"),
                other => told::error(&ApiError::App(other.clone())),
            };
            page(&headers, status::of(&error), || view! { <CodePage next=form.next problem=Some(problem)/> })
        }
    }
}

/// A path of ours and nothing that a browser would read as another host.
fn is_own_path(path: &str) -> bool {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain && path.starts_with('/') && !path.starts_with("//") && !path.contains("://")
}

/// Signs out and lets the browser forget what it kept of us.
pub async fn logout(State(state): State<AppState>, peer: Peer, headers: HeaderMap) -> Response {
    if let Some(value) = cookie_value(&state.settings, &headers)
        && let Err(error) = sessions::sign_out(&state.backend, &value, &origin(&headers, peer)).await
    {
        return trouble(&headers, error);
    }
    let jar = CookieJar::from_headers(&headers).add(no_cookie(&state.settings));
    (jar, [("clear-site-data", "\"cache\", \"storage\"")], Redirect::to(routes::LOGIN)).into_response()
}

/// The choice of a company, and the link of demo data: a button per token.
pub async fn enter_page(State(state): State<AppState>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let query = query.unwrap_or_default();
    let tokens = query.split('&').filter_map(|pair| pair.strip_prefix("token=")).take(3);
    let mut links = Vec::new();
    for token in tokens {
        match sessions::company_of_link(&state.backend, token).await {
            Ok(Some(company)) => links.push((token.to_owned(), company)),
            Ok(None) => {}
            Err(error) => {
                return trouble(&headers, error);
            }
        }
    }
    page(&headers, StatusCode::OK, || view! { <EnterPage links/> })
}

/// The button of the choice.
#[derive(serde::Deserialize)]
pub struct EnterForm {
    token: String,
}

/// Enters by a one-time token.
pub async fn enter(
    State(state): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Form(form): Form<EnterForm>,
) -> Response {
    match sessions::enter(&state.backend, &form.token, &origin(&headers, peer)).await {
        Ok(value) => enter_with(&state, &headers, value, None),
        Err(error @ AppError::NotSignedIn) => {
            page(&headers, status::of(&error), || view! { <EnterPage links=Vec::new()/> })
        }
        Err(error) => trouble(&headers, error),
    }
}

/// What the set-up page is opened with.
#[derive(serde::Deserialize)]
pub struct SetupQuery {
    token: Option<String>,
}

/// The set-up page behind the one-time link.
pub async fn setup_page(
    State(state): State<AppState>,
    Query(query): Query<SetupQuery>,
    headers: HeaderMap,
) -> Response {
    let token = query.token.unwrap_or_default();
    match setup::is_link_open(&state.backend, &token).await {
        Ok(true) => {
            let form = CompanyForm { action: "/setup", token: Some(token), ..CompanyForm::default() };
            page(&headers, StatusCode::OK, || view! { <CompanyPage form/> })
        }
        Ok(false) => page(&headers, StatusCode::GONE, || view! { <EnterPage links=Vec::new()/> }),
        Err(error) => trouble(&headers, error),
    }
}

/// Whether further companies may sign up here.
async fn is_sign_up_open(state: &AppState) -> Result<bool, AppError> {
    Ok(state.settings.signup && setup::is_done(&state.backend).await?)
}

/// The sign-up page, where it is open.
pub async fn signup_page(State(state): State<AppState>, headers: HeaderMap) -> Response {
    match is_sign_up_open(&state).await {
        Ok(true) => {
            let form = CompanyForm { action: "/signup", ..CompanyForm::default() };
            page(&headers, StatusCode::OK, || view! { <CompanyPage form/> })
        }
        Ok(false) => no_page(headers).await,
        Err(error) => trouble(&headers, error),
    }
}

/// The form of both.
#[derive(serde::Deserialize)]
pub struct CompanyInput {
    token: Option<String>,
    company: String,
    currency: String,
    first_name: String,
    last_name: String,
    email: String,
    password: String,
    zone: String,
}

/// Creates the first company by the one-time link.
pub async fn setup(
    State(state): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Form(input): Form<CompanyInput>,
) -> Response {
    let token = input.token.clone().unwrap_or_default();
    create(&state, (peer, &headers), input, Some(token)).await
}

/// Creates a further company, where sign-up is open.
pub async fn signup(
    State(state): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Form(input): Form<CompanyInput>,
) -> Response {
    match is_sign_up_open(&state).await {
        Ok(true) => create(&state, (peer, &headers), input, None).await,
        Ok(false) => no_page(headers).await,
        Err(error) => trouble(&headers, error),
    }
}

async fn create(
    state: &AppState,
    (peer, headers): (Peer, &HeaderMap),
    input: CompanyInput,
    token: Option<String>,
) -> Response {
    let from = origin(headers, peer);
    let created = match new_workspace(&input, headers) {
        Ok(new) => match &token {
            Some(token) => setup::create_first(&state.backend, token, new, &from).await,
            None => setup::sign_up(&state.backend, new, &from).await,
        },
        Err(error) => Err(error),
    };
    match created {
        Ok((workspace, user)) => match sessions::start(&state.backend, workspace, user, &from).await {
            Ok(value) => enter_with(state, headers, value, None),
            Err(_) => Redirect::to(routes::LOGIN).into_response(),
        },
        Err(AppError::Conflict(ConflictKind::AlreadySetUp)) => {
            page(headers, StatusCode::GONE, || view! { <EnterPage links=Vec::new()/> })
        }
        Err(error) => refused(headers, input, token, error),
    }
}

fn new_workspace(input: &CompanyInput, headers: &HeaderMap) -> Result<NewWorkspace, AppError> {
    let currency = Currency::parse(&input.currency)
        .map_err(|_| AppError::invalid("currency", domain::error::Problem::NotAChoice))?;
    Ok(NewWorkspace {
        company: input.company.clone(),
        currency,
        first_name: input.first_name.clone(),
        last_name: input.last_name.clone(),
        email: input.email.clone(),
        password: input.password.clone(),
        zone: input.zone.clone(),
        lang: headers::accepted_lang(headers),
    })
}

fn refused(headers: &HeaderMap, input: CompanyInput, token: Option<String>, error: AppError) -> Response {
    let status = status::of(&error);
    let form = CompanyForm {
        action: if token.is_some() { "/setup" } else { "/signup" },
        token,
        company: input.company,
        currency: input.currency,
        first_name: input.first_name,
        last_name: input.last_name,
        email: input.email,
        error: Some(ApiError::App(error)),
    };
    page(headers, status, || view! { <CompanyPage form/> })
}

#[cfg(test)]
mod tests;
