//! The workbook to fill in before an import.

use super::doors::trouble_of;
use axum::{
    Extension,
    extract::Path,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use backend::Cx;
use domain::{
    error::{AppError, Problem},
    fields::Noun,
    percent,
};

/// What browsers call a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Sends the template of clients or deals (S4.17).
pub async fn template(cx: Option<Extension<Cx>>, headers: HeaderMap, Path(noun): Path<String>) -> Response {
    let Some(Extension(cx)) = cx else {
        return Redirect::to(app::routes::LOGIN).into_response();
    };
    let made = match Noun::from_key(&noun) {
        Some(noun) => backend::import::template(&cx, noun).await,
        None => Err(AppError::invalid("noun", Problem::Unknown)),
    };
    match made {
        Ok(template) => {
            let name = percent::encoded(&template.file_name);
            let attached = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{name}"));
            let kind = HeaderValue::from_static(XLSX);
            let mut answer = template.bytes.into_response();
            answer.headers_mut().insert(header::CONTENT_TYPE, kind);
            answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            // A name in percent signs is always a valid header.
            let attached = attached.unwrap_or(HeaderValue::from_static("attachment"));
            answer.headers_mut().insert(header::CONTENT_DISPOSITION, attached);
            answer
        }
        Err(error) => trouble_of(&cx, &headers, error),
    }
}
