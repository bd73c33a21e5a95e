//! «Забыли пароль?», activation and the new password (S2.50, S3.2): plain form posts that work without JavaScript. The
//! answer to whoever forgot a password says nothing about the address, neither by words nor by time.

use super::doors::{Peer, enter_with, origin, page};
use crate::{headers, router::AppState, status};
use app::{
    api_error::ApiError,
    doors::{EnterPage, ForgotPage, PasswordForm, PasswordPage},
    told,
};
use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use backend::password_links::{self, NewPassword};
use domain::error::AppError;
use leptos::prelude::*;

/// «Забыли пароль?».
pub async fn forgot_page(headers: HeaderMap) -> Response {
    page(&headers, StatusCode::OK, || view! { <ForgotPage asked=false problem=None/> })
}

/// The form of a forgotten password.
#[derive(serde::Deserialize)]
pub struct ForgotForm {
    email: String,
}

/// Asks for a letter; whether somebody has the address is found out later, by the letters' worker.
pub async fn forgot(
    State(state): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Form(form): Form<ForgotForm>,
) -> Response {
    match password_links::ask(&state.backend, &form.email, &origin(&headers, peer)).await {
        Ok(()) => page(&headers, StatusCode::OK, || view! { <ForgotPage asked=true problem=None/> }),
        Err(error) => {
            let (status, problem) = (status::of(&error), ApiError::App(error));
            page(&headers, status, || view! { <ForgotPage asked=false problem=Some(told::error(&problem))/> })
        }
    }
}

/// What a letter's link is opened with.
#[derive(serde::Deserialize)]
pub struct LinkQuery {
    token: Option<String>,
}

/// The page of an invitation.
pub async fn activation_page(state: State<AppState>, query: Query<LinkQuery>, headers: HeaderMap) -> Response {
    let token = query.0.token.unwrap_or_default();
    password_page(&state, &headers, ("/activate", token), None).await
}

/// The page of a new password.
pub async fn reset_page(state: State<AppState>, query: Query<LinkQuery>, headers: HeaderMap) -> Response {
    let token = query.0.token.unwrap_or_default();
    password_page(&state, &headers, ("/reset", token), None).await
}

/// Looking at a link does not use it up: mail programs look at links before people do.
async fn password_page(
    state: &AppState,
    headers: &HeaderMap,
    (action, token): (&'static str, String),
    refused: Option<AppError>,
) -> Response {
    let status = refused.as_ref().map_or(StatusCode::OK.into(), status::of);
    let error = refused.map(ApiError::App);
    let problem = told::of_field(error.as_ref(), "password").or_else(|| error.as_ref().map(told::error));
    match password_links::find(&state.backend, &token).await {
        Ok(Some(link)) => {
            let form = PasswordForm { action, token, company: link.company, email: link.email, problem };
            page(headers, status, || view! { <PasswordPage form/> })
        }
        Ok(None) => page(headers, StatusCode::GONE, || view! { <EnterPage links=Vec::new()/> }),
        Err(error) => super::doors::trouble(headers, error),
    }
}

/// The form of both.
#[derive(serde::Deserialize)]
pub struct PasswordInput {
    token: String,
    password: String,
    /// Of a first password only.
    #[serde(default)]
    zone: String,
}

/// Sets the first password, and enters.
pub async fn activate(
    state: State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Form(input): Form<PasswordInput>,
) -> Response {
    let PasswordInput { token, password, zone } = input;
    let new = NewPassword { password, lang: headers::asked_lang(&headers), zone };
    set(&state, (peer, &headers), ("/activate", token), new).await
}

/// Sets a new password, and enters.
pub async fn reset(
    state: State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Form(input): Form<PasswordInput>,
) -> Response {
    set(&state, (peer, &headers), ("/reset", input.token), input.password.into()).await
}

async fn set(
    state: &AppState,
    (peer, headers): (Peer, &HeaderMap),
    (action, token): (&'static str, String),
    new: NewPassword,
) -> Response {
    match password_links::set(&state.backend, &token, new, &origin(headers, peer)).await {
        Ok(cookie) => enter_with(state, headers, cookie, None),
        Err(AppError::NotSignedIn) => page(headers, StatusCode::GONE, || view! { <EnterPage links=Vec::new()/> }),
        Err(error) => password_page(state, headers, (action, token), Some(error)).await,
    }
}
