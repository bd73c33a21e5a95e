//! News for pages that stay open, as an event stream.

use crate::{router::AppState, status};
use axum::{
    Extension,
    extract::{Query, State},
    http::{HeaderMap, HeaderName, StatusCode},
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
pub async fn live(
    State(state): State<AppState>,
    cx: Option<Extension<Cx>>,
    Query(query): Query<LiveQuery>,
    headers: HeaderMap,
) -> Response {
    let Some(Extension(cx)) = cx else { return StatusCode::UNAUTHORIZED.into_response() };
    // A browser that takes a lost connection up again says when it heard last.
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let since = last.map_or(query.since, |last: i64| last.max(query.since));
    let follower = match follow(&cx, since).await {
        Ok(follower) => follower,
        Err(error) => return status::of(&error).with(()),
    };
    let until = Instant::now() + LASTS;
    let next = move |mut follower: Follower| {
        let backend = state.backend.clone();
        async move {
            let news = timeout_at(until, follower.next()).await.ok().flatten()?;
            // Ids and a truth are always JSON.
            let event = Event::default().json_data(&news).unwrap_or_default();
            Some((Ok::<_, Infallible>(event.id(backend.now().timestamp_millis().to_string())), follower))
        }
    };
    let news = Sse::new(unfold(follower, next)).keep_alive(KeepAlive::default());
    // A proxy such as nginx would otherwise gather news until they fill its buffer.
    ([(HeaderName::from_static("x-accel-buffering"), "no")], news).into_response()
}
