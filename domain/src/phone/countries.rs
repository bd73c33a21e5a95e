//! The countries whose numbers are checked by length (S3.29) and how each is written. A short list on purpose:
//! full numbering data costs the browser half a megabyte, and a number of any other country passes by E.164 alone.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::money::Currency;

/// A country whose numbers we check; travels as its ISO code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Country {
    pub(super) iso: &'static str,
    pub(super) code: &'static str,
    pub(super) digits: Digits,
    /// What people dial before a number at home.
    pub(super) trunk: &'static str,
    /// The sizes of the groups in which the number is written; the rest is written in threes.
    pub(super) groups: &'static [usize],
}

/// How many digits a number has after the country's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digits {
    /// The fewest.
    pub min: usize,
    /// The most.
    pub max: usize,
}

impl Digits {
    pub(super) fn fit(self, digits: &str) -> bool {
        (self.min..=self.max).contains(&digits.len())
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.min == self.max { write!(f, "{}", self.min) } else { write!(f, "{}–{}", self.min, self.max) }
    }
}

const TENS: &[usize] = &[3, 3, 2, 2];
const NINES: &[usize] = &[2, 3, 2, 2];
const THREES: &[usize] = &[];

const fn row(
    iso: &'static str,
    code: &'static str,
    digits: (usize, usize),
    trunk: &'static str,
    groups: &'static [usize],
) -> Country {
    Country { iso, code, digits: Digits { min: digits.0, max: digits.1 }, trunk, groups }
}

impl Country {
    /// Uzbekistan: exactly nine digits (S3.29).
    pub const UZ: Country = row("UZ", "998", (9, 9), "", NINES);
    /// Russia.
    pub const RU: Country = row("RU", "7", (10, 10), "8", TENS);
    /// Kazakhstan, which shares Russia's code and has the numbers that begin with 6 and 7.
    pub const KZ: Country = row("KZ", "7", (10, 10), "8", TENS);

    /// Every country of the list, in the order of the menu.
    pub const ALL: [Country; 21] = [
        Self::UZ,
        Self::RU,
        Self::KZ,
        row("KG", "996", (9, 9), "0", THREES),
        row("TJ", "992", (9, 9), "", NINES),
        row("TM", "993", (8, 8), "8", &[2, 2, 2, 2]),
        row("AZ", "994", (9, 9), "0", NINES),
        row("AM", "374", (8, 8), "0", &[2, 2, 2, 2]),
        row("GE", "995", (9, 9), "0", &[3, 2, 2, 2]),
        row("BY", "375", (9, 9), "80", NINES),
        row("UA", "380", (9, 9), "0", NINES),
        row("MD", "373", (8, 8), "0", &[2, 2, 2, 2]),
        row("TR", "90", (10, 10), "0", TENS),
        row("AE", "971", (8, 9), "0", THREES),
        row("CN", "86", (11, 11), "0", THREES),
        row("US", "1", (10, 10), "", THREES),
        row("CA", "1", (10, 10), "", THREES),
        row("DE", "49", (7, 11), "0", THREES),
        row("GB", "44", (9, 10), "0", THREES),
        row("PL", "48", (9, 9), "", THREES),
        row("CZ", "420", (9, 9), "", THREES),
    ];

    /// The country by its two ISO letters, in any letter case.
    pub fn by_iso(iso: &str) -> Option<Country> {
        Self::ALL.into_iter().find(|country| country.iso.eq_ignore_ascii_case(iso.trim()))
    }

    /// The country whose numbers a company with this currency mostly writes.
    pub fn default_for(currency: Currency) -> Country {
        match currency {
            Currency::RUB => Self::RU,
            Currency::KZT => Self::KZ,
            _ => Self::UZ,
        }
    }

    /// The two ISO letters.
    pub const fn iso(self) -> &'static str {
        self.iso
    }

    /// The calling code without a plus.
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// How many digits follow the code.
    pub const fn digits(self) -> Digits {
        self.digits
    }

    /// The country to which the digits of an international number belong, whatever their count.
    pub(super) fn of_digits(digits: &str) -> Option<Country> {
        let country = Self::ALL.into_iter().find(|country| digits.starts_with(country.code))?;
        let kazakh = country == Self::RU && matches!(digits.as_bytes().get(1), Some(b'6' | b'7'));
        Some(if kazakh { Self::KZ } else { country })
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.iso)
    }
}

/// By hand: the derived one would demand text that lives for ever.
impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Country, D::Error> {
        Country::by_iso(&String::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("unknown country"))
    }
}
