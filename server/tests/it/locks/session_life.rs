//! The life of a session, case by case: which cookies open the door, and which no longer do or never did.

use super::{BASE, HOST};
use crate::web::Web;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use backend::{
    letters::testing::{BASE_URL, LetterBox, link_in},
    password_links, roles,
    sessions::{self, Origin},
    test_crm::{PASSWORD, TestActor, TestCrm},
};
use chrono::TimeDelta;
use domain::{access::Rights, roles::RoleDraft, sessions::Ending};
use std::pin::Pin;

type Case<'a> = Pin<Box<dyn Future<Output = String> + 'a>>;

type Happens = for<'a> fn(&'a Life) -> Case<'a>;

/// What happens to Boris's session, and the cookie that he or somebody else comes with afterwards.
const CASES: &[(&str, Answered, Happens)] = &[
    ("as it was given", Opens, |life| Box::pin(async { life.given() })),
    ("after the password was changed by somebody else in the company", Opens, |life| {
        Box::pin(life.after_reset_of("vera@example.uz"))
    }),
    ("after another one of his sessions was ended", Opens, |life| Box::pin(life.after_end_of_another())),
    ("ended from another browser", Closed, |life| Box::pin(life.after_end_of_it())),
    ("ended with all others", Closed, |life| Box::pin(life.after_end_of_others())),
    ("after the sign-out", Closed, |life| Box::pin(life.after_sign_out())),
    ("after his password was changed", Closed, |life| Box::pin(life.after_reset_of("boris@example.uz"))),
    ("after his role was changed", Closed, |life| Box::pin(life.after_another_role())),
    ("while he is suspended", Closed, |life| Box::pin(life.after_suspension())),
    ("after he was suspended and taken back", Closed, |life| Box::pin(life.after_return())),
    ("after his dismissal", Closed, |life| Box::pin(life.after_dismissal())),
    ("unused for a fortnight", Closed, |life| Box::pin(life.after_days(&[14]))),
    ("used all the time, after ninety days", Closed, |life| Box::pin(life.after_days(&[13; 7]))),
    ("with another company's name before it", Closed, |life| {
        Box::pin(async { life.with_company_of(life.web.crm.other_company()) })
    }),
    ("of another company, with this one's name", Closed, |life| Box::pin(async { life.foreign_token() })),
    ("with its last sign changed", Closed, |life| {
        Box::pin(async { life.changed(|token| format!("{}!", &token[..token.len() - 1])) })
    }),
    ("with its last sign cut off", Closed, |life| {
        Box::pin(async { life.changed(|token| token[..token.len() - 1].to_owned()) })
    }),
    ("in other letters", Closed, |life| Box::pin(async { life.changed(str::to_uppercase) })),
    ("with something after it", Closed, |life| Box::pin(async { life.changed(|token| format!("{token}.{token}")) })),
    ("without its token", Closed, |life| Box::pin(async { life.changed(|_| String::new()) })),
    ("by its stored hash", Closed, |life| Box::pin(life.by_stored_hash())),
    ("under the name it has where there is no TLS", Closed, |life| {
        Box::pin(async { life.given().replace("__Host-", "") })
    }),
    ("none at all", Closed, |_| Box::pin(async { String::new() })),
];

#[derive(Clone, Copy, PartialEq, Debug)]
enum Answered {
    Opens,
    Closed,
}
use Answered::{Closed, Opens};

/// A server, and Boris who has just signed in.
struct Life {
    web: Web,
    value: String,
}

impl Life {
    async fn new() -> Self {
        let web = Web::of(TestCrm::sqlite().await, Some(BASE));
        let value = start(&web, web.crm.boris()).await;
        Life { web, value }
    }

    fn given(&self) -> String {
        format!("__Host-voronka={}", self.value)
    }

    /// His session itself.
    async fn cx(&self) -> backend::Cx {
        sessions::cx(&self.web.crm.backend, &self.value).await.expect("looked up").expect("signed in")
    }

    fn changed(&self, change: impl Fn(&str) -> String) -> String {
        let (company, token) = self.value.split_once('.').expect("a company");
        format!("__Host-voronka={company}.{}", change(token))
    }

