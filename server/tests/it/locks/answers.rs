//! What answers carry: no function, no page, no door and no file ever shows what opens a door – a password's hash, a token or
//! its hash, the secret of an authenticator's app, a recovery code.

use crate::{
    calls::{CALLS, Ids, call, records},
    inside::cookie,
    swap::shown_on,
    web::Web,
};
use backend::{db_test, second_factor, test_crm::TestCrm};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use server::router::PAGES;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Words that only stand beside a secret.
const WORDS: [&str; 5] = ["argon2", "password_hash", "token_hash", "totp", "recovery_codes"];

/// Every secret that is stored, in each way it could be written: hashes of passwords as they are, bytes as hexadecimal digits
/// and in base64. Ids are shorter than the shortest of them.
async fn stored(web: &Web) -> BTreeSet<String> {
    let mut secrets = BTreeSet::new();
    for row in web.crm.base.everything().await {
        secrets.extend(row.split(['\'', '"']).filter(|part| part.starts_with("$argon2")).map(str::to_owned));
        // Bytes are between quotation marks on one database, behind a backslash on the other.
        let digits = row.split(|sign: char| !sign.is_ascii_hexdigit());
        for hex in digits.filter(|hex| (40..=64).contains(&hex.len()) && hex.len().is_multiple_of(2)) {
            let digits: Vec<&str> = (0..hex.len()).step_by(2).map(|at| &hex[at..at + 2]).collect();
            let bytes: Vec<u8> = digits.iter().map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
            secrets.extend([
                hex.to_owned(),
                hex.to_lowercase(),
                STANDARD.encode(&bytes),
                URL_SAFE_NO_PAD.encode(&bytes),
            ]);
        }
    }
    secrets
}

/// Turns Anna's second factor on; gives its secret in both writings, and the recovery codes.
async fn turned_on(web: &Web) -> Vec<String> {
    let anna = web.crm.anna();
    let secret = second_factor::begin(&anna.cx, anna.request()).await.expect("a secret").secret;
    let code = second_factor::code_now(&web.crm.backend, &secret);
    let mut secrets = second_factor::confirm(&anna.cx, anna.request(), &code).await.expect("codes");
    secrets.extend([secret.replace(' ', ""), secret]);
    secrets
}

db_test! {
    async fn no_answer_carries_what_opens_a_door(crm: TestCrm) {
        let web = Web::of(crm, None);
        let ids = records(web.crm.anna()).await;
        let mut secrets = turned_on(&web).await;
        let sent = cookie(web.crm.anna());
        secrets.push(sent.split_once('.').expect("a token").1.to_owned());
        // Everybody has the same password here, and colleagues the same hash.
        assert_eq!(stored(&web).await.iter().filter(|secret| secret.starts_with("$argon2")).count(), 2);

        let mut answers: Vec<(String, String)> = Vec::new();
        let pages = shown_on();
        for path in PAGES.iter().map(|page| page.path()) {
            let address = pages.get(path).map_or(path.to_owned(), |id| path.replace("{id}", &id(ids).to_string()));
            answers.push((address.clone(), web.get(&address, Some(&sent)).await.body));
        }
        for path in crate::locks::routes::READS.into_iter().filter(|path| *path != app::routes::LIVE) {
            answers.push((path.to_owned(), web.get(path, Some(&sent)).await.body));
        }
        // Nobody takes their own role, seat or session away here: the calls after that would be refused for it.
        let (nobody, user) = (Uuid::nil(), web.crm.vera().id().0);
        for of in [ids, Ids { role: nobody, session: nobody, user, ..ids }] {
            let takes = ["suspend_user", "dismiss_user", "save_user", "save_role", "end_sessions", "reset_second_factor"];
            let own = of.user == ids.user;
            for (name, body) in CALLS.iter().filter(|(name, _)| !own || !takes.contains(name)) {
                answers.push(((*name).to_owned(), call(&web, name, body.body(of), &sent).await.body));
            }
        }
        let refused = answers.iter().filter(|(_, body)| body.contains("not_signed_in")).count();
        assert_eq!(refused, 0, "somebody has signed out on the way");

        secrets.extend(stored(&web).await);
        secrets.extend(WORDS.map(str::to_owned));
        let mut wrong = Vec::new();
        for (name, body) in &answers {
            let found = secrets.iter().filter(|secret| body.contains(secret.as_str()));
            wrong.extend(found.map(|secret| format!("{name} shows {secret}")));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        // What is looked for would be found: a new secret is one more to look for.
        let known = stored(&web).await.len();
        second_factor::begin(&web.crm.boris().cx, web.crm.boris().request()).await.expect("a secret");
        assert!(stored(&web).await.len() > known);
    }
}
