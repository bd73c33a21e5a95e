//! Who the client is behind a proxy: what a trusted one says, and whoever is connected otherwise.

use crate::{
    http::doors::Peer,
    router::{AppState, Settings},
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use std::net::{IpAddr, SocketAddr};

/// Puts the client's address into the request, in place of the proxy's.
pub async fn resolve(State(state): State<AppState>, peer: Peer, mut request: Request, next: Next) -> Response {
    let client = client(&state.settings.trusted_proxies, peer.0.ip(), request.headers());
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, peer.0.port())));
    next.run(request).await
}

/// Each proxy adds who spoke to it at the right end: the words of one are believed as long as it is trusted itself.
fn client(trusted: &[IpAddr], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let told: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|line| line.to_str().unwrap_or_default().split(','))
        .collect();
    let mut client = peer.to_canonical();
    for entry in told.into_iter().rev() {
        match address(entry.trim()) {
            Some(before) if trusted.contains(&client) => client = before.to_canonical(),
            _ => break,
        }
    }
    client
}

/// An address, perhaps with a port.
fn address(entry: &str) -> Option<IpAddr> {
    entry.parse().ok().or_else(|| Some(entry.parse::<SocketAddr>().ok()?.ip()))
}

/// Whether there must be a proxy that nobody has named: all people would then count as one.
pub fn is_unnamed(settings: &Settings, listens: IpAddr) -> bool {
    settings.https && !settings.loopback && listens.is_loopback() && settings.trusted_proxies.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_is_the_last_one_whom_a_trusted_proxy_names() {
        let [near, far, stranger] = ["127.0.0.1", "10.0.0.2", "203.0.113.9"];
        let trusted = [near, far].map(|ip| ip.parse().expect("an address"));
        let client = |peer: &str, lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().expect("a header"));
            }
            client(&trusted, peer.parse().expect("an address"), &headers).to_string()
        };
        for (peer, lines, expect) in [
            (near, &["203.0.113.9"][..], stranger),
            (near, &["198.51.100.1, 203.0.113.9"], stranger),
            (near, &["198.51.100.1", "203.0.113.9,10.0.0.2"], stranger),
            ("::ffff:127.0.0.1", &["203.0.113.9:4711"], stranger),
            (near, &["[2001:db8::1]:4711"], "2001:db8::1"),
            (near, &[], near),
            (near, &["10.0.0.2"], far),
            (near, &["203.0.113.9, nonsense"], near),
            (near, &["203.0.113.9, nonsense, 10.0.0.2"], far),
            (stranger, &["198.51.100.1"], stranger),
            (stranger, &["198.51.100.1, 127.0.0.1"], stranger),
        ] {
            assert_eq!(client(peer, lines), expect, "{peer} {lines:?}");
        }
    }

    #[test]
    fn a_proxy_is_missed_where_tls_must_end_before_this_machine() {
        let unnamed = |base, listens: &str, trusted: &[&str]| {
            let local = SocketAddr::new(listens.parse().expect("an address"), 3000);
            let settings = Settings::new(Some(base), local, false, true).expect("settings");
            let trusted_proxies = trusted.iter().map(|ip| ip.parse().expect("an address")).collect();
            is_unnamed(&Settings { trusted_proxies, ..settings }, local.ip())
        };
        assert!(unnamed("https://crm.example", "127.0.0.1", &[]));
        assert!(!unnamed("https://crm.example", "127.0.0.1", &["127.0.0.1"]));
        assert!(!unnamed("https://crm.example", "192.0.2.1", &[]));
        assert!(!unnamed("https://localhost", "127.0.0.1", &[]));
        assert!(!unnamed("http://crm.lan", "127.0.0.1", &[]));
    }
}
