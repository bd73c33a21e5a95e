//! Over a real socket: who keeps the server waiting is hung up on, and nobody who is only slow.

use crate::web::Web;
use server::{
    connections::{Patience, serve},
    router::{Settings, router},
};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
    time::{sleep, timeout},
};

const SHORT: Duration = Duration::from_millis(400);
/// Longer than any patience of the server here.
const LONG: Duration = Duration::from_secs(5);
const FORM: &str = "email=nobody%40example.uz&password=wrong";

struct Socket {
    web: Web,
    listens: std::net::SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Socket {
    async fn open() -> Self {
        let web = Web::new().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let listens = listener.local_addr().unwrap();
        let app = router(web.crm.backend.clone(), Settings::new(None, listens, false, false).unwrap());
        let (stop, stopped) = watch::channel(false);
        let serving = tokio::spawn(serve(listener, app, Patience { head: SHORT, body: SHORT }, stopped));
        Socket { web, listens, stop, serving }
    }

    /// Connects and sends this much.
    async fn sends(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.listens).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }
}

/// All that is answered until the server hangs up.
async fn last_words(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    // A connection that is reset with something unread has been hung up on as well.
    let _ = timeout(LONG, stream.read_to_end(&mut said)).await.expect("it hangs up");
    String::from_utf8_lossy(&said).into_owned()
}

fn head_of_form() -> String {
    let length = FORM.len();
    format!(
        "POST /login HTTP/1.1\r\nHost: here\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    )
}

#[tokio::test]
async fn who_stops_within_a_head_or_a_body_is_hung_up_on() {
    let socket = Socket::open().await;
    for head in ["", "G", "GET /healthz HTTP/1.1\r\nHost: here\r\nX-Slow:"] {
        let said = last_words(&mut socket.sends(head).await).await;
        assert!(!said.starts_with("HTTP/1.1 200"), "{head}: {said}");
    }
    let mut kept = socket.sends("GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n").await;
    assert!(last_words(&mut kept).await.starts_with("HTTP/1.1 200"), "answered, and then nothing more came");
    let mut stalls = socket.sends(&format!("{}{}", head_of_form(), &FORM[..5])).await;
    let said = last_words(&mut stalls).await;
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
}

#[tokio::test]
async fn who_is_slow_and_goes_on_is_answered_and_news_last() {
    let socket = Socket::open().await;
    let cookie = socket.web.sign_in("anna@example.uz").await;
    let mut news = socket
        .sends(&format!("GET /live?since=99999999999999 HTTP/1.1\r\nHost: here\r\nCookie: {cookie}\r\n\r\n"))
        .await;
    let mut slow = socket.sends(&head_of_form()).await;
    for part in FORM.as_bytes().chunks(5) {
        sleep(SHORT / 3).await;
        slow.write_all(part).await.unwrap();
    }
    assert!(last_words(&mut slow).await.starts_with("HTTP/1.1 401"));
    let mut said = vec![0; 4_096];
    let length = news.read(&mut said).await.unwrap();
    assert!(said.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&said[..length]));
    assert!(timeout(SHORT * 2, news.read(&mut said)).await.is_err(), "the news go on");
}

#[tokio::test]
async fn at_the_end_idle_connections_are_let_go_and_a_request_is_answered() {
    let socket = Socket::open().await;
    let mut idle = socket.sends("").await;
    let mut half = socket.sends(&format!("{}{}", head_of_form(), &FORM[..5])).await;
    // Both are accepted by then.
    sleep(SHORT / 4).await;
    socket.stop.send(true).unwrap();
    half.write_all(&FORM.as_bytes()[5..]).await.unwrap();
    assert!(last_words(&mut half).await.starts_with("HTTP/1.1 401"));
    assert_eq!(last_words(&mut idle).await, "");
    timeout(LONG, socket.serving).await.expect("it ends").unwrap();
    assert!(TcpStream::connect(socket.listens).await.is_err(), "nobody listens");
}
