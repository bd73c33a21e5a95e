//! What a cell means for each kind of target: text, number, date, money, phones, e-mails. Pure; which cell goes where
//! is decided in `mapping`.

use super::read::Cell;
use chrono::NaiveDate;
use domain::{
    dates::{DateError, DateFormat, checked_day, parse_date},
    email::{Email, EmailError},
    error::Problem,
    money::{Currency, Money},
    number::{Number, NumberError},
    phone::{Country, Phone, PhoneError},
    text::{EMAIL_LIMIT, Limit, clean, graphemes},
};

/// So much of a value is shown beside its problem, in characters.
const SHOWN: usize = 100;

/// The cell as a person reads it: numbers plain (1996, not 1996.0), dates as ГГГГ-ММ-ДД, cleaned. A truth of a row has its
/// words from the table already, in the person's language.
pub(super) fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Error(text) => clean(text),
        Cell::Number(number) => plain(*number),
        Cell::Date(date) => date.to_string(),
        Cell::Bool(true) => "TRUE".into(),
        Cell::Bool(false) => "FALSE".into(),
    }
}

/// The beginning of a value, for the report.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The fifteen digits that a spreadsheet shows, without an exponent.
fn plain(number: f64) -> String {
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    shown.to_string()
}

/// A text of any length; an error value of a formula is no text.
pub(super) fn words(cell: &Cell) -> Result<String, Problem> {
    if let Cell::Error(_) = cell { Err(Problem::WrongKind) } else { Ok(text_of(cell)) }
}

/// A text of at most so many graphemes (R2).
pub(super) fn text(cell: &Cell, limit: usize) -> Result<String, Problem> {
    let text = words(cell)?;
    match (Limit { max: limit }).check(&text) {
        Ok(()) => Ok(text),
        Err(over) => Err(Problem::TooLong { max: over.max, actual: over.actual }),
    }
}

/// A number of R20.
pub(super) fn number(cell: &Cell) -> Result<Number, Problem> {
    let read = match cell {
        Cell::Number(number) => Number::from_f64(*number),
        Cell::Text(text) => Number::parse(&clean(text)),
        _ => Err(NumberError::NotANumber),
    };
    read.map_err(number_problem)
}

/// An amount in minor units of the currency.
pub(super) fn budget(cell: &Cell, currency: Currency) -> Result<i64, Problem> {
    let read = match cell {
        Cell::Number(number) => Money::from_f64(*number, currency),
        Cell::Text(text) => Money::parse(&clean(text), currency),
        _ => Err(NumberError::NotANumber),
    };
    read.map(|money| money.minor).map_err(number_problem)
}

fn number_problem(error: NumberError) -> Problem {
    match error {
        NumberError::Empty => Problem::Required,
        NumberError::NotANumber => Problem::NotANumber,
        NumberError::TooManyDecimals => Problem::TooManyDecimals,
        NumberError::TooLarge => Problem::TooLarge,
    }
}

/// A date of R6; a time of day is passed over.
pub(super) fn date(cell: &Cell, format: Option<DateFormat>) -> Result<NaiveDate, Problem> {
    let read = match cell {
        Cell::Date(date) => checked_day(*date),
        Cell::Text(text) => parse_date(&clean(text), format),
        _ => Err(DateError::NotADate),
    };
    read.map_err(|error| match error {
        DateError::Ambiguous => Problem::AmbiguousDate,
        DateError::NotADate | DateError::NoSuchDay => Problem::NotADate,
    })
}

/// The phones of a cell, set apart by semicolons, commas or line breaks.
pub(super) fn phones(cell: &Cell, country: Country) -> Result<Vec<Phone>, Problem> {
    pieces(cell, |piece| Phone::parse(piece, country).map_err(phone_problem))
}

/// The e-mails of a cell, set apart likewise.
pub(super) fn emails(cell: &Cell) -> Result<Vec<Email>, Problem> {
    pieces(cell, |piece| {
        Email::parse(piece).map_err(|error| match error {
            EmailError::TooLong => Problem::TooLong { max: EMAIL_LIMIT, actual: graphemes(piece) },
            EmailError::Empty | EmailError::NotAnEmail => Problem::NotAnEmail,
        })
    })
}

