//! Server functions about the one who looks at the page.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::users::Viewer;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Everything a page needs to know about the one who looks at it.
#[server(input = Json)]
pub async fn get_viewer() -> ApiResult<Viewer> {
    Ok(backend::users::viewer(&cx::cx()?).await?)
}
