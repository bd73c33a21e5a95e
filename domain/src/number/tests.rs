use proptest::prelude::*;

use super::NumberError::{Empty, NotANumber, TooLarge, TooManyDecimals};
use super::*;

#[test]
fn a_number_is_read_as_people_write_it() {
    let cases = [
        ("0", 0),
        ("-0", 0),
        ("007", 7_000_000),
        ("12", 12_000_000),
        (" 1,5 ", 1_500_000),
        ("1.5", 1_500_000),
        ("-1234.5", -1_234_500_000),
        ("\u{2212}3", -3_000_000),
        ("0,000001", 1),
        ("1 234", 1_234_000_000),
        ("1\u{a0}234\u{202f}567,25", 1_234_567_250_000),
        ("12 345", 12_345_000_000),
        ("9223372036854.775807", i64::MAX),
        ("-9223372036854.775808", i64::MIN),
    ];
    for (text, expected) in cases {
        assert_eq!(Number::parse(text), Ok(Number(expected)), "{text:?}");
    }
}

#[test]
fn what_is_not_a_number_is_refused_with_its_reason() {
    let cases = [
        ("", Empty),
        (" \u{a0} ", Empty),
        ("двенадцать", NotANumber),
        ("-", NotANumber),
        ("--1", NotANumber),
        ("- 1", NotANumber),
        ("+1", NotANumber),
        ("1-", NotANumber),
        (",5", NotANumber),
        ("5,", NotANumber),
        ("1,2,3", NotANumber),
        ("1.234,5", NotANumber),
        ("1,234.5", NotANumber),
        ("1 23", NotANumber),
        ("1234 567", NotANumber),
        ("1  234", NotANumber),
        ("1 234,5 6", NotANumber),
        ("1e3", NotANumber),
        ("0x10", NotANumber),
        ("٣", NotANumber),
        ("１", NotANumber),
        ("NaN", NotANumber),
        ("0,0000001", TooManyDecimals),
        ("1.0000000", TooManyDecimals),
        ("9223372036854.775808", TooLarge),
        ("99999999999999999999999999", TooLarge),
    ];
    for (text, expected) in cases {
        assert_eq!(Number::parse(text), Err(expected), "{text:?}");
    }
}

#[test]
fn a_number_is_shown_in_the_persons_language() {
    let number = Number(-1_234_567_500_000);
    assert_eq!(number.format(Lang::Ru), "\u{2212}1\u{a0}234\u{a0}567,5");
    assert_eq!(number.format(Lang::Uz), number.format(Lang::Ru));
    assert_eq!(number.format(Lang::En), "\u{2212}1,234,567.5");
    assert_eq!(number.to_plain(), "-1234567.5");
    assert_eq!((Number(1).to_plain(), Number(10_000_000).to_plain()), ("0.000001".to_owned(), "10".to_owned()));
}

#[test]
fn a_spreadsheet_cell_is_what_the_spreadsheet_shows() {
    let cases = [
        (0.1 + 0.2, Ok(300_000)),
        (1.1, Ok(1_100_000)),
        (4.35 * 100.0, Ok(435_000_000)),
        (-0.0, Ok(0)),
        (-2.5, Ok(-2_500_000)),
        (1e12, Ok(1_000_000_000_000_000_000)),
        (123_456_789.123_456, Ok(123_456_789_123_456)),
        (1e-6, Ok(1)),
        (1.0 / 3.0, Err(TooManyDecimals)),
        (1e-7, Err(TooManyDecimals)),
        (1e13, Err(TooLarge)),
        (1e300, Err(TooLarge)),
        (f64::NAN, Err(NotANumber)),
        (f64::INFINITY, Err(NotANumber)),
    ];
    for (cell, expected) in cases {
        assert_eq!(Number::from_f64(cell), expected.map(Number), "{cell}");
    }
}

#[test]
fn a_number_travels_as_an_integer() {
    assert_eq!(serde_json::to_string(&Number(1_500_000)).ok().as_deref(), Some("1500000"));
    assert_eq!(serde_json::from_str::<Number>("-7").ok(), Some(Number(-7)));
}

proptest! {
    #[test]
    fn every_number_survives_being_written_and_read(scaled: i64) {
        let number = Number(scaled);
        prop_assert_eq!(Number::parse(&number.to_plain()), Ok(number));
        prop_assert_eq!(Number::parse(&number.format(Lang::Ru)), Ok(number));
    }

    #[test]
    fn every_short_decimal_survives_a_spreadsheet(scaled in -999_999_999_999_999i64..=999_999_999_999_999) {
        let number = Number(scaled);
        let cell: f64 = number.to_plain().parse().unwrap_or(f64::NAN);
        prop_assert_eq!(Number::from_f64(cell), Ok(number));
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,40}", digits in "[-0-9 ,.\u{a0}\u{2212}]{0,40}", cell: f64) {
        let _ = (Number::parse(&text), Number::parse(&digits), Number::from_f64(cell));
    }
}
