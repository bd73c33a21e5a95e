use proptest::prelude::*;

use super::*;

fn needles(text: &str) -> Vec<String> {
    readings(&Query::parse(text)).into_iter().map(|readings| readings.join("|")).collect()
}

fn readings(query: &Query) -> Vec<Vec<String>> {
    query.words.iter().map(|needle| needle.readings().map(str::to_owned).collect()).collect()
}

/// What a title is found by, as the tables of deals index it.
fn title_text(title: &str) -> String {
    format!("  {} ", fold(&clean(title)).replace(' ', "  "))
}

/// Whether a deal without a client is found: each part by its title.
fn titled(title: &str, query: &str) -> bool {
    Query::parts(query).iter().all(|part| matches(&title_text(title), &Query::of_title(part)))
}

fn found(index: &str, query: &str) -> bool {
    matches(index, &Query::parse(query))
}

#[test]
fn what_people_take_for_equal_folds_to_the_same() {
    let cases = [
        ("ИВАНОВ Пётр", "иванов петр"),
        ("Е\u{308}лка И\u{306}од", "елка йод"),
        ("Oʻzbekiston gʼoya O'G‘il o`g’", "ozbekiston goya ogil og"),
        ("Ива\u{301}нов", "иванов"),
        ("İlham", "ilham"),
        ("  ООО «Ромашка»,  (бывш. \"Лютик\") ", "ооо ромашка бывш лютик"),
        ("50%_\\\"x", "50 x"),
        ("Иванова\u{2011}Петрова", "иванова-петрова"),
        ("ivan@mail.ru.", "ivan@mail.ru"),
        ("И. И. - .", "и и"),
        ("a\u{200b}b\u{202e}c\0d\ne", "abcd e"),
        ("кафе №７", "кафе №7"),
        ("👨\u{200d}👩 ❤\u{fe0f}", "👨👩 ❤"),
        ("ΟΔΟΣ", "οδοσ"),
        ("'_'", ""),
    ];
    for (text, folded) in cases {
        assert_eq!(fold(text), folded, "{text:?}");
    }
}

#[test]
fn names_differ_by_their_signs_and_by_nothing_that_people_take_for_equal() {
    let names =
        ["+", "-", "<100", ">100", "A", "A+", "C", "C++", "C#", "<18", "18+", "50", "50%", "Да", "Да?", "(нет)", "нет"];
    let keys: std::collections::BTreeSet<String> = names.iter().map(|name| name_key(name)).collect();
    assert_eq!(keys.len(), names.len(), "{keys:?}");
    assert!(!keys.contains(""));
    for (one, other) in [
        ("  ЕЩЁ\u{a0} раз ", "еще раз"),
        ("Е\u{308}лка", "елка"),
        ("Oʻzbekiston", "O'ZBEKISTON"),
        ("A \u{2013} B", "a - b"),
        ("кафе №７", "КАФЕ №7"),
        ("са\u{ad}йт\u{200b}", "сайт"),
    ] {
        assert_eq!(name_key(one), name_key(other), "{one:?}");
    }
}

#[test]
fn every_part_of_the_index_stands_after_two_spaces() {
    assert_eq!(index_text(&["Иванов Пётр"], &["998901234567"]), "  иванов  петр  998901234567 ");
    assert_eq!(index_text(&["Кафе 7-40"], &[]), "  кафе  7-40  740 ");
    assert_eq!(index_text(&["", "«»"], &["+7 916"]), "  7916 ");
    assert_eq!(index_text(&[], &[""]), "");
}

#[test]
fn a_query_becomes_fragments_of_three_characters_or_more() {
    let cases: [(&str, &[&str]); 19] = [
        ("", &[]),
        (" %_\" ", &[]),
        ("+ () -", &[]),
        ("и", &["  и"]),
        ("Ив", &[" ив"]),
        ("ван", &["ван"]),
        ("Пётр \tИ\u{200b}", &["петр", "  и"]),
        ("9", &["  9"]),
        ("+99", &[" 99"]),
        ("+998 (90) 123-45", &["9989012345"]),
        ("8 916 123-45-67", &["79161234567"]),
        ("90 123 45 67", &["901234567"]),
        ("00 998 90 123 45 67", &["998901234567"]),
        ("067 123 45 67", &["671234567"]),
        ("２０２６", &["2026"]),
        ("иван +998 90 123-45-67", &["иван", "998901234567"]),
        ("школа 5 корпус 12", &["школа", "  5", "корпус", " 12"]),
        ("дом 5 12", &["дом", "  5", " 12"]),
        ("ivan@mail.ru", &["ivan@mail.ru"]),
    ];
    for (text, expected) in cases {
        assert_eq!(needles(text), expected, "{text:?}");
    }
}

