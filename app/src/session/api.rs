//! Server functions about the one who looks at the page.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::{ids::RequestId, lang::Lang, users::Viewer};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Everything a page needs to know about the one who looks at it.
#[server(input = Json)]
pub async fn get_viewer() -> ApiResult<Viewer> {
    Ok(backend::users::viewer(&cx::cx()?).await?)
}

/// Sets what the person reads from now on.
#[server(input = Json)]
pub async fn set_lang(request: RequestId, lang: Lang) -> ApiResult<()> {
    Ok(backend::users::set_lang(&cx::cx()?, request, lang).await?)
}
