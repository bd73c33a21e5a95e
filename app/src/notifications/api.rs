//! Server functions of notifications.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::{
    ids::{NotificationId, RequestId},
    notifications::Told,
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// What the person was told, the newest first, or from this one on.
#[server(input = Json)]
pub async fn list_notifications(after: Option<NotificationId>) -> ApiResult<Told> {
    Ok(backend::notifications::list(&cx::cx()?, after).await?)
}

/// How many of them are new.
#[server(input = Json)]
pub async fn count_notifications() -> ApiResult<usize> {
    Ok(backend::notifications::count_new(&cx::cx()?).await?)
}

/// The person has seen these.
#[server(input = Json)]
pub async fn see_notifications(request: RequestId, ids: Vec<NotificationId>) -> ApiResult<()> {
    Ok(backend::notifications::see(&cx::cx()?, request, ids).await?)
}
