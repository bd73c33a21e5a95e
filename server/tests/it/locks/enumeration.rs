//! Whether somebody has an account cannot be found out at the doors: not by words, not by headers, not by time.

use crate::web::{Answer, Web};
use axum::http::StatusCode;
use backend::{
    setup,
    test_crm::{PASSWORD, company, origin},
};
use chrono::TimeDelta;
use std::time::{Duration, Instant};

/// Addresses of every kind: of somebody, of nobody, of somebody kept out, of somebody invited, of somebody gone, of somebody in
/// several companies.
const ADDRESSES: [&str; 7] = [
    "anna@example.uz",
    "nobody@example.uz",
    "boris@example.uz",
    "oleg@example.uz",
    "vera@example.uz",
    "both@example.uz",
    "anna@example.uz.evil.test",
];

async fn world() -> Web {
    let web = Web::new().await;
    let (crm, anna) = (&web.crm, web.crm.anna());
    anna.suspends(crm.boris().id()).await.expect("suspended");
    anna.dismisses(crm.vera().id(), anna.id()).await.expect("dismissed");
    anna.creates_user(anna.hires("Олег", "oleg@example.uz").await).await.expect("invited");
    for name in ["Первая", "Вторая", "Третья"] {
        setup::sign_up(&crm.backend, company(name, "both@example.uz"), &origin()).await.expect("signed up");
    }
    web
}

/// An answer without its nonce and without what was typed.
fn plain(answer: &Answer, email: &str) -> (StatusCode, Vec<(String, String)>, String) {
    let nonce =
        answer.header("content-security-policy").split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
    let without = |text: &str| nonce.map_or(text.to_owned(), |nonce| text.replace(nonce, "")).replace(email, "");
    let headers = answer.headers.iter().filter(|(name, _)| *name != "content-length");
    let headers = headers.map(|(name, value)| (name.to_string(), without(value.to_str().unwrap()))).collect();
    (answer.status, headers, without(&answer.body))
}

async fn knock(web: &Web, door: &str, email: &str) -> (Answer, Duration) {
    // Attempts are counted, and the tenth closes the door: here the clock goes on.
    web.crm.pass(TimeDelta::minutes(11));
    let form = [("email", email), ("password", "не тот пароль")];
    let begun = Instant::now();
    let answer = web.post_form(door, &form, None).await;
    (answer, begun.elapsed())
}

#[tokio::test]
async fn every_address_is_answered_alike_to_the_letter() {
    let web = world().await;
    for door in ["/login", "/forgot"] {
        let (first, _) = knock(&web, door, "nobody@example.uz").await;
        let wanted = plain(&first, "nobody@example.uz");
        for email in ADDRESSES.into_iter().chain(["", "не адрес", "ANNA@EXAMPLE.UZ", "' or 1=1--"]) {
            let (answer, _) = knock(&web, door, email).await;
            assert_eq!(plain(&answer, email), wanted, "{door} {email}");
        }
    }
    // The right password of somebody who is kept out says no more than a wrong one.
    let (refused, _) = knock(&web, "/login", "nobody@example.uz").await;
    for email in ["boris@example.uz", "vera@example.uz", "oleg@example.uz"] {
        web.crm.pass(TimeDelta::minutes(11));
        let answer = web.post_form("/login", &[("email", email), ("password", PASSWORD)], None).await;
        assert_eq!(plain(&answer, email), plain(&refused, "nobody@example.uz"), "{email}");
    }
}

#[tokio::test]
async fn a_door_that_is_closed_for_a_while_is_closed_alike_for_every_address() {
    let web = world().await;
    let form = |email: &'static str| [("email", email), ("password", "не тот пароль")];
    for email in ["anna@example.uz", "nobody@example.uz"] {
        let mut answers = Vec::new();
        for _ in 0..12 {
            answers.push(web.post_form("/login", &form(email), None).await.status.as_u16());
        }
        assert_eq!(answers, [[401; 10].as_slice(), &[429; 2]].concat(), "{email}");
    }
}

/// How long each address takes in each round. Each round begins with another one: memory and threads are used in turn as well,
/// and the same address must not always meet the slower ones.
async fn timed(web: &Web, door: &str) -> [Vec<Duration>; ADDRESSES.len()] {
    let mut times: [Vec<Duration>; ADDRESSES.len()] = Default::default();
    for round in 0..ROUNDS {
        for turn in 0..ADDRESSES.len() {
            let at = (round + turn) % ADDRESSES.len();
            times[at].push(knock(web, door, ADDRESSES[at]).await.1);
        }
    }
    times
}

