use super::*;

#[test]
fn a_language_is_read_from_a_tag() {
    let cases = [
        ("ru", Some(Lang::Ru)),
        ("ru-RU", Some(Lang::Ru)),
        ("EN_us", Some(Lang::En)),
        (" uz-Latn-UZ", Some(Lang::Uz)),
        ("de", None),
        ("rus", None),
        ("", None),
    ];
    for (tag, expected) in cases {
        assert_eq!(Lang::parse(tag), expected, "{tag}");
    }
    assert_eq!(Lang::default(), Lang::Ru);
}

#[test]
fn a_language_travels_in_lower_case() {
    assert_eq!(serde_json::to_string(&Lang::Uz).ok().as_deref(), Some("\"uz\""));
    assert_eq!(serde_json::from_str::<Lang>("\"en\"").ok(), Some(Lang::En));
}

#[test]
fn russian_has_three_forms_for_whole_numbers() {
    let of = |form: Plural| (0..=125).filter(|count| Lang::Ru.plural(*count) == form).collect::<Vec<u64>>();
    assert_eq!(of(Plural::One), [1, 21, 31, 41, 51, 61, 71, 81, 91, 101, 121]);
    assert_eq!(of(Plural::Few)[..7], [2, 3, 4, 22, 23, 24, 32]);
    assert!(!of(Plural::Few).contains(&112) && of(Plural::Few).contains(&122));
    assert!([0, 5, 11, 12, 14, 20, 111, 114].iter().all(|count| of(Plural::Many).contains(count)));
    assert!(of(Plural::Other).is_empty());
}

#[test]
fn english_and_uzbek_tell_one_from_the_rest() {
    for lang in [Lang::En, Lang::Uz] {
        assert_eq!(
            [0, 1, 2, 11, 21].map(|count| lang.plural(count).key()),
            ["other", "one", "other", "other", "other"]
        );
    }
}

#[test]
fn digits_stand_in_groups_of_three() {
    let cases = [
        (0, "0"),
        (999, "999"),
        (1000, "1\u{a0}000"),
        (-12_345, "\u{2212}12\u{a0}345"),
        (i64::MIN, "\u{2212}9\u{a0}223\u{a0}372\u{a0}036\u{a0}854\u{a0}775\u{a0}808"),
    ];
    for (number, expected) in cases {
        assert_eq!(group_digits(number, Lang::Ru), expected);
    }
    assert_eq!(group_unsigned(1_234_567, Lang::En), "1,234,567");
    assert_eq!(group_unsigned(u64::MAX, Lang::En), "18,446,744,073,709,551,615");
}

#[test]
fn every_month_has_its_own_name_in_every_language() {
    for lang in [Lang::Ru, Lang::En, Lang::Uz] {
        let days = || (1..=12).filter_map(|month| NaiveDate::from_ymd_opt(2026, month, 1));
        let short: std::collections::BTreeSet<_> = days().map(|day| lang.month_short(day)).collect();
        let full: std::collections::BTreeSet<_> = days().map(|day| lang.month_genitive(day)).collect();
        assert_eq!((short.len(), full.len()), (12, 12));
        assert!(short.iter().all(|name| name.chars().count() == 3));
    }
    let november = NaiveDate::from_ymd_opt(2026, 11, 19).unwrap_or_default();
    assert_eq!((Lang::Ru.month_short(november), Lang::Ru.month_genitive(november)), ("ноя", "ноября"));
}
