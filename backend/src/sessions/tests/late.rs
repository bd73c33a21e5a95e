//! Stories of sign-ins that come too late: what let somebody in was true when it was looked at, and is not any more.

use crate::{
    db::{Sql, Transaction},
    db_test,
    letters::testing::{LetterBox, link_in},
    password_links, second_factor,
    sessions::{self, COMPANIES, Checked, Proof, SignedIn, Waits, begin_session, hold_in, let_in, parse, store},
    setup,
    test_crm::{PASSWORD, TestActor, TestCrm, company, origin, waits},
};
use domain::{
    error::AppError,
    ids::{UserId, WorkspaceId},
};
use std::pin::pin;

const NEW: &str = "Совсем-новый-2027";
const BORIS: &str = "boris@example.uz";

/// Whose password is right now, as a sign-in finds them.
async fn checked(crm: &TestCrm, email: &str) -> Vec<Checked> {
    let found = store::list_by_email(&crm.backend, email, COMPANIES).await.expect("people");
    let checked = |one: store::Candidate| Checked {
        of: (one.workspace_id.into(), one.id.into()),
        hash: one.password_hash.expect("a password"),
    };
    found.into_iter().map(checked).collect()
}

/// Goes on with a sign-in to one company where its checks ended; gives the cookie.
async fn goes_on(crm: &TestCrm, early: &[Checked]) -> Option<String> {
    let_in(&crm.backend, early, &origin()).await.expect("looked up").map(cookie_of)
}

fn cookie_of(signed_in: SignedIn) -> String {
    let SignedIn::Session(cookie) = signed_in else { panic!("one company") };
    cookie
}

async fn is_in(crm: &TestCrm, cookie: &str) -> bool {
    sessions::cx(&crm.backend, cookie).await.expect("looked up").is_some()
}

async fn owes_a_code(crm: &TestCrm, cookie: &str) -> bool {
    sessions::awaits_code(&crm.backend, cookie).await.expect("looked up")
}

async fn sets_a_new_password(crm: &TestCrm, email: &str) -> String {
    let post = LetterBox::new(&crm.backend);
    password_links::ask(&crm.backend, email, &origin()).await.expect("asked");
    let token = link_in(&post.collect().await[0], "/reset?token=");
    password_links::set(&crm.backend, &token, NEW.to_owned().into(), &origin()).await.expect("the password is set")
}

/// Begins to turn the second factor on; gives the first code.
async fn first_code(crm: &TestCrm, who: &TestActor) -> String {
    let secret = second_factor::begin(&who.cx, who.request()).await.expect("a secret").secret;
    second_factor::code_now(&crm.backend, &secret)
}

async fn turns_on(crm: &TestCrm, who: &TestActor) -> Vec<String> {
    let code = first_code(crm, who).await;
    second_factor::confirm(&who.cx, who.request(), &code).await.expect("confirmed")
}

/// A session of this person that begins just now.
async fn begins(crm: &TestCrm, of: (WorkspaceId, UserId)) -> Transaction {
    let (hash, from) = (vec![7; 32], origin());
    let mut tx = crm.backend.begin().await.expect("a transaction");
    assert!(store::lock_active(&mut tx, of, None).await.expect("locked"));
    store::insert(&crm.backend, &mut tx, (of, &hash), (&from, Waits::ForNothing)).await.expect("inserted");
    tx
}

async fn takes_another_password(crm: &TestCrm, of: (WorkspaceId, UserId)) {
    let mut sql = Sql::new("update users set password_hash = 'another' where workspace_id = ");
    sql.bind(of.0).push(" and id = ").bind(of.1);
    crm.base.execute(sql).await;
}

