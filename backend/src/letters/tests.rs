//! Stories of the outbox: what was decided is told once, whatever dies in between.

mod smtp;

use super::{
    LetterKind, Mail, Postman, postman,
    store::claim,
    testing::{BASE_URL, FROM, LetterBox, link_in},
    words, worker, write_in,
};
use crate::{db::Sql, db_test, test_crm::TestCrm};
use chrono::TimeDelta;
use domain::{ids::UserId, lang::Lang};
use std::collections::BTreeSet;

async fn writes(crm: &TestCrm, kind: LetterKind, to: UserId) {
    let mut tx = crm.anna().cx.begin_own().await.expect("a transaction");
    let workspace = tx.workspace();
    write_in(&mut tx, kind, (workspace, to)).await.expect("written");
    tx.commit(()).await.expect("committed");
}

async fn holds(crm: &TestCrm) -> Option<claim::Claim> {
    claim::set_claimed(&crm.backend, crm.backend.now() + TimeDelta::seconds(60)).await.expect("asked")
}

db_test! {
    async fn a_letter_of_a_transaction_that_is_given_up_is_never_sent(crm: TestCrm) {
        let post = LetterBox::new(&crm.backend);
        let mut tx = crm.anna().cx.begin_own().await.expect("a transaction");
        let to = (tx.workspace(), crm.boris().id());
        write_in(&mut tx, LetterKind::Reset, to).await.expect("written");
        drop(tx);
        assert_eq!(post.collect().await, Vec::<String>::new());
    }

    async fn a_letter_whose_sender_dies_before_or_after_sending_arrives_once(crm: TestCrm) {
        let post = LetterBox::new(&crm.backend);
        writes(&crm, LetterKind::Reset, crm.boris().id()).await;
        let before = holds(&crm).await.expect("the letter");
        assert!(!worker::run_one(&crm.backend, &post.postman()).await.expect("the worker"), "somebody holds it");
        // The first holder dies before it has sent, the second one after.
        crm.pass(TimeDelta::seconds(61));
        let after = holds(&crm).await.expect("the letter");
        assert_eq!((after.id, after.fence), (before.id, before.fence + 1));
        assert!(post.postman().send(&after).await.is_ok());
        assert!(!claim::set_sent(&crm.backend, &before).await.expect("asked"), "a stale holder's word does not count");
        crm.pass(TimeDelta::seconds(61));
        let letters = post.collect().await;
        assert_eq!(letters.len(), 1);
        assert!(letters[0].contains(&format!("Message-ID: <{}@example.uz>", after.id)), "{}", letters[0]);
        assert_eq!(post.collect().await, Vec::<String>::new());
    }

    async fn two_servers_send_each_letter_once(crm: TestCrm) {
        let (one, other) = (LetterBox::new(&crm.backend), LetterBox::new(&crm.backend));
        for person in [crm.anna(), crm.boris(), crm.vera()] {
            writes(&crm, LetterKind::Reset, person.id()).await;
            writes(&crm, LetterKind::Activation, person.id()).await;
        }
        let (mut letters, more) = tokio::join!(one.collect(), other.collect());
        letters.extend(more);
        assert_eq!(letters.len(), 6);
        assert_eq!(letters.iter().collect::<BTreeSet<_>>().len(), 6);
    }

    async fn a_mail_server_that_does_not_answer_is_tried_again_and_the_letter_is_not_lost(crm: TestCrm) {
        let dead = Postman::new(Mail::Smtp("smtp://127.0.0.1:1".into()), FROM, BASE_URL.into()).expect("a postman");
        let post = LetterBox::new(&crm.backend);
        writes(&crm, LetterKind::Reset, crm.boris().id()).await;
        assert!(worker::run_one(&crm.backend, &dead).await.expect("the worker"));
        assert!(!worker::run_one(&crm.backend, &post.postman()).await.expect("the worker"), "not at once");
        crm.pass(TimeDelta::seconds(3));
        assert_eq!(post.collect().await.len(), 1);
    }

    async fn the_secret_of_a_link_is_forgotten_when_it_is_sent_or_comes_too_late(crm: TestCrm) {
        let secrets = async || crm.base.numbers(Sql::new("select count(*) as n from letters where token is not null")).await;
        let post = LetterBox::new(&crm.backend);
        writes(&crm, LetterKind::Reset, crm.boris().id()).await;
        assert_eq!(secrets().await, [1]);
        let letter = post.collect().await.remove(0);
        assert_eq!(secrets().await, [0]);
        assert!(link_in(&letter, "/reset?token=").len() >= 43);
        writes(&crm, LetterKind::Reset, crm.boris().id()).await;
        crm.pass(TimeDelta::minutes(61));
        assert_eq!(claim::sweep(&crm.backend, crm.backend.now()).await, Ok(1));
        assert_eq!(secrets().await, [0]);
        assert_eq!(post.collect().await, Vec::<String>::new());
    }
}

