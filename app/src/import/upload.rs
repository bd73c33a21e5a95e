//! Sends a file from the browser. Called from event handlers only.

use crate::{api_error::ApiError, routes};
use domain::{
    error::AppError,
    ids::{ImportId, RequestId},
    import::{FILE_LIMIT_MB, FileProblem, Uploaded},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Refuses a file that the server would refuse after minutes of sending.
pub fn check(file: &web_sys::File) -> Result<(), ApiError> {
    let problem = if file.size() > (FILE_LIMIT_MB * 1024 * 1024) as f64 {
        FileProblem::new("import.read.too_large").with("limit_mb", FILE_LIMIT_MB)
    } else if file.size() == 0.0 {
        FileProblem::new("import.read.empty")
    } else {
        return Ok(());
    };
    Err(ApiError::App(AppError::File(problem)))
}

/// What makes an intent: the same file for the same noun, sent again, is the same import.
pub fn identity(noun: &str, file: &web_sys::File) -> String {
    format!("{noun} {} {} {}", file.name(), file.size(), file.last_modified())
}

/// Sends a file and gives its import.
pub async fn send(noun: &str, file: &web_sys::File, request: RequestId) -> Result<ImportId, ApiError> {
    let (ok, text) = fetch(noun, file, request).await.map_err(lost)?;
    if ok {
        return serde_json::from_slice::<Uploaded>(text.as_bytes()).map(|answer| answer.id).map_err(unreadable);
    }
    Err(serde_json::from_slice(text.as_bytes()).map(ApiError::App).unwrap_or_else(unreadable).heard())
}

async fn fetch(noun: &str, file: &web_sys::File, request: RequestId) -> Result<(bool, String), JsValue> {
    let form = web_sys::FormData::new()?;
    form.append_with_str("noun", noun)?;
    form.append_with_blob_and_filename("file", file, &file.name())?;
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_body(&form);
    let call = web_sys::Request::new_with_str_and_init(routes::UPLOAD, &init)?;
    call.headers().set("accept", "application/json")?;
    call.headers().set("x-request-id", &request.to_string())?;
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let answer: web_sys::Response = JsFuture::from(window.fetch_with_request(&call)).await?.dyn_into()?;
    let text = JsFuture::from(answer.text()?).await?;
    Ok((answer.ok(), text.as_string().unwrap_or_default()))
}

fn lost(error: JsValue) -> ApiError {
    ApiError::Transport(format!("{error:?}"))
}

fn unreadable(error: serde_json::Error) -> ApiError {
    ApiError::Transport(error.to_string())
}
