//! Server functions of notifications.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::{
    ids::{NotificationId, RequestId},
    notifications::Notification,
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// What the person was told, the newest first.
#[server(input = Json)]
pub async fn list_notifications() -> ApiResult<Vec<Notification>> {
    Ok(backend::notifications::list(&cx::cx()?).await?)
}

/// How many of them are new.
#[server(input = Json)]
pub async fn count_notifications() -> ApiResult<usize> {
    Ok(backend::notifications::count_new(&cx::cx()?).await?)
}

/// The person has seen them, up to this one.
#[server(input = Json)]
pub async fn see_notifications(request: RequestId, last: NotificationId) -> ApiResult<()> {
    Ok(backend::notifications::see(&cx::cx()?, request, last).await?)
}
