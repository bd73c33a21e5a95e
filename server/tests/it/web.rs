//! A server without a socket, and a browser of few lines: it keeps cookies and sends what browsers send.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::connect_info::MockConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use backend::test_crm::{PASSWORD, TestCrm};
use server::router::{Settings, router};
use std::net::SocketAddr;
use tower::ServiceExt;

/// A company with people, and the server around it.
pub struct Web {
    /// The companies; their database lives as long as this.
    pub crm: TestCrm,
    router: Router,
}

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
        let crm = TestCrm::sqlite().await;
        let local: SocketAddr = "127.0.0.1:3000".parse().unwrap();
        let settings = Settings::new(None, local, true, false).unwrap();
        let peer: SocketAddr = "192.0.2.7:5000".parse().unwrap();
        let router = router(crm.backend.clone(), settings).layer(MockConnectInfo(peer));
        Web { crm, router }
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

    /// Opens a page.
    pub async fn get(&self, path: &str, cookie: Option<&str>) -> Answer {
        self.send(asking(Method::GET, path, cookie).body(Body::empty()).unwrap()).await
    }

    /// Sends a form from a page of ours.
    pub async fn post_form(&self, path: &str, form: &[(&str, &str)], cookie: Option<&str>) -> Answer {
        let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = asking(Method::POST, path, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(pairs.join("&"))).unwrap()).await
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

/// A request with a host and perhaps a cookie.
pub fn asking(method: Method, path: &str, cookie: Option<&str>) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:3000");
    match cookie {
        Some(cookie) => request.header(header::COOKIE, cookie),
        None => request,
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