    fn with_company_of(&self, other: &TestActor) -> String {
        let (_, token) = self.value.split_once('.').expect("a company");
        format!("__Host-voronka={}.{token}", other.cx.workspace())
    }

    fn foreign_token(&self) -> String {
        let (_, token) = self.web.crm.other_company().cookie.split_once('.').expect("a company");
        self.changed(|_| token.to_owned())
    }

    async fn by_stored_hash(&self) -> String {
        let rows = self.web.crm.base.everything().await;
        let is_his = |row: &&String| row.starts_with("sessions ") && row.contains("X'");
        let row = rows.iter().rfind(is_his).expect("a session is stored").clone();
        let hash =
            row.split("X'").filter_map(|part| part.split('\'').next()).find(|part| part.len() == 64).expect("a hash");
        self.changed(|_| hash.to_lowercase())
    }

    async fn after_end_of_another(&self) -> String {
        let (boris, other) = (self.web.crm.boris(), start(&self.web, self.web.crm.boris()).await);
        let other = sessions::cx(&self.web.crm.backend, &other).await.expect("looked up").expect("signed in");
        let list = sessions::list(&other).await.expect("the list");
        let one = list.iter().find(|session| session.current).expect("the one that asks").id;
        sessions::end(&self.cx().await, boris.request(), Ending::One(one)).await.expect("ended");
        self.given()
    }

    async fn after_end_of_it(&self) -> String {
        let boris = self.web.crm.boris();
        let list = sessions::list(&self.cx().await).await.expect("the list");
        let one = list.iter().find(|session| session.current).expect("the one that asks").id;
        sessions::end(&boris.cx, boris.request(), Ending::One(one)).await.expect("ended");
        self.given()
    }

    async fn after_end_of_others(&self) -> String {
        let boris = self.web.crm.boris();
        let other = start(&self.web, boris).await;
        let other = sessions::cx(&self.web.crm.backend, &other).await.expect("looked up").expect("signed in");
        sessions::end(&other, boris.request(), Ending::Others).await.expect("ended");
        self.given()
    }

    async fn after_sign_out(&self) -> String {
        let request = Request::post("/logout").header(header::HOST, HOST).header(header::COOKIE, self.given());
        let answer = self.web.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        self.given()
    }

    async fn after_reset_of(&self, email: &str) -> String {
        let (backend, post) = (&self.web.crm.backend, LetterBox::new(&self.web.crm.backend));
        password_links::ask(backend, email, &origin()).await.expect("asked");
        let token = link_in(&post.collect().await[0], &format!("{BASE_URL}/reset?token="));
        password_links::set(backend, &token, "Совсем-новый-2027".to_owned().into(), &origin()).await.expect("set");
        self.given()
    }

    async fn after_another_role(&self) -> String {
        let anna = self.web.crm.anna();
        let draft = RoleDraft { name: "Другая".into(), rights: Rights::of_new_role(), second_factor: false };
        let role = roles::create(&anna.cx, anna.request(), draft).await.expect("a role").id;
        anna.changes(self.web.crm.boris().id(), |profile| profile.role = role).await.expect("given");
        self.given()
    }

    async fn after_suspension(&self) -> String {
        let anna = self.web.crm.anna();
        anna.suspends(self.web.crm.boris().id()).await.expect("suspended");
        self.given()
    }

    async fn after_return(&self) -> String {
        let anna = self.web.crm.anna();
        let cookie = self.after_suspension().await;
        anna.lets_in_again(self.web.crm.boris().id()).await.expect("taken back");
        cookie
    }

    async fn after_dismissal(&self) -> String {
        let anna = self.web.crm.anna();
        anna.dismisses(self.web.crm.boris().id(), anna.id()).await.expect("dismissed");
        self.given()
    }

    /// Every pause but the last is followed by a use.
    async fn after_days(&self, pauses: &[i64]) -> String {
        for (index, days) in pauses.iter().enumerate() {
            if index > 0 {
                assert_eq!(ask(&self.web, &self.given()).await, Opens, "used again");
            }
            self.web.crm.pass(TimeDelta::days(*days));
        }
        self.given()
    }
}

