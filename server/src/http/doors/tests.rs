//! Where one may be sent after the sign-in, judged by how a browser reads an address.
#![allow(clippy::unwrap_used)]

use super::is_own_path;
use domain::percent;
use std::collections::BTreeSet;
use url::Url;

const BASE: &str = "https://crm.example/login";
/// What may stand before another site's name.
const BEFORE: [&str; 30] = [
    "",
    "/",
    "//",
    "///",
    "////",
    "/\\",
    "\\/",
    "\\\\",
    "/\t/",
    "\t//",
    "/\n/",
    "/\r\n/",
    " //",
    "/ /",
    "/./",
    "/.//",
    "/../",
    "/..//",
    "/clients/../..//",
    "https:",
    "https:/",
    "https://",
    "HTTPS:\\\\",
    "http://crm.example@",
    "//crm.example@",
    "/@",
    "/;@",
    "?next=//",
    "/#//",
    "javascript://",
];
/// Other sites, and this machine, as they can be written.
const HOSTS: [&str; 8] = [
    "evil.test",
    "EVIL.test:443",
    "evil%2etest",
    "еvil.test",
    "evil。test",
    "[::1]",
    "2130706433",
    "evil.test\\@crm.example",
];

/// The same spelling as somebody could send it.
fn written(before: &str, host: &str) -> [String; 4] {
    let plain = format!("{before}{host}");
    let slashes = plain.replace('/', "%2f").replace('\\', "%5c");
    [format!("{plain}/clients"), percent::encoded(&plain), slashes, plain]
}

#[test]
fn whatever_is_taken_for_a_path_of_ours_is_one_to_every_browser() {
    let base = Url::parse(BASE).unwrap();
    let spellings: BTreeSet<String> =
        BEFORE.iter().flat_map(|before| HOSTS.iter().flat_map(|host| written(before, host))).collect();
    let taken: Vec<&String> = spellings.iter().filter(|spelling| is_own_path(spelling)).collect();
    for spelling in &taken {
        let leads = base.join(spelling).unwrap();
        assert_eq!(
            (leads.scheme(), leads.host_str(), leads.port()),
            ("https", Some("crm.example"), None),
            "{spelling:?}"
        );
    }
    // Many would lead elsewhere, and each of them is refused; some look strange and stay here.
    let elsewhere = |spelling: &&String| base.join(spelling).is_ok_and(|leads| leads.host_str() != base.host_str());
    let dangerous = spellings.iter().filter(elsewhere).count();
    assert!(spellings.len() > 800 && dangerous > 150 && taken.len() > 50, "{dangerous} {}", taken.len());
}

#[test]
fn after_the_sign_in_one_is_only_sent_to_own_pages() {
    for own in ["/clients", "/deals/1?x=1", "/"] {
        assert!(is_own_path(own), "{own}");
    }
    for foreign in ["//evil.test", "/\\evil.test", "https://evil.test", "evil", "", "/a\nb", "/x://y", "\\\\evil"] {
        assert!(!is_own_path(foreign), "{foreign}");
    }
}
