//! Sessions (Сеансы): where a person is signed in.

use crate::{ids::SessionId, lang::Lang};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A session as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its id; it opens nothing.
    pub id: SessionId,
    /// What the browser said of itself at the sign-in.
    pub device: String,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to ten minutes.
    pub seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Which sessions are to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// This one.
    One(SessionId),
    /// All but the one that asks.
    Others,
}

/// Browsers by what they alone say; each of the later ones is also named by the earlier ones.
const BROWSERS: [(&str, &str); 7] = [
    ("YaBrowser/", "Yandex Browser"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Systems, in the same way: Android says that it is Linux, and an iPhone that it is like a Mac.
const SYSTEMS: [(&str, &str); 6] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// «Chrome, Windows»; nothing where the browser did not say what is known.
pub fn device_in_words(device: &str, lang: Lang) -> Option<String> {
    let named =
        |known: &[(&str, &'static str)]| known.iter().find(|(sign, _)| device.contains(sign)).map(|(_, name)| *name);
    let parts: Vec<&str> = named(&BROWSERS).into_iter().chain(named(&SYSTEMS)).collect();
    (!parts.is_empty()).then(|| parts.iter().map(|name| called(name, lang)).collect::<Vec<_>>().join(", "))
}

/// Names of products are the same in every language, but for one.
fn called(name: &'static str, lang: Lang) -> &'static str {
    match (name, lang) {
        ("Yandex Browser", Lang::Ru) => "Яндекс Браузер",
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang, device_in_words};

    fn of(said: &str) -> Option<String> {
        device_in_words(said, Lang::Ru)
    }

    #[test]
    fn a_device_is_named_by_its_browser_and_its_system() {
        for (said, words) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                "Chrome, Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 YaBrowser/25.8 Safari/537.36",
                "Яндекс Браузер, Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15",
                "Safari, macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0", "Firefox, Linux"),
        ] {
            assert_eq!(of(said).as_deref(), Some(words));
        }
        let yandex = device_in_words("Chrome/138.0 YaBrowser/25.8 Safari/537.36 (Windows NT 10.0)", Lang::En);
        assert_eq!(yandex.as_deref(), Some("Yandex Browser, Windows"));
        assert_eq!(of("curl/8.5"), None);
        assert_eq!(of(""), None);
    }
}
