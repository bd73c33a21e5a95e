//! Words: every key used exists in every language, every key that exists is used.

use super::sources::rust;
use std::collections::BTreeSet;

fn literals() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, text) in rust() {
        if path.starts_with("server/tests") || path.starts_with("xtask") {
            continue;
        }
        for (index, part) in text.split('"').enumerate() {
            if index % 2 == 1 {
                found.insert(part.to_owned());
            }
        }
    }
    found
}

/// A key without its plural form.
fn stem(key: &str) -> &str {
    ["one", "few", "many", "other"].iter().find_map(|form| key.strip_suffix(&format!(".{form}"))).unwrap_or(key)
}

#[test]
fn every_key_that_exists_is_used() {
    let literals = literals();
    let prefixes: Vec<&str> = literals
        .iter()
        .filter_map(|text| text.split_once('{'))
        .map(|(prefix, _)| prefix)
        .filter(|prefix| prefix.contains('.'))
        .collect();
    let used = |key: &str| literals.contains(key) || prefixes.iter().any(|prefix| key.starts_with(prefix));
    for (lang, words) in backend::words::catalogues() {
        let orphans: Vec<&str> = words.keys().map(|key| stem(key)).filter(|key| !used(key)).collect();
        assert!(orphans.is_empty(), "{lang}: {orphans:?}");
    }
}

#[test]
fn every_key_that_is_used_exists() {
    let catalogues = backend::words::catalogues();
    let slices: BTreeSet<&str> = catalogues["ru"].keys().filter_map(|key| key.split('.').next()).collect();
    let looks_like_key = |text: &&String| {
        let (slice, rest) = text.split_once('.').unwrap_or_default();
        let plain =
            rest.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_' || sign == '.');
        // A file of the site is no word.
        slices.contains(slice) && !rest.is_empty() && rest != "css" && plain
    };
    // The operations' names of idempotent requests are no words.
    let operations: BTreeSet<String> = rust()
        .iter()
        .filter(|(path, _)| path.starts_with("backend/"))
        .flat_map(|(_, text)| text.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    for (lang, words) in catalogues {
        let stems: BTreeSet<&str> = words.keys().map(|key| stem(key)).collect();
        let literals = literals();
        let missing: Vec<&String> = literals
            .iter()
            .filter(looks_like_key)
            .filter(|key| !stems.contains(key.as_str()) && !operations.contains(*key))
            .collect();
        assert!(missing.is_empty(), "{lang}: {missing:?}");
    }
}

#[test]
fn words_that_come_later_are_used_by_the_screens_that_wait_for_them() {
    let slices = app::i18n::LATER.map(|start| format!("app/src/{}/", start.trim_end_matches('.')));
    let used = |text: &str| app::i18n::LATER.iter().any(|start| text.contains(&format!("(\"{start}")));
    let outside: Vec<String> = rust()
        .into_iter()
        .filter(|(path, text)| {
            path.starts_with("app/") && !slices.iter().any(|slice| path.starts_with(slice)) && used(text)
        })
        .map(|(path, _)| path)
        .collect();
    assert!(outside.is_empty(), "{outside:?}");
}
