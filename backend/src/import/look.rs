//! What the cells of a column say before anybody maps it: samples, different values, the kind that fits them all.

use super::{
    cells::{date, number, shown, text_of},
    read::Cell,
};
use domain::{
    fields::{FIELD_NAME_LIMIT, FieldKind},
    import::{ColumnGlimpse, VALUES_LIMIT},
    text::Limit,
};
use std::collections::HashMap;

/// As many cells are shown.
const SAMPLES: usize = 5;
/// A list of more choices is no list.
const CHOICES: usize = 20;
/// Values of a list come back at least so often on the average.
const REPEATS: usize = 3;
/// Beyond these digits a spreadsheet has lost some, and a person means a code, not an amount.
const DIGITS: usize = 15;

/// One column while its cells go by.
pub(super) struct Look {
    heading: String,
    samples: Vec<String>,
    /// None once there are too many to map one by one.
    values: Option<HashMap<String, u32>>,
    filled: u32,
    all_dates: bool,
    all_numbers: bool,
}

impl Look {
    /// A column of which no cell was seen.
    pub fn new(heading: String) -> Self {
        let values = Some(HashMap::new());
        Look { heading, samples: Vec::new(), values, filled: 0, all_dates: true, all_numbers: true }
    }

    /// Takes one cell into account.
    pub fn see(&mut self, cell: &Cell) {
        // An error of a formula is a problem of its row, wherever its column goes: nothing that it could mean is asked.
        if cell.is_blank() || matches!(cell, Cell::Error(_)) {
            return;
        }
        self.filled += 1;
        self.all_dates = self.all_dates && date(cell, None).is_ok();
        self.all_numbers = self.all_numbers && is_amount(cell);
        if self.values.is_none() && self.samples.len() >= SAMPLES {
            return;
        }
        let text = text_of(cell);
        if self.samples.len() < SAMPLES {
            self.samples.push(shown(&text));
        }
        if let Some(values) = &mut self.values {
            *values.entry(text).or_default() += 1;
            if values.len() > VALUES_LIMIT {
                self.values = None;
            }
        }
    }

    /// What was found.
    pub fn glimpse(self) -> ColumnGlimpse {
        let kind = self.kind();
        let mut values: Vec<(String, u32)> = self.values.into_iter().flatten().collect();
        values.sort_by(|(one, often), (other, rare)| rare.cmp(often).then_with(|| one.cmp(other)));
        ColumnGlimpse { heading: self.heading, samples: self.samples, values, filled: self.filled, kind }
    }

    fn kind(&self) -> FieldKind {
        if self.filled == 0 {
            FieldKind::Text
        } else if self.all_dates {
            FieldKind::Date
        } else if self.all_numbers {
            FieldKind::Number
        } else if self.values.as_ref().is_some_and(|values| is_list(values, self.filled)) {
            FieldKind::Choice
        } else {
            FieldKind::Text
        }
    }
}

fn is_list(values: &HashMap<String, u32>, filled: u32) -> bool {
    let short = |name: &String| (Limit { max: FIELD_NAME_LIMIT }).check(name).is_ok();
    values.len() <= CHOICES && filled as usize >= values.len() * REPEATS && values.keys().all(short)
}

/// A number to count with. Phones, ИНН and other codes only look like one: leading zeros, a plus, many digits.
fn is_amount(cell: &Cell) -> bool {
    let text = text_of(cell);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_code =
        text.starts_with('+') || (text.starts_with('0') && text[1..].starts_with(|sign: char| sign.is_ascii_digit()));
    number(cell).is_ok() && !is_code && digits <= DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(cells: &[&str]) -> FieldKind {
        let mut look = Look::new("Столбец".into());
        cells.iter().for_each(|text| look.see(&Cell::from((*text).to_owned())));
        look.glimpse().kind
    }

    #[test]
    fn the_kind_is_the_one_that_fits_every_value() {
        for (cells, expect) in [
            (&["2026-01-02", "2026-01-03 10:00"][..], FieldKind::Date),
            (&["2026-01-02", "03.04.2026"], FieldKind::Text),
            (&["1 234,5", "-7", ""], FieldKind::Number),
            (&["0123456789", "1"], FieldKind::Text),
            (&["0,5", "0"], FieldKind::Number),
            (&["+998901234567"], FieldKind::Text),
            (&["1234567890123456"], FieldKind::Text),
            (&["да", "нет", "да", "да", "нет", "да"], FieldKind::Choice),
            (&["да", "нет", "да"], FieldKind::Text),
            (&["", " "], FieldKind::Text),
        ] {
            assert_eq!(kind(cells), expect, "{cells:?}");
        }
    }

    #[test]
    fn real_dates_are_dates_and_serial_numbers_are_numbers() {
        let mut look = Look::new("Дата".into());
        look.see(&Cell::Date(chrono::NaiveDate::from_ymd_opt(2026, 1, 2).expect("a day")));
        assert_eq!(look.glimpse().kind, FieldKind::Date);
        let mut look = Look::new("Число".into());
        look.see(&Cell::Number(46_000.0));
        assert_eq!(look.glimpse().kind, FieldKind::Number);
    }

    #[test]
    fn errors_of_formulas_are_no_values() {
        let error = Cell::Error("#N/A".into());
        let mut look = Look::new("Вид".into());
        ["опт", "опт", "опт"].iter().for_each(|text| look.see(&Cell::from((*text).to_owned())));
        look.see(&error);
        let found = look.glimpse();
        assert_eq!((found.values, found.filled, found.kind), (vec![("опт".to_owned(), 3)], 3, FieldKind::Choice));
        let mut look = Look::new("Число".into());
        look.see(&Cell::Number(1.0));
        look.see(&error);
        assert_eq!(look.glimpse().kind, FieldKind::Number);
        let mut look = Look::new("Ничего".into());
        look.see(&error);
        assert_eq!(look.glimpse().kind, FieldKind::Text);
    }

    #[test]
    fn different_values_are_counted_up_to_the_limit() {
        let mut look = Look::new("Этап".into());
        ["б", "а", "б"].iter().for_each(|text| look.see(&Cell::from((*text).to_owned())));
        let found = look.glimpse();
        assert_eq!(found.values, [("б".to_owned(), 2), ("а".to_owned(), 1)]);
        let mut look = Look::new("Номер".into());
        (0..=VALUES_LIMIT).for_each(|number| look.see(&Cell::Text(number.to_string())));
        let found = look.glimpse();
        assert_eq!((found.values.len(), found.filled, found.samples.len()), (0, 201, SAMPLES));
    }
}