fn pieces<T>(cell: &Cell, parse: impl Fn(&str) -> Result<T, Problem>) -> Result<Vec<T>, Problem> {
    let text = match cell {
        // Not cleaned yet: that would turn the line breaks between two phones into spaces.
        Cell::Text(text) => text.clone(),
        other => text_of(other),
    };
    text.split([';', ',', '\n', '\r']).filter(|piece| !clean(piece).is_empty()).map(parse).collect()
}

fn phone_problem(error: PhoneError) -> Problem {
    match error {
        PhoneError::WrongLength { expected, actual, .. } => {
            let byte = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
            Problem::PhoneLength { expected: byte(expected.max), actual: byte(actual) }
        }
        PhoneError::Empty | PhoneError::NotAPhone => Problem::NotAPhone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn numbers_become_text_as_the_spreadsheet_shows_them() {
        for (number, text) in
            [(1996.0, "1996"), (0.1 + 0.2, "0.3"), (998_901_234_567.0, "998901234567"), (-2.5, "-2.5")]
        {
            assert_eq!(text_of(&Cell::Number(number)), text);
        }
        assert_eq!(text_of(&Cell::Number(1e15)), "1000000000000000");
    }

    #[test]
    fn numbers_follow_the_one_rule_whatever_the_cell() {
        assert_eq!(number(&cell("1 234,5")), Ok(Number(1_234_500_000)));
        assert_eq!(number(&Cell::Number(1100.04)), Ok(Number(1_100_040_000)));
        assert_eq!(number(&cell("12 штук")), Err(Problem::NotANumber));
        assert_eq!(number(&cell("0.1234567")), Err(Problem::TooManyDecimals));
        assert_eq!(number(&Cell::Bool(true)), Err(Problem::NotANumber));
        assert_eq!(number(&Cell::Error("#N/A".into())), Err(Problem::NotANumber));
    }

    #[test]
    fn budgets_have_two_decimals_at_most() {
        assert_eq!(budget(&cell("10 005,53"), Currency::USD), Ok(1_000_553));
        assert_eq!(budget(&Cell::Number(0.1 + 0.2), Currency::USD), Ok(30));
        assert_eq!(budget(&cell("1,005"), Currency::USD), Err(Problem::TooManyDecimals));
    }

    #[test]
    fn an_uncertain_date_is_an_error_until_a_person_names_its_order() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 3).expect("a day");
        assert_eq!(date(&cell("03.04.2026"), None), Err(Problem::AmbiguousDate));
        assert_eq!(date(&cell("03.04.2026"), Some(DateFormat::DayMonthYear)), Ok(day));
        assert_eq!(date(&cell("2026-04-03 18:30"), None), Ok(day));
        assert_eq!(date(&Cell::Date(day), Some(DateFormat::MonthDayYear)), Ok(day));
        assert_eq!(date(&Cell::Number(46_000.0), None), Err(Problem::NotADate));
        let slip = Cell::Date(NaiveDate::from_ymd_opt(216, 5, 5).expect("a day"));
        assert_eq!(date(&slip, None), Err(Problem::NotADate));
    }

    #[test]
    fn one_cell_may_hold_several_phones_or_emails() {
        let both = phones(&cell("90 123-45-67; +7 916 123-45-67,\n"), Country::UZ).expect("two phones");
        assert_eq!(both.iter().map(Phone::as_str).collect::<Vec<_>>(), ["+998901234567", "+79161234567"]);
        assert_eq!(phones(&Cell::Number(998_901_234_567.0), Country::UZ).expect("one phone").len(), 1);
        assert_eq!(phones(&cell("12-34"), Country::UZ), Err(Problem::PhoneLength { expected: 9, actual: 4 }));
        assert_eq!(emails(&cell("a@b.uz\nc@d.uz")).expect("two e-mails").len(), 2);
        assert_eq!(emails(&cell("a@b.uz, нет")), Err(Problem::NotAnEmail));
    }

    #[test]
    fn long_texts_are_refused_whole_and_shown_in_part() {
        let long = "я".repeat(150);
        assert_eq!(text(&cell(&long), 30), Err(Problem::TooLong { max: 30, actual: 150 }));
        assert_eq!(shown(&long).chars().count(), SHOWN + 1);
    }

    #[test]
    fn an_error_value_of_a_formula_is_no_text() {
        assert_eq!(text(&Cell::Error("#REF!".into()), 30), Err(Problem::WrongKind));
        assert_eq!(text(&Cell::Bool(true), 30), Ok("TRUE".into()));
    }
}
