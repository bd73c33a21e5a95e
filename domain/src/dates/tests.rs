use proptest::prelude::*;

use super::DateError::{Ambiguous, NoSuchDay, NotADate};
use super::DateFormat::{DayMonthYear, Iso, MonthDayYear, YearMonthDay};
use super::*;
use crate::fields::FieldValue;

fn read(text: &str, format: Option<DateFormat>) -> Result<String, DateError> {
    parse_date(text, format).map(|date| date.to_string())
}

#[test]
fn without_a_format_only_the_iso_form_is_a_date() {
    let dates = [
        "2026-03-04",
        " 2026-03-04 ",
        "2026-03-04T10:00",
        "2026-03-04 10:00:00",
        "2026-03-04 9:05",
        "2026-03-04T10:00:00Z",
        "2026-03-04T23:59:59.123456+05:00",
    ];
    for text in dates {
        assert_eq!(read(text, None).as_deref(), Ok("2026-03-04"), "{text}");
        assert_eq!(read(text, Some(Iso)), read(text, None), "{text}");
    }
}

#[test]
fn what_might_be_another_date_is_never_guessed() {
    for text in
        ["03.04.2026", "3/4/2026", "2026.03.04", "2026-3-4", "26-03-04", "13.12.2026", "04-03-2026", "03.04.2026 10:00"]
    {
        assert_eq!(read(text, None), Err(Ambiguous), "{text}");
    }
}

#[test]
fn what_is_no_date_says_so() {
    let texts = [
        "",
        " ",
        "вчера",
        "2026",
        "20260304",
        "2026-03",
        "2026-03-04-05",
        "04.03/2026",
        "4 марта 2026",
        "2026-03-04T25:00",
        "2026-03-04 10",
        "2026-03-04 10:61",
        "2026-03-04 утром",
        "2026-03-04T10:00+я",
        "12345-01-01",
        "--",
        "..",
        "２０２６-03-04",
        "+026-03-04",
    ];
    for text in texts {
        for format in [None, Some(DayMonthYear), Some(YearMonthDay)] {
            assert_eq!(read(text, format), Err(NotADate), "{text}");
        }
    }
}

#[test]
fn a_day_that_the_calendar_lacks_is_named_as_such() {
    let cases = [
        ("2026-02-29", None),
        ("2026-13-01", None),
        ("2026-00-10", None),
        ("2026-04-31", Some(Iso)),
        ("0999-01-01", None),
        ("31.04.2026", Some(DayMonthYear)),
        ("04.13.2026", Some(DayMonthYear)),
        ("13/04/2026", Some(MonthDayYear)),
    ];
    for (text, format) in cases {
        assert_eq!(read(text, format), Err(NoSuchDay), "{text}");
    }
    assert_eq!(read("2028-02-29", None).as_deref(), Ok("2028-02-29"));
}

#[test]
fn whatever_is_stored_is_read_and_only_four_digits_of_a_year_come_in() {
    for (year, comes_in) in [(-216, false), (0, false), (216, false), (1000, true), (9999, true), (12_345, false)] {
        let day = NaiveDate::from_ymd_opt(year, 5, 4).expect("a day");
        let stored = serde_json::to_string(&FieldValue::Date(day)).expect("stored");
        assert_eq!(serde_json::from_str::<FieldValue>(&stored).ok(), Some(FieldValue::Date(day)), "{stored}");
        assert_eq!(checked_day(day).is_ok(), comes_in, "{year}");
    }
    for nonsense in ["", "2026", "2026-02-30", "a-b-c", "--", "999999999-01-01"] {
        assert!(serde_json::from_str::<FieldValue>(&format!("{{\"date\":\"{nonsense}\"}}")).is_err(), "{nonsense}");
    }
}

#[test]
fn a_chosen_format_settles_the_order() {
    let cases = [
        ("03.04.2026", DayMonthYear, Ok("2026-04-03")),
        ("3/4/2026", DayMonthYear, Ok("2026-04-03")),
        ("3-4-2026 18:30", DayMonthYear, Ok("2026-04-03")),
        ("03.04.2026", MonthDayYear, Ok("2026-03-04")),
        ("12/31/2026", MonthDayYear, Ok("2026-12-31")),
        ("2026/3/4", YearMonthDay, Ok("2026-03-04")),
        ("2026.03.04", YearMonthDay, Ok("2026-03-04")),
        ("03.04.26", DayMonthYear, Err(Ambiguous)),
        ("2026-03-04", DayMonthYear, Err(Ambiguous)),
        ("03.04.2026", YearMonthDay, Err(Ambiguous)),
        ("003.04.2026", DayMonthYear, Err(Ambiguous)),
    ];
    for (text, format, expected) in cases {
        assert_eq!(read(text, Some(format)), expected.map(str::to_owned), "{text}");
    }
}

proptest! {
    #[test]
    fn every_day_survives_every_format(year in 1000i32..=9999, ordinal in 1u32..=365) {
        let date = NaiveDate::from_yo_opt(year, ordinal);
        let written = |pattern: [&str; 3]| {
            let text = date.unwrap_or_default().to_string();
            let [y, m, d] = [&text[..4], &text[5..7], &text[8..]];
            pattern.map(|part| match part { "y" => y, "m" => m, _ => d }).join("/")
        };
        prop_assert_eq!(parse_date(&written(["d", "m", "y"]), Some(DayMonthYear)).ok(), date);
        prop_assert_eq!(parse_date(&written(["m", "d", "y"]), Some(MonthDayYear)).ok(), date);
        prop_assert_eq!(parse_date(&written(["y", "m", "d"]), Some(YearMonthDay)).ok(), date);
        prop_assert_eq!(parse_date(&written(["y", "m", "d"]).replace('/', "-"), None).ok(), date);
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,30}", shaped in "[0-9./T:Z +-]{0,30}") {
        for format in [None, Some(Iso), Some(DayMonthYear), Some(MonthDayYear), Some(YearMonthDay)] {
            let _ = (parse_date(&text, format), parse_date(&shaped, format));
        }
    }
}