db_test! {
    async fn a_password_that_was_replaced_while_it_was_checked_opens_nothing(crm: TestCrm) {
        let early = checked(&crm, BORIS).await;
        let first = goes_on(&crm, &early).await.expect("nothing has changed yet");
        let new = sets_a_new_password(&crm, BORIS).await;
        assert!(is_in(&crm, &new).await && !is_in(&crm, &first).await);
        let (sessions, told) = (crm.base.size("sessions").await, crm.base.size("security_log").await);
        assert_eq!(goes_on(&crm, &early).await, None);
        assert_eq!((crm.base.size("sessions").await, crm.base.size("security_log").await), (sessions, told));
        assert!(goes_on(&crm, &checked(&crm, BORIS).await).await.is_some(), "the new one does");
    }

    async fn of_several_companies_those_are_offered_whose_password_is_still_the_one_that_was_checked(crm: TestCrm) {
        setup::sign_up(&crm.backend, company("Вторая", BORIS), &origin()).await.expect("signed up");
        let early = checked(&crm, BORIS).await;
        assert_eq!(early.len(), 2);
        takes_another_password(&crm, early[0].of).await;
        let Some(SignedIn::Choose(links)) = let_in(&crm.backend, &early, &origin()).await.expect("looked up") else {
            panic!("one is left");
        };
        assert_eq!(links.len(), 1);
        let cookie = sessions::enter(&crm.backend, &links[0], &origin()).await.expect("entered");
        let cx = sessions::cx(&crm.backend, &cookie).await.expect("looked up").expect("signed in");
        assert_eq!((cx.workspace(), cx.user()), early[1].of);
        takes_another_password(&crm, early[1].of).await;
        assert_eq!(let_in(&crm.backend, &early, &origin()).await, Ok(None));
    }

    async fn the_choice_of_a_company_is_void_once_the_password_is_another_one(crm: TestCrm) {
        setup::sign_up(&crm.backend, company("Вторая", BORIS), &origin()).await.expect("signed up");
        let SignedIn::Choose(links) = sessions::sign_in(&crm.backend, BORIS, PASSWORD, &origin()).await.expect("signed in") else {
            panic!("two companies");
        };
        sets_a_new_password(&crm, BORIS).await;
        let mut entered = 0;
        for link in &links {
            entered += usize::from(sessions::enter(&crm.backend, link, &origin()).await.is_ok());
        }
        assert_eq!(entered, 1, "the company whose password was kept");
    }

    async fn a_second_factor_that_was_turned_on_meanwhile_is_asked_for(crm: TestCrm) {
        let early = checked(&crm, BORIS).await;
        let codes = turns_on(&crm, crm.boris()).await;
        let half = goes_on(&crm, &early).await.expect("the password is right");
        assert!(owes_a_code(&crm, &half).await && !is_in(&crm, &half).await);
        let cookie = sessions::enter_code(&crm.backend, &half, &codes[0], &origin()).await.expect("in");
        assert!(is_in(&crm, &cookie).await);
    }

    async fn whoever_was_suspended_or_dismissed_meanwhile_gets_no_session(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let early = [checked(&crm, BORIS).await, checked(&crm, "vera@example.uz").await];
        anna.suspends(boris.id()).await.expect("suspended");
        anna.dismisses(vera.id(), anna.id()).await.expect("dismissed");
        let sessions = crm.base.size("sessions").await;
        for (one, who) in early.iter().zip([boris, vera]) {
            assert_eq!(goes_on(&crm, one).await, None);
            let started = sessions::start(&crm.backend, who.cx.workspace(), who.id(), &origin()).await;
            assert_eq!(started, Err(AppError::NotSignedIn));
        }
        assert_eq!(crm.base.size("sessions").await, sessions);
    }

    async fn a_session_that_waited_for_a_code_gives_one_session_and_none_once_it_has_ended(crm: TestCrm) {
        let (boris, early) = (crm.boris(), checked(&crm, BORIS).await);
        turns_on(&crm, boris).await;
        let mut halves = Vec::new();
        for _ in 0..2 {
            halves.push(parse(&goes_on(&crm, &early).await.expect("half in")).expect("a cookie").1);
        }
        // The code was right each time.
        let enters = async |half: &[u8]| begin_session(&crm.backend, early[0].of, &origin(), Proof::Code(half)).await.expect("looked up");
        let cookie = enters(&halves[0]).await.expect("in");
        assert!(is_in(&crm, &cookie).await);
        assert_eq!(enters(&halves[0]).await, None, "used up");
        sets_a_new_password(&crm, BORIS).await;
        assert_eq!(enters(&halves[1]).await, None, "ended with the others");
    }

    async fn a_sign_in_waits_for_a_change_of_the_person_and_sees_it(crm: TestCrm) {
        let (boris, early, from) = (crm.boris(), checked(&crm, BORIS).await, origin());
        first_code(&crm, boris).await;
        let mut tx = boris.cx.begin_own().await.expect("a transaction");
        hold_in(&mut tx, boris.id()).await.expect("held");
        let mut sql = Sql::new("update second_factors set confirmed_at = ");
        sql.bind(crm.backend.now()).push(" where user_id = ").bind(boris.id());
        tx.execute(sql).await.expect("turned on");
        let mut late = pin!(let_in(&crm.backend, &early, &from));
        assert!(waits(late.as_mut()).await);
        tx.commit(()).await.expect("committed");
        let half = late.await.expect("looked up").map(cookie_of).expect("the password is right");
        assert!(owes_a_code(&crm, &half).await);

        let mut tx = boris.cx.begin_own().await.expect("a transaction");
        let mut sql = Sql::new("update users set password_hash = 'another' where id = ");
        sql.bind(boris.id());
        tx.execute(sql).await.expect("set");
        let mut late = pin!(let_in(&crm.backend, &early, &from));
        assert!(waits(late.as_mut()).await);
        tx.commit(()).await.expect("committed");
        assert_eq!(late.await, Ok(None));
    }

    async fn what_ends_all_sessions_waits_for_one_that_begins_and_ends_it_too(crm: TestCrm) {
        let (anna, boris, of) = (crm.anna(), crm.boris(), checked(&crm, BORIS).await[0].of);
        let code = first_code(&crm, boris).await;
        let sessions = crm.base.size("sessions").await;
        let tx = begins(&crm, of).await;
        let mut confirmation = pin!(second_factor::confirm(&boris.cx, boris.request(), &code));
        assert!(waits(confirmation.as_mut()).await);
        tx.commit().await.expect("begun");
        confirmation.await.expect("confirmed");
        assert_eq!(crm.base.size("sessions").await, sessions, "the one that confirmed goes on");

        let tx = begins(&crm, of).await;
        let mut reset = pin!(second_factor::reset(&anna.cx, anna.request(), boris.id()));
        assert!(waits(reset.as_mut()).await);
        tx.commit().await.expect("begun");
        assert_eq!(reset.await, Ok(true));
        assert_eq!(crm.base.size("sessions").await, sessions - 1);

        let tx = begins(&crm, of).await;
        let mut suspension = pin!(anna.suspends(boris.id()));
        assert!(waits(suspension.as_mut()).await);
        tx.commit().await.expect("begun");
        suspension.await.expect("suspended");
        assert_eq!(crm.base.size("sessions").await, sessions - 1);
    }
}
