//! Limits as typed: which texts are a limit. No views.

use domain::{text::RAISED_LIMIT, workspaces::LimitSettings};

/// A limit that may be set, or none.
pub fn read_limit(text: &str, least: usize) -> Option<usize> {
    text.trim().parse().ok().filter(|limit| (least..=RAISED_LIMIT).contains(limit))
}

/// Both limits, when both may be set.
pub fn read_limits(name: &str, text: &str) -> Option<LimitSettings> {
    Some(LimitSettings {
        name_limit: read_limit(name, domain::text::NAME_LIMIT)?,
        text_limit: read_limit(text, domain::text::TEXT_LIMIT)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_whole_numbers_from_30_to_255() {
        for (text, limit) in [
            ("30", Some(30)),
            (" 255 ", Some(255)),
            ("29", None),
            ("256", None),
            ("", None),
            ("30,5", None),
            ("-40", None),
        ] {
            assert_eq!(read_limit(text, 30), limit, "{text}");
        }
        assert_eq!(read_limits("60", "31"), Some(LimitSettings { name_limit: 60, text_limit: 31 }));
        assert_eq!(read_limits("60", "3"), None);
    }
}