fn origin() -> Origin {
    Origin { address: "192.0.2.1".into(), device: "test".into() }
}

async fn start(web: &Web, of: &TestActor) -> String {
    sessions::start(&web.crm.backend, of.cx.workspace(), of.id(), &origin()).await.expect("a session")
}

/// Whether this cookie opens a function, a page and the news alike.
async fn ask(web: &Web, cookie: &str) -> Answered {
    let request = |request: axum::http::request::Builder| {
        request
            .header(header::HOST, HOST)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/json")
    };
    let function = web.send(request(Request::post("/api/get_viewer")).body(Body::from("{}")).unwrap()).await;
    let page = web.send(request(Request::get("/clients")).body(Body::empty()).unwrap()).await;
    let news = web.status_of(request(Request::get("/live?since=0")).body(Body::empty()).unwrap()).await;
    match (function.status.as_u16(), page.status.as_u16(), news.as_u16()) {
        (200, 200, 200) if function.body.contains("boris@example.uz") => Opens,
        (401, 303, 401) => {
            assert!(!function.body.contains("boris") && !page.body.contains("boris"));
            Closed
        }
        other => panic!("{cookie}: {other:?} {}", function.body),
    }
}

#[tokio::test]
async fn every_case_of_a_sessions_life_ends_as_it_should_on_every_server() {
    let mut wrong = Vec::new();
    for (case, wanted, happens) in CASES {
        let life = Life::new().await;
        // The other server has met the session as it was, and learns of its end at the next request.
        let elsewhere = life.web.another_server(Some(BASE));
        assert_eq!(ask(&elsewhere, &life.given()).await, Opens);
        let cookie = happens(&life).await;
        let answered = [ask(&life.web, &cookie).await, ask(&elsewhere, &cookie).await];
        if answered != [*wanted; 2] {
            wrong.push(format!("{case}: {answered:?}"));
        }
    }
    assert!(CASES.len() >= 15 && wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_sign_in_gives_a_new_token_and_takes_over_none_that_was_put_there_before() {
    let web = Web::new().await;
    let company = web.crm.boris().cx.workspace();
    let fixed = format!("__Host-voronka={company}.{}", "A".repeat(43));
    let form = [("email", "boris@example.uz"), ("password", PASSWORD)];
    let mut given = Vec::new();
    for _ in 0..3 {
        let answer = web.post_form("/login", &form, Some(&fixed)).await;
        given.push(answer.cookie().expect("a session"));
    }
    assert_eq!(
        web.get("/clients", Some(&fixed)).await.status,
        StatusCode::SEE_OTHER,
        "the one put there opens nothing"
    );
    for (index, cookie) in given.iter().enumerate() {
        assert!(*cookie != fixed && !given[..index].contains(cookie), "{cookie}");
        let (_, token) = cookie.split_once('.').expect("a company");
        assert_eq!(token.len(), 43, "256 bits");
        assert_eq!(web.get("/clients", Some(cookie)).await.status, StatusCode::OK);
    }
    let stored = web.crm.base.everything().await.join("\n");
    assert!(given.iter().all(|cookie| !stored.contains(cookie.split_once('.').expect("a company").1)), "hashes only");
}

#[tokio::test]
async fn a_one_time_link_gives_one_session_however_often_it_is_sent() {
    let web = Web::new().await;
    backend::setup::sign_up(&web.crm.backend, backend::test_crm::company("Вторая", "boris@example.uz"), &origin())
        .await
        .expect("signed up");
    let answer = web.post_form("/login", &[("email", "boris@example.uz"), ("password", PASSWORD)], None).await;
    let (_, tokens) = answer.header("location").split_once("token=").expect("a choice");
    let token = tokens.split('&').next().expect("a link").to_owned();
    let before = web.crm.base.size("sessions").await;
    let mut opened = 0;
    for _ in 0..4 {
        let answer = web.post_form("/enter", &[("token", &token)], None).await;
        opened += usize::from(answer.cookie().is_some());
    }
    assert_eq!((opened, web.crm.base.size("sessions").await - before), (1, 1));
}
