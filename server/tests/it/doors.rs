//! Sign-in, sign-out, sign-up: what comes in and what goes out.

use crate::web::{Web, asking, form_of};
use axum::{
    body::Body,
    http::{HeaderValue, Method, StatusCode, header},
};
use backend::{
    letters::testing::{BASE_URL, LetterBox, link_in},
    test_crm::PASSWORD,
};

#[tokio::test]
async fn the_cookie_is_host_bound_secure_and_hidden_from_scripts() {
    let web = Web::new().await;
    let answer = web.post_form("/login", &[("email", "anna@example.uz"), ("password", PASSWORD)], None).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-voronka="), "{cookie}");
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}

#[tokio::test]
async fn unknown_and_known_addresses_are_answered_alike() {
    let web = Web::new().await;
    let wrong = [("email", "anna@example.uz"), ("password", "не тот пароль")];
    let unknown = [("email", "nobody@example.uz"), ("password", "не тот пароль")];
    let (wrong, unknown) = (web.post_form("/login", &wrong, None).await, web.post_form("/login", &unknown, None).await);
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(wrong.status, unknown.status);
    let plain = |body: &str| {
        body.split("nonce").map(|part| part.split_once('>').map_or(part, |(_, rest)| rest)).collect::<String>()
    };
    assert_eq!(plain(&wrong.body), plain(&unknown.body));
}

#[tokio::test]
async fn a_session_ends_with_the_sign_out() {
    let web = Web::new().await;
    let cookie = web.sign_in("anna@example.uz").await;
    assert_eq!(web.get("/clients", Some(&cookie)).await.status, StatusCode::OK);
    let out = web.post_form("/logout", &[], Some(&cookie)).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert!(out.header("clear-site-data").contains("cache"));
    let after = web.get("/clients", Some(&cookie)).await;
    assert_eq!((after.status, after.header("location")), (StatusCode::SEE_OTHER, "/login?next=/clients"));
}

#[tokio::test]
async fn many_wrong_passwords_close_the_door_for_a_while() {
    let web = Web::new().await;
    let wrong = [("email", "boris@example.uz"), ("password", "не тот пароль")];
    for _ in 0..10 {
        assert_eq!(web.post_form("/login", &wrong, None).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(web.post_form("/login", &wrong, None).await.status, StatusCode::TOO_MANY_REQUESTS);
    let other = web.post_form("/login", &[("email", "anna@example.uz"), ("password", PASSWORD)], None).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER, "another account is not held up");
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let web = Web::new().await;
    let cookie = web.sign_in("anna@example.uz").await;
    let cases: [&[(&str, &str)]; 4] = [
        &[("origin", "https://evil.test")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:3000")],
    ];
    for headers in cases {
        for path in
            ["/logout", "/login", "/enter", "/setup", "/signup", "/forgot", "/activate", "/reset", "/api/get_viewer"]
        {
            let mut request =
                asking(Method::POST, path, Some(&cookie)).header("content-type", "application/x-www-form-urlencoded");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = web.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
    }
    assert_eq!(web.get("/clients", Some(&cookie)).await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn sign_up_refuses_with_the_field_and_keeps_what_was_typed() {
    let web = Web::new().await;
    let form = [
        ("company", "Новая"),
        ("currency", "UZS"),
        ("first_name", "Анна"),
        ("last_name", "Ким"),
        ("email", "кривой"),
        ("password", "1234567"),
        ("zone", "Asia/Tashkent"),
    ];
    let answer = web.post_form("/signup", &form, None).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("value=\"Новая\""), "{}", answer.body);
    assert!(answer.body.contains("Не меньше 8 символов") && answer.body.contains("Проверьте адрес почты"));
    assert!(!answer.body.contains("1234567"), "the password is never sent back");
}

#[tokio::test]
async fn whoever_forgot_a_password_is_answered_alike_for_every_address() {
    let web = Web::new().await;
    let mut answers = Vec::new();
    for email in ["anna@example.uz", "nobody@example.uz", "не адрес"] {
        let answer = web.post_form("/forgot", &[("email", email)], None).await;
        let plain: String =
            answer.body.split("nonce").map(|part| part.split_once('>').map_or(part, |(_, rest)| rest)).collect();
        answers.push((answer.status, plain));
    }
    assert_eq!(answers[0].0, StatusCode::OK);
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert!(answers[0].1.contains("Проверьте почту"), "{}", answers[0].1);
}

#[tokio::test]
async fn a_made_up_link_opens_nothing_and_sets_nothing() {
    let web = Web::new().await;
    for path in ["/activate", "/reset"] {
        assert_eq!(web.get(&format!("{path}?token=made-up"), None).await.status, StatusCode::GONE);
        let form = [("token", "made-up"), ("password", PASSWORD)];
        let answer = web.post_form(path, &form, None).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::GONE, ""));
    }
}

#[tokio::test]
async fn whoever_was_invited_enters_in_the_language_and_the_zone_of_their_browser() {
    let web = Web::new().await;
    let (anna, post) = (web.crm.anna(), LetterBox::new(&web.crm.backend));
    anna.creates_user(anna.hires("Олег", "oleg@example.uz").await).await.expect("created");
    let token = link_in(&post.collect().await[0], &format!("{BASE_URL}/activate?token="));
    let page = web.get(&format!("/activate?token={token}"), None).await;
    assert!(page.body.contains("name=\"zone\""), "the browser fills it in: {}", page.body);
    let form = [("token", token.as_str()), ("password", "Совсем-новый-2027"), ("zone", "Europe/Lisbon")];
    let mut request = form_of("/activate", &form, None);
    request.headers_mut().insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("de,en-GB;q=0.9,ru;q=0.8"));
    let entered = web.send(request).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.body);
    let page = web.get("/clients", entered.cookie().as_deref()).await;
    assert!(page.body.contains("<html lang=\"en\"") && page.body.contains("Europe/Lisbon"), "{}", page.body);
}

#[tokio::test]
async fn whoever_is_known_is_told_in_their_own_language_why_there_is_no_file() {
    let web = Web::new().await;
    let cookie = web.sign_in("boris@example.uz").await;
    let refused = async || web.get(app::routes::SECURITY_LOG_FILE, Some(&cookie)).await;
    let words = |lang: &str| backend::words::catalogues()[lang]["errors.forbidden"].clone();
    assert!(refused().await.body.contains(&words("ru")));
    let chosen = format!(r#"{{"request":"{}","lang":"en"}}"#, uuid::Uuid::now_v7());
    assert_eq!(web.call("/api/set_lang", &chosen, Some(&cookie)).await.status, StatusCode::OK);
    let answer = refused().await;
    assert!(answer.status == StatusCode::FORBIDDEN && answer.body.contains(&words("en")), "{}", answer.body);
}
