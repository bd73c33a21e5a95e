use proptest::prelude::*;

use super::*;

fn rub(minor: i64) -> Money {
    Money { minor, currency: Currency::RUB }
}

#[test]
fn a_currency_is_known_by_its_code() {
    assert_eq!(Currency::parse("UZS"), Ok(Currency::UZS));
    assert_eq!(" usd ".parse(), Ok(Currency::USD));
    for unknown in ["", "XXX", "RU", "RUBL", "руб", "U S"] {
        assert_eq!(Currency::parse(unknown), Err(UnknownCurrency), "{unknown}");
    }
    let codes: std::collections::BTreeSet<_> = Currency::ALL.iter().map(|currency| currency.code()).collect();
    assert_eq!(codes.len(), Currency::ALL.len());
    assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())));
    assert_eq!(Currency::SETUP.map(Currency::code), ["UZS", "RUB", "KZT", "USD", "EUR"]);
}

#[test]
fn a_currency_without_a_sign_shows_its_code() {
    assert_eq!(Currency::SETUP.map(|currency| currency.symbol_in(Lang::Ru)), ["сум", "₽", "₸", "$", "€"]);
    assert_eq!(Currency::parse("AED").map(|currency| currency.symbol_in(Lang::Ru)), Ok("AED"));
    assert_eq!(Currency::UZS.symbol_in(Lang::En), "UZS");
    assert_eq!(Currency::UZS.symbol_in(Lang::Uz), "soʻm");
}

#[test]
fn a_currency_is_named_in_the_persons_language_and_never_twice() {
    assert_eq!(Currency::UZS.named_in(Lang::Ru), "UZS – сум");
    assert_eq!(Currency::RUB.named_in(Lang::En), "RUB – ₽");
    assert_eq!(Currency::UZS.named_in(Lang::En), "UZS");
    let cyrillic = |text: String| text.chars().any(|sign| ('а'..='я').contains(&sign));
    assert!(!Currency::ALL.into_iter().any(|currency| cyrillic(currency.named_in(Lang::En))));
}

#[test]
fn money_travels_as_minor_units_and_a_code() {
    let json = r#"{"minor":150,"currency":"RUB"}"#;
    assert_eq!(serde_json::to_string(&rub(150)).ok().as_deref(), Some(json));
    assert_eq!(serde_json::from_str::<Money>(json).ok(), Some(rub(150)));
    assert!(serde_json::from_str::<Money>(r#"{"minor":150,"currency":"XXX"}"#).is_err());
    assert!(serde_json::from_str::<Money>(r#"{"minor":1.5,"currency":"RUB"}"#).is_err());
}

#[test]
fn an_amount_is_read_as_people_write_it() {
    let cases = [
        ("100", Ok(10_000)),
        ("1 234 567,89", Ok(123_456_789)),
        ("0,5", Ok(50)),
        ("-12.30", Ok(-1_230)),
        ("92233720368547758.07", Ok(i64::MAX)),
        ("92233720368547758.08", Err(NumberError::TooLarge)),
        ("1,234", Err(NumberError::TooManyDecimals)),
        ("100 ₽", Err(NumberError::NotANumber)),
        ("", Err(NumberError::Empty)),
    ];
    for (text, expected) in cases {
        assert_eq!(Money::parse(text, Currency::RUB), expected.map(rub), "{text}");
    }
    assert_eq!(Money::from_f64(0.1 + 0.2, Currency::RUB), Ok(rub(30)));
    assert_eq!(Money::from_f64(0.125, Currency::RUB), Err(NumberError::TooManyDecimals));
}

#[test]
fn an_amount_is_shown_in_the_persons_language() {
    let cases = [
        (123_456_789, Lang::Ru, "1\u{a0}234\u{a0}567,89\u{a0}₽"),
        (248_000_000, Lang::Ru, "2\u{a0}480\u{a0}000\u{a0}₽"),
        (-150, Lang::Uz, "\u{2212}1,50\u{a0}₽"),
        (5, Lang::Ru, "0,05\u{a0}₽"),
        (0, Lang::Ru, "0\u{a0}₽"),
        (123_456_789, Lang::En, "1,234,567.89\u{a0}₽"),
        (i64::MIN, Lang::En, "\u{2212}92,233,720,368,547,758.08\u{a0}₽"),
    ];
    for (minor, lang, expected) in cases {
        assert_eq!(rub(minor).format(lang), expected);
    }
    assert_eq!(rub(-150).to_plain(), "-1.5");
}

proptest! {
    #[test]
    fn every_amount_survives_being_written_and_read(minor: i64) {
        let shown = rub(minor).format(Lang::Ru);
        prop_assert_eq!(Money::parse(shown.trim_end_matches('₽'), Currency::RUB), Ok(rub(minor)));
        prop_assert_eq!(Money::parse(&rub(minor).to_plain(), Currency::RUB), Ok(rub(minor)));
    }

    #[test]
    fn reading_a_currency_never_panics(text in "\\PC{0,8}") {
        let _ = Currency::parse(&text);
    }
}