#[test]
fn a_thousand_links_share_nothing() {
    let tokens: BTreeSet<String> = (0..1_000).map(|_| crate::tokens::new_token().expect("random")).collect();
    assert_eq!(tokens.len(), 1_000);
    assert!(tokens.iter().all(|token| token.len() == 43), "256 bits each");
    let first_bytes: BTreeSet<char> = tokens.iter().filter_map(|token| token.chars().next()).collect();
    assert!(first_bytes.len() > 50);
}

#[test]
fn letters_are_whole_in_every_language_and_take_names_for_text() {
    for lang in [Lang::Ru, Lang::En] {
        for kind in LetterKind::ALL {
            let opens = match kind {
                LetterKind::Manager | LetterKind::Owner => claim::Opens::Client {
                    id: uuid::Uuid::nil().into(),
                    name: "<i>Пётр".into(),
                    by: "Анна & Ко".into(),
                },
                LetterKind::Heir => claim::Opens::Heritage { from: "<i>Пётр".into(), by: "Анна & Ко".into() },
                LetterKind::Activation | LetterKind::Reset => claim::Opens::Secret("SECRET".into()),
            };
            let letter = claim::Claim {
                workspace: uuid::Uuid::nil().into(),
                id: uuid::Uuid::nil().into(),
                fence: 1,
                kind,
                opens,
                email: "oleg@example.uz".into(),
                name: "<b>Олег".into(),
                lang,
                company: "«Ромашка» & Ко".into(),
            };
            let written = words::written(&letter, BASE_URL);
            for part in [&written.subject, &written.text, &written.html] {
                assert!(!part.contains('{') && !part.contains("letters."), "{part}");
            }
            let link = match kind {
                LetterKind::Activation => format!("{BASE_URL}/activate?token=SECRET"),
                LetterKind::Reset => format!("{BASE_URL}/reset?token=SECRET"),
                LetterKind::Manager | LetterKind::Owner => format!("{BASE_URL}/clients/{}", uuid::Uuid::nil()),
                LetterKind::Heir => format!("{BASE_URL}/clients"),
            };
            let (client, by) = ("&lt;i&gt;Пётр", "Анна &amp; Ко");
            assert_eq!(
                written.html.contains(client) && written.html.contains(by),
                matches!(kind, LetterKind::Manager | LetterKind::Owner | LetterKind::Heir)
            );
            assert!(written.text.contains(&format!("\n{link}\n")), "{}", written.text);
            assert!(written.html.contains(&format!("<a href=\"{link}\">")), "{}", written.html);
            assert!(written.html.contains("&lt;b&gt;Олег") && !written.html.contains("<b>"), "{}", written.html);
            assert!(
                written.html.contains("«Ромашка» &amp; Ко") || !written.html.contains("Ромашка"),
                "{}",
                written.html
            );
        }
    }
}

#[test]
fn addresses_are_written_as_mail_servers_take_them() {
    let cases = [
        ("ivan@mail.ru", Some("ivan@mail.ru")),
        ("ivan@почта.рф", Some("ivan@xn--80a1acny.xn--p1ai")),
        ("иван@почта.рф", Some("иван@xn--80a1acny.xn--p1ai")),
        ("ivan..petrov@mail.ru", None),
        (".ivan@mail.ru", None),
    ];
    for (kept, sent) in cases {
        assert_eq!(postman::address(kept).ok().as_ref().map(AsRef::as_ref), sent, "{kept}");
    }
}
