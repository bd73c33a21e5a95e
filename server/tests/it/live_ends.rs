//! A page's news end with its session: within a second, whatever ended it, and nobody else's do.

use crate::web::{Web, asking};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::connect_info::MockConnectInfo,
    http::{Method, StatusCode, header},
};
use backend::{
    letters::testing::{BASE_URL, LetterBox, link_in},
    password_links, second_factor,
    sessions::{self, Origin},
    test_crm::{TestActor, TestCrm},
};
use domain::{roles::RoleKind, sessions::Ending};
use server::router::{Settings, router};
use std::{net::SocketAddr, pin::Pin, time::Duration};
use tokio::{task::JoinHandle, time::timeout};
use tower::ServiceExt;

type Happens = for<'a> fn(&'a TestCrm, &'a Two) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// What ends Boris's first session, and which of the two go on.
const CASES: &[(&str, Happens, [bool; 2])] = &[
    ("nothing does", |_, _| Box::pin(async {}), [true, true]),
    ("he signs out", |crm, two| Box::pin(two.first_signs_out(crm)), [false, true]),
    ("he ends it from the other browser", |_, two| Box::pin(two.second_ends_others()), [false, true]),
    (
        "he turns on a second factor in the other browser",
        |crm, two| Box::pin(two.second_turns_on_codes(crm)),
        [false, true],
    ),
    ("he gets a new password", |crm, _| Box::pin(new_password(crm)), [false, false]),
    ("his second factor is reset", |crm, two| Box::pin(reset_of_codes(crm, two)), [false, false]),
    ("he gets another role", |crm, _| Box::pin(another_role(crm)), [false, false]),
    ("he is suspended", |crm, _| Box::pin(suspension(crm)), [false, false]),
    ("he is dismissed", |crm, _| Box::pin(dismissal(crm)), [false, false]),
];

fn origin() -> Origin {
    Origin { address: "192.0.2.1".into(), device: "test".into() }
}

/// Two browsers of Boris.
struct Two {
    first: TestActor,
    second: TestActor,
}

impl Two {
    async fn of(crm: &TestCrm) -> Self {
        let browser = async || {
            let (workspace, boris) = (crm.boris().cx.workspace(), crm.boris().id());
            let cookie = sessions::start(&crm.backend, workspace, boris, &origin()).await.expect("a session");
            let cx = sessions::cx(&crm.backend, &cookie).await.expect("looked up").expect("signed in");
            TestActor { cx, cookie }
        };
        Two { first: browser().await, second: browser().await }
    }

    async fn first_signs_out(&self, crm: &TestCrm) {
        sessions::sign_out(&crm.backend, &self.first.cookie, &origin()).await.expect("signed out");
    }

    async fn second_ends_others(&self) {
        sessions::end(&self.second.cx, self.second.request(), Ending::Others).await.expect("ended");
    }

    async fn second_turns_on_codes(&self, crm: &TestCrm) {
        let secret = second_factor::begin(&self.second.cx, self.second.request()).await.expect("a secret").secret;
        let code = second_factor::code_now(&crm.backend, &secret);
        second_factor::confirm(&self.second.cx, self.second.request(), &code).await.expect("confirmed");
    }
}

async fn new_password(crm: &TestCrm) {
    let post = LetterBox::new(&crm.backend);
    password_links::ask(&crm.backend, "boris@example.uz", &origin()).await.expect("asked");
    let token = link_in(&post.collect().await[0], &format!("{BASE_URL}/reset?token="));
    password_links::set(&crm.backend, &token, "Совсем-новый-2027".to_owned().into(), &origin()).await.expect("set");
}

async fn reset_of_codes(crm: &TestCrm, two: &Two) {
    two.second_turns_on_codes(crm).await;
    assert_eq!(second_factor::reset(&crm.anna().cx, crm.anna().request(), two.second.id()).await, Ok(true));
}

async fn another_role(crm: &TestCrm) {
    let role = crm.anna().role(RoleKind::Supervisor).await.id;
    crm.anna().changes(crm.boris().id(), |profile| profile.role = role).await.expect("given");
}

async fn suspension(crm: &TestCrm) {
    crm.anna().suspends(crm.boris().id()).await.expect("suspended");
}

async fn dismissal(crm: &TestCrm) {
    let anna = crm.anna();
    anna.dismisses(crm.boris().id(), anna.id()).await.expect("dismissed");
}

/// The server around these companies, whose answers are read while they come.
fn serving(crm: &TestCrm) -> Router {
    let local: SocketAddr = "127.0.0.1:3000".parse().unwrap();
    let peer: SocketAddr = "192.0.2.7:5000".parse().unwrap();
    router(crm.backend.clone(), Settings::new(None, local, true, true).unwrap()).layer(MockConnectInfo(peer))
}

/// Opens a page's news; what is given ends with them.
async fn listens(server: &Router, who: &TestActor) -> JoinHandle<()> {
    let since = who.cx.now().timestamp_millis() + 60_000;
    let cookie = format!("__Host-voronka={}", who.cookie);
    let request = asking(Method::GET, &format!("/live?since={since}"), Some(&cookie));
    let answer = server.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
    assert_eq!(answer.headers()["x-accel-buffering"], "no", "a proxy keeps nothing back");
    tokio::spawn(async move { drop(to_bytes(answer.into_body(), 1 << 20).await.expect("news")) })
}

#[tokio::test]
async fn the_news_of_a_page_end_with_its_session_within_a_second_and_nobody_elses_do() {
    for (case, happens, go_on) in CASES {
        let crm = TestCrm::sqlite().await;
        let (server, two) = (serving(&crm), Two::of(&crm).await);
        let mut pages = [listens(&server, &two.first).await, listens(&server, &two.second).await];
        let mut hers = listens(&server, crm.anna()).await;
        happens(&crm, &two).await;
        for (page, goes_on) in pages.iter_mut().zip(go_on) {
            let patience = Duration::from_millis(if *goes_on { 200 } else { 1_000 });
            assert_eq!(timeout(patience, page).await.is_err(), *goes_on, "{case}");
        }
        assert!(timeout(Duration::from_millis(100), &mut hers).await.is_err(), "{case}: a colleague's");
    }
}

#[tokio::test]
async fn a_session_that_ended_opens_no_news_again() {
    let web = Web::new().await;
    let cookie = web.sign_in("boris@example.uz").await;
    suspension(&web.crm).await;
    assert_eq!(web.get("/live?since=0", Some(&cookie)).await.status, StatusCode::UNAUTHORIZED);
}
