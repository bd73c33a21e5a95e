//! A file for the import: the only body larger than a server function's. Scripts get JSON, a plain form gets a page.

use super::{doors::page_in, wants_page};
use crate::{headers, status};
use app::{import::UploadRefused, routes};
use axum::{
    Extension, Json,
    extract::{Multipart, Query, multipart::MultipartError},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use backend::Cx;
use domain::{
    error::{AppError, Problem},
    fields::Noun,
    ids::{ImportId, RequestId},
    import::{FILE_LIMIT_MB, FileProblem, Uploaded},
};
use leptos::prelude::*;
use std::time::Duration;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

/// The largest body with a file: the file and the form around it, in bytes.
pub const BODY: usize = (FILE_LIMIT_MB as usize + 1) * 1024 * 1024;
/// So many bodies are in memory at once on the whole server, a few hundred MB at most: from their first byte until the file is stored.
static PLACES: Semaphore = Semaphore::const_new(8);
/// So long somebody waits for a place: one file takes a few seconds.
const PATIENCE: Duration = Duration::from_secs(10);
/// So many seconds later whoever has found none may try again.
const LATER: u32 = 5;

/// What may stand in the address instead of in the form.
#[derive(serde::Deserialize)]
pub struct UploadQuery {
    noun: Option<String>,
    request: Option<String>,
}

/// Takes a file for the import (S0.66); the same `X-Request-Id` with the same file is the same import.
pub async fn upload(
    cx: Option<Extension<Cx>>,
    headers: HeaderMap,
    Query(query): Query<UploadQuery>,
    form: Multipart,
) -> Response {
    let taken = match &cx {
        Some(Extension(cx)) => take(cx, &headers, query, form).await,
        None => Err(AppError::NotSignedIn),
    };
    match (wants_page(&headers), taken) {
        (true, Ok(id)) => Redirect::to(&routes::import(id)).into_response(),
        (true, Err(AppError::NotSignedIn)) => Redirect::to(routes::LOGIN).into_response(),
        (true, Err(error)) => {
            let lang = cx.map_or_else(|| headers::accepted_lang(&headers), |Extension(cx)| cx.actor().lang);
            page_in(lang, &headers, status::of(&error), || view! { <UploadRefused error=error.into()/> })
        }
        (false, Ok(id)) => Json(Uploaded { id }).into_response(),
        (false, Err(error)) => status::of(&error).with(Json(error)),
    }
}

async fn take(cx: &Cx, headers: &HeaderMap, query: UploadQuery, form: Multipart) -> Result<ImportId, AppError> {
    // First of all: whoever may not import is told so without a byte of theirs being gathered.
    backend::import::check_may_upload(cx)?;
    let from_header = headers.get("x-request-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let request = request_id(from_header.or(query.request))?;
    let _place = place(&PLACES, PATIENCE).await?;
    let sent = Sent::read(form, query.noun).await?;
    let noun = sent.noun.as_deref().and_then(Noun::from_key).ok_or(AppError::invalid("noun", Problem::Required))?;
    let (name, bytes) = sent.file.ok_or(AppError::invalid("file", Problem::Required))?;
    backend::import::upload(cx, request, noun, name, bytes).await
}

/// A place for one more body, once there is one; dropped, it is free again.
async fn place(places: &'static Semaphore, patience: Duration) -> Result<SemaphorePermit<'static>, AppError> {
    match timeout(patience, places.acquire()).await {
        Ok(taken) => taken.map_err(|_| AppError::Unavailable),
        Err(_) => Err(AppError::TooMany { retry_after: LATER }),
    }
}

/// A form that was sent without scripts carries no id: each sending is an intent of its own.
fn request_id(sent: Option<String>) -> Result<RequestId, AppError> {
    match sent {
        Some(id) => id.parse().map_err(|_| AppError::invalid("request", Problem::Unknown)),
        None => Ok(RequestId(uuid::Uuid::now_v7())),
    }
}

/// What the form holds.
struct Sent {
    noun: Option<String>,
    file: Option<(String, Vec<u8>)>,
}

impl Sent {
    async fn read(mut form: Multipart, noun: Option<String>) -> Result<Self, AppError> {
        let mut sent = Sent { noun, file: None };
        while let Some(field) = form.next_field().await.map_err(refused)? {
            match field.name() {
                Some("noun") => sent.noun = Some(field.text().await.map_err(refused)?),
                Some("file") => {
                    let name = field.file_name().unwrap_or_default().to_owned();
                    let bytes = field.bytes().await.map_err(refused)?;
                    // A form without a chosen file sends one without a name. No copy: the bytes have no other owner.
                    sent.file = (!name.is_empty()).then(|| (name, Vec::from(bytes)));
                }
                _ => {}
            }
        }
        Ok(sent)
    }
}

fn refused(error: MultipartError) -> AppError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return AppError::File(FileProblem::new("import.read.too_large").with("limit_mb", FILE_LIMIT_MB));
    }
    tracing::debug!(%error, "a form that cannot be read");
    AppError::invalid("file", Problem::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_finds_no_place_for_a_body_in_time_is_told_when_to_come_again() {
        static ONE: Semaphore = Semaphore::const_new(1);
        let soon = Duration::from_millis(10);
        let first = place(&ONE, soon).await.expect("a free place");
        let refused = place(&ONE, soon).await.map(drop);
        assert_eq!(refused, Err(AppError::TooMany { retry_after: LATER }));
        drop(first);
        drop(place(&ONE, soon).await.expect("free again"));
    }
}
