//! Stories of activation and of forgotten passwords, on both databases.

use super::{NewPassword, ask, find, set};
use crate::{
    db_test,
    letters::testing::{LetterBox, link_in},
    sessions::{self, Origin, SignedIn},
    setup,
    test_crm::{PASSWORD, TestCrm, company, origin},
    users::{self, staff},
};
use chrono::TimeDelta;
use domain::{
    clients::ClientPatch,
    error::{AppError, Problem},
    events::{Change, Told},
    lang::Lang,
    users::UserStatus,
};

const NEW: &str = "Совсем-новый-2027";
const VOID: AppError = AppError::NotSignedIn;

async fn signs_in(crm: &TestCrm, email: &str, password: &str) -> bool {
    let answer = sessions::sign_in(&crm.backend, email, password, &origin()).await;
    matches!(answer, Ok(SignedIn::Session(_)))
}

async fn sets(crm: &TestCrm, token: &str, password: &str) -> Result<String, AppError> {
    set(&crm.backend, token, password.to_owned().into(), &origin()).await
}

/// The language and the zone of whoever sets a password by the letter that waits, in a browser that says this of them.
async fn home_of(crm: &TestCrm, post: &LetterBox, page: &str, says: (Option<Lang>, &str)) -> (Lang, String) {
    let token = link_in(&post.collect().await[0], &format!("/{page}?token="));
    let new = NewPassword { password: NEW.into(), lang: says.0, zone: says.1.into() };
    let cookie = set(&crm.backend, &token, new, &origin()).await.expect("the password is set");
    let cx = sessions::cx(&crm.backend, &cookie).await.expect("looked up").expect("signed in");
    let viewer = users::viewer(&cx).await.expect("a viewer");
    (viewer.lang, viewer.zone.name)
}