const ROUNDS: usize = 80;

/// Below this nobody can tell from afar, and the clock of a busy machine cannot either.
const UNSEEN: f64 = 0.001;
/// So many per cent more are told apart.
const APART: f64 = 1.08;

/// What lies so far from the quickest to the slowest.
fn at(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted[(sorted.len() as f64 * share) as usize]
}

/// Whether the first of two series takes longer for a reason of its own. Other work on the machine only ever adds time, now to
/// this and now to that one. What the server itself does more of shows three times: in each round beside its neighbour (the
/// median of the quotients), in most rounds at all, and in the rounds that nothing disturbed (the quickest fifth).
fn takes_longer(one: &[Duration], other: &[Duration]) -> bool {
    let seconds = |times: &[Duration]| times.iter().map(Duration::as_secs_f64).collect::<Vec<_>>();
    let (one, other) = (seconds(one), seconds(other));
    let quotients: Vec<f64> = one.iter().zip(&other).map(|(one, other)| one / other).collect();
    let slower = quotients.iter().filter(|quotient| **quotient > 1.0).count();
    let (quick, quicker) = (at(&one, 0.2), at(&other, 0.2));
    at(&quotients, 0.5) > APART
        && 3 * slower > 2 * quotients.len()
        && quick > quicker * APART
        && quick - quicker > UNSEEN
}

#[test]
fn a_steady_fifth_is_seen_and_other_work_on_the_machine_is_not() {
    let mut state = 1u64;
    let mut dice = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1u64 << 31) as f64
    };
    // Forty milliseconds, a tenth of which come and go; every third request waits for others.
    let mut series = |more: f64, in_so_many: f64| -> Vec<Duration> {
        let mut one = || {
            let own = 0.04 * (1.0 + 0.1 * dice()) * if dice() < in_so_many { more } else { 1.0 };
            Duration::from_secs_f64(own + if dice() < 0.33 { 0.05 * dice() } else { 0.0 })
        };
        (0..ROUNDS).map(|_| one()).collect()
    };
    for trial in 0..1_000 {
        let (plain, other) = (series(1.0, 1.0), series(1.0, 1.0));
        assert!(!takes_longer(&plain, &other) && !takes_longer(&other, &plain), "trial {trial}");
    }
    // Most of the time a fifth more, or all the time, or a quarter less work.
    for (more, in_so_many) in [(1.2, 1.0), (1.25, 0.8), (1.3, 0.9), (2.0, 0.8)] {
        let seen = (0..200).filter(|_| takes_longer(&series(more, in_so_many), &series(1.0, 1.0))).count();
        assert!(seen > 150, "{more} in {in_so_many}: seen in {seen} of 200");
    }
}

#[tokio::test]
async fn every_address_takes_the_same_time() {
    let web = world().await;
    for door in ["/login", "/forgot"] {
        let times = timed(&web, door).await;
        for (one, other) in (0..times.len()).flat_map(|one| (0..times.len()).map(move |other| (one, other))) {
            assert!(
                !takes_longer(&times[one], &times[other]),
                "{door}: {} takes longer than {}: {:?} / {:?}",
                ADDRESSES[one],
                ADDRESSES[other],
                times[one],
                times[other]
            );
        }
    }
}

/// Whoever signs up founds a company of their own: that an address has an account elsewhere is neither looked at nor told.
#[tokio::test]
async fn a_company_is_founded_alike_with_an_address_that_is_known_and_one_that_is_not() {
    let web = world().await;
    for (password, status) in [("1234567", 422), ("Основатель-2028", 303)] {
        let mut answers = Vec::new();
        for email in ADDRESSES {
            let form = [
                ("company", "Новая"),
                ("currency", "UZS"),
                ("first_name", "Анна"),
                ("last_name", "Ким"),
                ("email", email),
                ("password", password),
                ("zone", "Asia/Tashkent"),
            ];
            let answer = web.post_form("/signup", &form, None).await;
            assert_eq!(answer.status.as_u16(), status, "{email}");
            let (status, headers, body) = plain(&answer, email);
            // Each session has a cookie of its own.
            let headers: Vec<_> = headers.into_iter().filter(|(name, _)| name != "set-cookie").collect();
            answers.push((status, headers, body));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    }
}
