//! Connections: accepted, served with limited patience, and let go at the end. As `axum::serve` does it, which has no patience to
//! be set.

use axum::{Extension, Router, extract::ConnectInfo, serve::Listener};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use std::{pin::pin, time::Duration};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};
use tower::Layer;
use tower_http::timeout::RequestBodyTimeoutLayer;

/// How long a client may keep the server waiting before it is hung up on.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the whole head of a request, and on a kept connection for the next request to begin: longer than proxies usually keep
    /// those, which would otherwise send a request into a connection that is just being closed.
    pub head: Duration,
    /// Without a byte of a body that has begun: how long a body takes in all does not matter.
    pub body: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Patience { head: Duration::from_secs(75), body: Duration::from_secs(30) }
    }
}

/// Serves until `stop` turns true or its sender is gone, and then until all that is under way has ended.
pub async fn serve(mut listener: TcpListener, app: Router, patience: Patience, stop: watch::Receiver<bool>) {
    let app = app.layer(RequestBodyTimeoutLayer::new(patience.body));
    // No look for HTTP/2, which would wait for the first bytes without a limit: a proxy speaks it.
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience.head);
    let mut connections = JoinSet::new();
    let mut stopping = pin!(stopped(stop.clone()));
    loop {
        let (stream, peer) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut stopping => break,
            Some(_) = connections.join_next() => continue,
        };
        // Streamed chunks meet delayed acknowledgements: without this a page on a kept connection takes 44 ms.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::warn!(%error, "no TCP_NODELAY");
        }
        let app = TowerToHyperService::new(Extension(ConnectInfo(peer)).layer(app.clone()));
        let (builder, stopping) = (builder.clone(), stopped(stop.clone()));
        connections.spawn(async move {
            let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), app));
            let ended = tokio::select! {
                ended = &mut connection => ended,
                () = stopping => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(error, "a connection ended badly");
            }
        });
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // A sender that is gone means the same.
    let _ = stop.wait_for(|stop| *stop).await;
}
