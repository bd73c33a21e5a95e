use proptest::prelude::*;

use super::*;

fn limit(max: usize) -> Limit {
    Limit { max }
}

const FAMILY: &str = "👨\u{200d}👩\u{200d}👧\u{200d}👦";

#[test]
fn a_line_is_kept_without_what_nobody_sees() {
    let cases = [
        ("  Иван  Петров ", "Иван  Петров"),
        ("И\u{306}од", "Йод"),
        ("е\u{308}лка", "ёлка"),
        ("a\0b\u{1}c\u{7f}d\u{9f}e", "abcde"),
        ("Иван\nПетров", "Иван Петров"),
        ("Иван\r\nПетров\tмладший", "Иван Петров младший"),
        ("Иван\u{2028}Петров", "Иван Петров"),
        ("gpj\u{202e}.exe", "gpj.exe"),
        ("\u{2066}a\u{2069}b\u{200e}\u{200f}\u{61c}", "ab"),
        ("a\u{200b}b\u{2060}c\u{feff}", "abc"),
        ("\u{200b} \u{a0}\u{200b}", ""),
        ("\u{200d}", ""),
        ("\u{ad}\u{200c}", ""),
        (" \u{3164} \u{2800}\u{fe0f}", ""),
        ("са\u{ad}йт", "са\u{ad}йт"),
        ("❤\u{fe0f}", "❤\u{fe0f}"),
        ("Oʻzbekiston gʻoya", "Oʻzbekiston gʻoya"),
        ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        (FAMILY, FAMILY),
        ("<b>'; drop table--", "<b>'; drop table--"),
    ];
    for (given, kept) in cases {
        assert_eq!(clean(given), kept, "{given:?}");
    }
}

#[test]
fn several_lines_keep_their_breaks_and_tabs() {
    let cases = [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        (" a\n\n\tb \n", "a\n\n\tb"),
        ("a\u{85}b\u{2029}c", "a\nb\nc"),
        ("a\0\u{202e}\nb", "a\nb"),
    ];
    for (given, kept) in cases {
        assert_eq!(clean_lines(given), kept, "{given:?}");
    }
}

#[test]
fn a_grapheme_is_what_a_person_calls_a_character() {
    let cases = [
        ("", 0),
        ("Иванов", 6),
        ("и\u{306}", 1),
        (FAMILY, 1),
        ("🇺🇿🇷🇺", 2),
        ("👍🏽", 1),
        ("각", 1),
        ("\r\n", 1),
        ("क्षि", 1),
        ("e\u{301}\u{302}\u{303}", 1),
    ];
    for (text, count) in cases {
        assert_eq!(graphemes(text), count, "{text:?}");
    }
}

#[test]
fn thirty_family_emoji_fit_a_name_and_the_next_one_does_not() {
    assert_eq!(limit(NAME_LIMIT).check(&FAMILY.repeat(30)), Ok(()));
    assert_eq!(limit(NAME_LIMIT).check(&FAMILY.repeat(31)), Err(TooLong { max: 30, actual: 31 }));
    assert_eq!(limit(COMMENT_LIMIT).check(&"я".repeat(999)), Ok(()));
    assert_eq!(limit(COMMENT_LIMIT).check(&"я".repeat(1000)), Err(TooLong { max: 999, actual: 1000 }));
}

#[test]
fn a_heap_of_marks_does_not_slip_under_a_limit() {
    let heap = format!("a{}", "\u{301}".repeat(10_000));
    assert_eq!(graphemes(&heap), 1);
    assert!(limit(NAME_LIMIT).check(&heap).is_err());
}

#[test]
fn digits_of_other_scripts_are_digits() {
    let folded: String = "0９٣۷9aⅤ½".chars().filter_map(ascii_digit).collect();
    assert_eq!(folded, "09379");
}

proptest! {
    #[test]
    fn cleaning_twice_changes_nothing(text: String, odd in "[ \r\n\t\u{200b}\u{300}\u{306}\u{308}\u{85}иеЕaA\u{1100}\u{1161}\u{11a8}]{0,30}") {
        for text in [text, odd] {
            let (line, lines) = (clean(&text), clean_lines(&text));
            prop_assert_eq!(clean(&line), line.clone());
            prop_assert_eq!(clean_lines(&lines), lines.clone());
            prop_assert!(!line.chars().any(|letter| is_unseen(letter) || is_break(letter)));
            prop_assert!(!lines.chars().any(|letter| letter != '\n' && letter != '\t' && (is_unseen(letter) || is_break(letter))));
        }
    }
}
