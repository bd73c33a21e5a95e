//! News for pages that stay open, as an event stream.

use crate::status;
use axum::{
    Extension,
    extract::Query,
    http::StatusCode,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use backend::{
    Cx,
    live::{Follower, follow},
};
use futures_util::stream::unfold;
use std::{convert::Infallible, time::Duration};
use tokio::time::{Instant, timeout_at};

/// A stream ends after this; the browser opens the next one, with its session as it is then.
const LASTS: Duration = Duration::from_secs(15 * 60);

/// What the stream is opened with.
#[derive(serde::Deserialize)]
pub struct LiveQuery {
    /// When the page was made, in milliseconds.
    since: i64,
}

/// Tells which records of the company change, for as long as the page stays open.
pub async fn live(cx: Option<Extension<Cx>>, Query(query): Query<LiveQuery>) -> Response {
    let Some(Extension(cx)) = cx else { return StatusCode::UNAUTHORIZED.into_response() };
    let follower = match follow(&cx, query.since).await {
        Ok(follower) => follower,
        Err(error) => return status::of(&error).into_response(),
    };
    let until = Instant::now() + LASTS;
    let next = move |mut follower: Follower| async move {
        let news = timeout_at(until, follower.next()).await.ok().flatten()?;
        // Ids and a truth are always JSON.
        let event = Event::default().json_data(&news).unwrap_or_default();
        Some((Ok::<_, Infallible>(event), follower))
    };
    Sse::new(unfold(follower, next)).keep_alive(KeepAlive::default()).into_response()
}