#[test]
fn an_8_that_is_dialled_at_home_is_a_countrys_code_too() {
    let cases: [(&str, &[&str]); 10] = [
        ("8", &["  8"]),
        ("8 9", &[" 89"]),
        ("891", &["891"]),
        ("8 916", &["8916", "  7916", "  993916"]),
        ("8 (916) 1", &["89161", "  79161", "  9939161"]),
        ("8029", &["8029", "  7029", "  993029", "  37529"]),
        ("8 916 123", &["916123"]),
        ("8 029 123-45", &["02912345", "  3752912345"]),
        ("8 916 123-45-6", &["916123456"]),
        ("8 916 123-45-67", &["79161234567"]),
    ];
    for (text, expected) in cases {
        assert_eq!(readings(&Query::parse(text)), [expected], "{text:?}");
    }
    let (russian, other) = (index_text(&[], &["79161234567"]), index_text(&[], &["998891612345"]));
    let (belarusian, turkmen) = (index_text(&[], &["375291234567"]), index_text(&[], &["99365123456"]));
    let found = |index: &str, dialled: &str| {
        (4..=dialled.len()).all(|length| matches(index, &Query::parse(&dialled[..length])))
    };
    assert!(found(&russian, "89161234567") && found(&belarusian, "80291234567") && found(&turkmen, "865123456"));
    // What begins with an 8 by itself is found as ever.
    assert!(found(&other, "891612345") && !matches(&other, &Query::parse("8 612")));
    // Four digits of the middle of a number are not the three after the 8.
    assert!(!matches(&russian, &Query::parse("8123")));
}

#[test]
fn a_title_has_its_digits_as_they_are_written() {
    for (title, queries) in [
        ("Договор 15-04", &["договор 15-04", "15-04", "15-0", "(15-04)", "15\u{2013}04"][..]),
        ("Кабель 2.5 мм", &["кабель 2.5", "2.5", "мм 2.5", "2.5 мм"]),
        ("Заказ 2024-118", &["заказ 2024-118", "2024-118", "2024"]),
        ("Фонд 1 500 000", &["фонд 1 500 000", "1 500 000", "1 500", "500"]),
        ("Акт от 12.03.2026", &["12.03.2026", "акт 12.03", "03.2026"]),
    ] {
        for query in queries {
            assert!(titled(title, query), "{query:?} in {title:?}");
        }
    }
    for query in ["1504", "15-05", "5-04-1"] {
        assert!(!titled("Договор 15-04", query), "{query:?}");
    }
    assert_eq!(Query::parts("Иван +998 90 123-45-67 2.5"), ["иван", "+998 90 123-45-67 2.5"]);
    assert_eq!(Query::parts(" 15-04 "), ["15-04"]);
    assert_eq!(Query::parts("дом 5 12"), ["дом", "5", "12"]);
    assert!(Query::parts(" «» - ").is_empty());
}

#[test]
fn a_query_has_an_end() {
    assert_eq!(needles(&"слово ".repeat(50)).len(), 8);
    assert_eq!(needles(&"я".repeat(1000)), ["я".repeat(100)]);
}

#[test]
fn a_record_is_found_as_the_ruling_says() {
    let index = index_text(&["Йўлдошев Пётр", "Oʻgʻli-Семёнова"], &["998901234567", "79161234567"]);
    let hits = [
        "",
        "и\u{306}ў",
        "ЙЎЛ",
        "дошев",
        "петр",
        "ПЁТР",
        "пётр йўлдошев",
        "п й",
        "пе",
        "o'g'li",
        "семенова",
        "Oʻgʻli",
        "li-сем",
        "9989",
        "99",
        "7",
        "1234567",
        "+998 90 123-45-67",
        "90 123",
        "8 (916) 123-45-67",
        "петр 998901234567",
        "петр 90 123 45 67",
        "петр 8 916 123 45 67",
    ];
    let misses = ["ё", "тр", "ев", "1", "23", "петр иванов", "998901234568", "8 916 123 45 68", "петрй"];
    for query in hits {
        assert!(found(&index, query), "{query:?}");
    }
    for query in misses {
        assert!(!found(&index, query), "{query:?}");
    }
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text: String, odd in "[ИиЁё\u{300}-\u{370}İςΣ'ʻ.@_%\u{ad}\u{200b}\n -]{0,20}") {
        for text in [text, odd] {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone());
            let key = name_key(&text);
            prop_assert_eq!(name_key(&key), key);
            prop_assert!(!folded.contains(['%', '_', '\\', '"', '\'']) && !folded.contains("  "));
        }
    }

    #[test]
    fn a_name_is_found_by_its_own_words_and_every_fragment_of_three(name in "[А-яЁёA-Za-z' ]{1,30}", start in 0usize..30, length in 1usize..30) {
        let index = index_text(&[&name], &[]);
        prop_assert!(found(&index, &name));
        for word in fold(&name).split_whitespace() {
            let letters: Vec<char> = word.chars().collect();
            let from = start % letters.len();
            let piece: String = letters.iter().skip(from).take(length).collect();
            prop_assert!(found(&index, &piece) || (piece.chars().count() < 3 && from > 0), "{} in {}", piece, name);
        }
    }

    #[test]
    fn a_title_is_found_by_itself(title in "\\PC{0,60}", shaped in "[0-9+() .,а-яё№/'-]{0,120}") {
        prop_assert!(titled(&title, &title), "{title:?}");
        prop_assert!(titled(&shaped, &shaped), "{shaped:?}");
    }

    #[test]
    fn every_needle_suits_a_trigram_index(text in "\\PC{0,60}", shaped in "[0-9+() .а-я%'-]{0,40}") {
        let queries = [&text, &shaped].map(|text| [Query::parse(text), Query::of_title(text)]).concat();
        for reading in queries.iter().flat_map(readings).flatten() {
            prop_assert!(reading.chars().count() >= 3);
            prop_assert!(!reading.contains(['%', '_', '\\', '"']));
        }
    }
}