db_test! {
    async fn who_is_invited_sets_a_password_by_the_letter_and_is_in(crm: TestCrm) {
        let anna = crm.anna();
        let post = LetterBox::new(&crm.backend);
        let made = anna.creates_user(anna.hires("Олег", "oleg@example.uz").await).await.expect("created");
        let letters = post.collect().await;
        assert_eq!(letters.len(), 1);
        assert!(letters[0].contains("<oleg@example.uz>"), "{}", letters[0]);
        let token = link_in(&letters[0], "https://crm.example.uz/activate?token=");
        let link = find(&crm.backend, &token).await.expect("looked up").expect("open");
        assert_eq!((link.company.as_str(), link.email.as_str()), ("Ромашка", "oleg@example.uz"));
        assert_eq!(sets(&crm, &token, "12345678").await, Err(AppError::invalid("password", Problem::TooCommon)));
        let cookie = sets(&crm, &token, NEW).await.expect("the password is set");
        let cx = sessions::cx(&crm.backend, &cookie).await.expect("looked up").expect("signed in");
        assert_eq!(cx.user(), made.user.id);
        assert_eq!(anna.member(made.user.id).await.status, UserStatus::Active);
        assert!(signs_in(&crm, "oleg@example.uz", NEW).await);
        assert_eq!(sets(&crm, &token, NEW).await, Err(VOID), "once");
    }

    async fn who_is_invited_reads_and_lives_as_their_own_browser_says(crm: TestCrm) {
        let (anna, post) = (crm.anna(), LetterBox::new(&crm.backend));
        let oleg = anna.creates_user(anna.hires("Олег", "oleg@example.uz").await).await.expect("created").user.id;
        let lisbon = (Lang::En, "Europe/Lisbon".to_owned());
        assert_eq!(home_of(&crm, &post, "activate", (Some(Lang::En), "Europe/Lisbon")).await, lisbon);
        let told = crate::events::feed_of(&anna.cx, oleg.into(), &domain::filter::Page::first()).await.expect("a history");
        let text = |text: &str| Some(Told::Text(text.into()));
        for change in [
            Change::of("lang", text("ru"), text("en")),
            Change::of("zone", text("Asia/Tashkent"), text("Europe/Lisbon")),
        ] {
            assert!(told.rows[0].changes.contains(&change.expect("a change")), "{told:?}");
        }
        // Another password is no move: it may be set in somebody else's browser.
        ask(&crm.backend, "oleg@example.uz", &origin()).await.expect("asked");
        assert_eq!(home_of(&crm, &post, "reset", (Some(Lang::Ru), "Asia/Tokyo")).await, lisbon);
    }

    async fn who_is_invited_keeps_the_inviters_language_and_zone_where_the_browser_says_nothing(crm: TestCrm) {
        let (anna, post) = (crm.anna(), LetterBox::new(&crm.backend));
        for (email, zone) in [("oleg@example.uz", ""), ("olga@example.uz", "Mars/Base")] {
            anna.creates_user(anna.hires("Олег", email).await).await.expect("created");
            assert_eq!(home_of(&crm, &post, "activate", (None, zone)).await, (Lang::Ru, "Asia/Tashkent".to_owned()));
        }
    }

    async fn a_new_password_takes_no_letter_about_clients_back(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let post = LetterBox::new(&crm.backend);
        ask(&crm.backend, "boris@example.uz", &origin()).await.expect("asked");
        let token = link_in(&post.collect().await[0], "/reset?token=");
        let client = anna.creates_client("Ромашка").await.id;
        anna.edits(client, ClientPatch::Managers(vec![boris.id()])).await;
        sets(&crm, &token, NEW).await.expect("the password is set");
        let letters = post.collect().await;
        assert_eq!(letters.len(), 1);
        assert!(letters[0].contains("boris@example.uz"), "{}", letters[0]);
    }

    async fn an_invitation_that_is_sent_again_makes_the_first_one_void(crm: TestCrm) {
        let anna = crm.anna();
        let post = LetterBox::new(&crm.backend);
        let made = anna.creates_user(anna.hires("Олег", "oleg@example.uz").await).await.expect("created").user.id;
        let first = link_in(&post.collect().await[0], "/activate?token=");
        staff::resend(&anna.cx, anna.request(), made).await.expect("sent again");
        let letters = post.collect().await;
        assert_eq!(letters.len(), 1);
        assert_eq!(sets(&crm, &first, NEW).await, Err(VOID));
        let second = link_in(&letters[0], "/activate?token=");
        // A change of the role is no reason to write once more.
        let role = anna.role(domain::roles::RoleKind::Supervisor).await.id;
        anna.changes(made, |profile| profile.role = role).await.expect("changed");
        assert!(sets(&crm, &second, NEW).await.is_ok());
        let late = staff::resend(&anna.cx, anna.request(), made).await;
        assert_eq!(late, Err(AppError::Conflict(domain::error::ConflictKind::OtherStatus)));
    }

    async fn an_invitation_lasts_a_week_and_a_new_password_is_set_within_the_hour(crm: TestCrm) {
        let anna = crm.anna();
        let post = LetterBox::new(&crm.backend);
        anna.creates_user(anna.hires("Олег", "oleg@example.uz").await).await.expect("created");
        ask(&crm.backend, "boris@example.uz", &origin()).await.expect("asked");
        let letters = post.collect().await;
        let reset = letters.iter().find(|letter| letter.contains("boris@")).expect("a letter");
        let invitation = letters.iter().find(|letter| letter.contains("oleg@")).expect("a letter");
        let (reset, invitation) = (link_in(reset, "/reset?token="), link_in(invitation, "/activate?token="));
        crm.pass(TimeDelta::minutes(59));
        assert!(find(&crm.backend, &reset).await.expect("looked up").is_some());
        crm.pass(TimeDelta::minutes(2));
        assert_eq!(sets(&crm, &reset, NEW).await, Err(VOID));
        crm.pass(TimeDelta::days(6));
        assert!(find(&crm.backend, &invitation).await.expect("looked up").is_some());
        crm.pass(TimeDelta::days(1));
        assert_eq!(sets(&crm, &invitation, NEW).await, Err(VOID));
    }

    async fn a_new_password_ends_every_session_and_the_old_password(crm: TestCrm) {
        let (boris, post) = (crm.boris(), LetterBox::new(&crm.backend));
        ask(&crm.backend, " BORIS@example.uz", &origin()).await.expect("asked");
        let token = link_in(&post.collect().await[0], "https://crm.example.uz/reset?token=");
        // Asking changes nothing.
        assert!(sessions::cx(&crm.backend, &boris.cookie).await.expect("looked up").is_some());
        let (one, other) = tokio::join!(sets(&crm, &token, NEW), sets(&crm, &token, NEW));
        assert_eq!([&one, &other].iter().filter(|done| done.is_ok()).count(), 1, "{one:?} {other:?}");
        assert!(sessions::cx(&crm.backend, &boris.cookie).await.expect("looked up").is_none());
        assert!(signs_in(&crm, "boris@example.uz", NEW).await);
        assert!(!signs_in(&crm, "boris@example.uz", PASSWORD).await);
        let told = crate::events::feed_of(&crm.anna().cx, boris.id().into(), &domain::filter::Page::first()).await.expect("a history");
        assert_eq!(told.rows[0].by, Some(boris.id()));
        assert!(!format!("{told:?}").contains(NEW) && !format!("{told:?}").contains("argon2"));
    }

    async fn nobody_is_written_to_who_is_unknown_suspended_or_dismissed_and_all_are_answered_alike(crm: TestCrm) {
        let (anna, post) = (crm.anna(), LetterBox::new(&crm.backend));
        anna.suspends(crm.boris().id()).await.expect("suspended");
        anna.dismisses(crm.vera().id(), anna.id()).await.expect("dismissed");
        for email in ["boris@example.uz", "vera@example.uz", "nobody@example.uz", "не адрес", ""] {
            assert_eq!(ask(&crm.backend, email, &origin()).await, Ok(()), "{email}");
        }
        assert_eq!(post.collect().await, Vec::<String>::new());
        assert_eq!(crm.base.size("password_requests").await, 0);
        assert_eq!(crm.base.size("links where kind = 'reset'").await, 0);
    }

    async fn what_is_done_while_one_waits_is_the_same_for_known_and_unknown_addresses(crm: TestCrm) {
        let mut asked = Vec::new();
        for email in ["boris@example.uz", "nobody@example.uz"] {
            let (requests, letters) = (crm.base.size("password_requests").await, crm.base.size("letters").await);
            let read = crate::db::plan_tests::heard(ask(&crm.backend, email, &origin())).await.len();
            asked.push((read, crm.base.size("password_requests").await - requests, crm.base.size("letters").await - letters));
        }
        assert_eq!(asked, [(0, 1, 0), (0, 1, 0)], "nobody is looked up, one row is written");
    }

    async fn a_suspension_makes_waiting_links_void(crm: TestCrm) {
        let (anna, post) = (crm.anna(), LetterBox::new(&crm.backend));
        ask(&crm.backend, "boris@example.uz", &origin()).await.expect("asked");
        let token = link_in(&post.collect().await[0], "/reset?token=");
        anna.suspends(crm.boris().id()).await.expect("suspended");
        assert_eq!(sets(&crm, &token, NEW).await, Err(VOID));
        anna.lets_in_again(crm.boris().id()).await.expect("taken back");
        assert_eq!(sets(&crm, &token, NEW).await, Err(VOID));
    }

    async fn a_person_of_two_companies_gets_a_letter_for_each(crm: TestCrm) {
        setup::sign_up(&crm.backend, company("Вторая", "boris@example.uz"), &origin()).await.expect("signed up");
        let post = LetterBox::new(&crm.backend);
        ask(&crm.backend, "boris@example.uz", &origin()).await.expect("asked");
        let letters = post.collect().await;
        assert_eq!(letters.len(), 2);
        let token = link_in(&letters[0], "/reset?token=");
        let link = find(&crm.backend, &token).await.expect("looked up").expect("open");
        sets(&crm, &token, NEW).await.expect("the password is set");
        let answer = sessions::sign_in(&crm.backend, "boris@example.uz", PASSWORD, &origin()).await.expect("signed in");
        assert!(matches!(answer, SignedIn::Session(_)), "the other company keeps its password, {} has a new one", link.company);
    }

    async fn a_mailbox_is_not_flooded(crm: TestCrm) {
        for number in 0..5 {
            let from = Origin { address: format!("192.0.2.{number}"), ..origin() };
            assert_eq!(ask(&crm.backend, "boris@example.uz", &from).await, Ok(()));
        }
        let sixth = ask(&crm.backend, "boris@example.uz", &origin()).await;
        assert!(matches!(sixth, Err(AppError::TooMany { .. })), "{sixth:?}");
    }
}
