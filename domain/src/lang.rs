//! The interface languages and what is grammar rather than words: plural forms, digit grouping, month names.
//! The words themselves live in the locale catalogues.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// No-break space, so that a number never wraps between its groups.
pub const NBSP: char = '\u{a0}';

/// The minus sign as people read it; [`crate::number::Number::parse`] takes it back.
pub const MINUS: char = '\u{2212}';

/// A language of the interface, written `ru`, `en`, `uz` on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Russian, the language of whoever has chosen none.
    #[default]
    Ru,
    /// English.
    En,
    /// Uzbek in Latin letters.
    Uz,
}

/// The CLDR plural category of a whole number; names a form in the catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Plural {
    /// «1 клиент», «21 клиент».
    One,
    /// «2 клиента».
    Few,
    /// «5 клиентов», «11 клиентов».
    Many,
    /// Every number that no other form of the language takes.
    Other,
}

impl Plural {
    /// The form's key in a catalogue: `one`, `few`, `many`, `other`.
    pub const fn key(self) -> &'static str {
        match self {
            Plural::One => "one",
            Plural::Few => "few",
            Plural::Many => "many",
            Plural::Other => "other",
        }
    }
}

impl Lang {
    /// The languages whose catalogues are complete, in the order of the language menu.
    pub const ALL_READY: [Lang; 2] = [Lang::Ru, Lang::En];

    /// Reads a language tag such as `ru`, `ru-RU` or `en_US`; none for a language that we do not speak.
    pub fn parse(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        [Lang::Ru, Lang::En, Lang::Uz].into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }

    /// The two-letter code, as in the `lang` attribute of a page.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Ru => "ru",
            Lang::En => "en",
            Lang::Uz => "uz",
        }
    }

    /// The form of a word that goes with `count` things.
    pub const fn plural(self, count: u64) -> Plural {
        match self {
            Lang::Ru => russian_plural(count),
            Lang::En | Lang::Uz if count == 1 => Plural::One,
            Lang::En | Lang::Uz => Plural::Other,
        }
    }

    /// The mark between a number's whole part and its decimals.
    pub const fn decimal_mark(self) -> char {
        match self {
            Lang::Ru | Lang::Uz => ',',
            Lang::En => '.',
        }
    }

    /// The mark between groups of three digits.
    pub const fn group_mark(self) -> char {
        match self {
            Lang::Ru | Lang::Uz => NBSP,
            Lang::En => ',',
        }
    }

    /// The month in three letters, as in «20 ноя».
    pub fn month_short(self, date: NaiveDate) -> &'static str {
        month_of(
            match self {
                Lang::Ru => "янв фев мар апр мая июн июл авг сен окт ноя дек",
                Lang::En => "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
                Lang::Uz => "yan fev mar apr may iyn iyl avg sen okt noy dek",
            },
            date,
        )
    }

    /// The month in full as it stands after a day, as in «19 ноября».
    pub fn month_genitive(self, date: NaiveDate) -> &'static str {
        month_of(
            match self {
                Lang::Ru => "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
                Lang::En => "January February March April May June July August September October November December",
                Lang::Uz => "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
            },
            date,
        )
    }
}

/// Writes a whole number in groups of three: «1 234 567», «−5».
pub fn group_digits(number: i64, lang: Lang) -> String {
    let grouped = group_unsigned(number.unsigned_abs(), lang);
    if number < 0 { format!("{MINUS}{grouped}") } else { grouped }
}

/// Writes a count in groups of three: «1 234 567».
pub fn group_unsigned(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(lang.group_mark());
        }
        grouped.push(digit);
    }
    grouped
}

const fn russian_plural(count: u64) -> Plural {
    match (count % 10, count % 100) {
        (_, 11..=14) => Plural::Many,
        (1, _) => Plural::One,
        (2..=4, _) => Plural::Few,
        _ => Plural::Many,
    }
}

fn month_of(names: &'static str, date: NaiveDate) -> &'static str {
    names.split(' ').nth(date.month0() as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests;
