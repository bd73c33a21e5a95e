//! A server without a socket, and a browser of few lines: it keeps cookies and sends what browsers send.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::connect_info::MockConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use backend::{
    Backend,
    test_crm::{PASSWORD, TestCrm},
};
use server::router::{Settings, router};
use std::{
    io::Write,
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use tower::ServiceExt;

/// A company with people, and the server around it.
pub struct Web {
    /// The companies; their database lives as long as this.
    pub crm: Arc<TestCrm>,
    router: Router,
    backend: Backend,
    settings: Settings,
}

/// Where requests come from unless a test says otherwise.
const PEER: &str = "192.0.2.7:5000";

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// A header as text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The session's cookie as `name=value`, if this answer sets one.
    pub fn cookie(&self) -> Option<String> {
        let set = self.headers.get(header::SET_COOKIE)?.to_str().unwrap();
        Some(set.split(';').next().unwrap().to_owned())
    }
}

impl Web {
    /// On embedded SQLite, sign-up open.
    pub async fn new() -> Self {
        Self::of(TestCrm::sqlite().await, None)
    }

    /// The server around these companies, reached by a base URL or else on this machine.
    pub fn of(crm: TestCrm, base_url: Option<&str>) -> Self {
        let backend = crm.backend.clone();
        Self::on(Arc::new(crm), backend, base_url)
    }

    /// Another server on the same database.
    pub fn another_server(&self, base_url: Option<&str>) -> Self {
        Self::on(self.crm.clone(), self.crm.another_server(), base_url)
    }

    fn on(crm: Arc<TestCrm>, backend: Backend, base_url: Option<&str>) -> Self {
        let local: SocketAddr = "127.0.0.1:3000".parse().unwrap();
        let settings = Settings::new(base_url, local, true, true).unwrap();
        Self::serving(crm, backend, settings, PEER)
    }

    fn serving(crm: Arc<TestCrm>, backend: Backend, settings: Settings, peer: &str) -> Self {
        let peer: SocketAddr = peer.parse().unwrap();
        let router = router(backend.clone(), settings.clone()).layer(MockConnectInfo(peer));
        Web { crm, router, backend, settings }
    }

    /// The same server as it is reached from another address of the network.
    pub fn at_address(&self, peer: &str) -> Self {
        Self::serving(self.crm.clone(), self.backend.clone(), self.settings.clone(), peer)
    }

    /// The same server behind a proxy at this address, which it trusts.
    pub fn behind(&self, proxy: &str) -> Self {
        let peer: SocketAddr = proxy.parse().unwrap();
        let settings = Settings { trusted_proxies: vec![peer.ip()], ..self.settings.clone() };
        Self::serving(self.crm.clone(), self.backend.clone(), settings, proxy)
    }

    /// From now on no query is answered.
    pub async fn lose_database(&self) {
        self.crm.backend.close().await;
    }

    /// Sends a request as it stands.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, 10 * 1024 * 1024).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// The status of an answer that is not read: news never end.
    pub async fn status_of(&self, request: Request<Body>) -> StatusCode {
        self.router.clone().oneshot(request).await.unwrap().status()
    }

    /// Opens a page.
    pub async fn get(&self, path: &str, cookie: Option<&str>) -> Answer {
        self.send(asking(Method::GET, path, cookie).body(Body::empty()).unwrap()).await
    }

    /// Sends a form from a page of ours.
    pub async fn post_form(&self, path: &str, form: &[(&str, &str)], cookie: Option<&str>) -> Answer {
        self.send(form_of(path, form, cookie)).await
    }

    /// Calls a server function with JSON.
    pub async fn call(&self, path: &str, json: &str, cookie: Option<&str>) -> Answer {
        let request = asking(Method::POST, path, cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json")
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(json.to_owned())).unwrap()).await
    }

    /// Signs in and gives the cookie.
    pub async fn sign_in(&self, email: &str) -> String {
        let answer = self.post_form("/login", &[("email", email), ("password", PASSWORD)], None).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.cookie().expect("a session")
    }
}

/// Keeps what is logged.
#[derive(Clone, Default)]
pub struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(line)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Lines {
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).expect("UTF-8")
    }
}

/// A request with a host and perhaps a cookie.
pub fn asking(method: Method, path: &str, cookie: Option<&str>) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:3000");
    match cookie {
        Some(cookie) => request.header(header::COOKIE, cookie),
        None => request,
    }
}

/// A form as a page of ours sends it.
pub fn form_of(path: &str, form: &[(&str, &str)], cookie: Option<&str>) -> Request<Body> {
    let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let request = asking(Method::POST, path, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    request.body(Body::from(pairs.join("&"))).unwrap()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
