//! Server functions of how pages look.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::{
    ids::RequestId,
    preferences::{Preference, Subject},
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Keeps what the person has chosen.
#[server(input = Json)]
pub async fn save_preference(request: RequestId, chosen: Preference) -> ApiResult<()> {
    Ok(backend::preferences::save(&cx::cx()?, request, chosen).await?)
}

/// Makes a choice the one of everybody who has not chosen otherwise.
#[server(input = Json)]
pub async fn save_preference_for_all(request: RequestId, chosen: Preference) -> ApiResult<()> {
    Ok(backend::preferences::save_for_all(&cx::cx()?, request, chosen).await?)
}

/// Forgets the person's own choice: the company's counts again.
#[server(input = Json)]
pub async fn reset_preference(request: RequestId, subject: Subject) -> ApiResult<()> {
    Ok(backend::preferences::reset(&cx::cx()?, request, subject).await?)
}
