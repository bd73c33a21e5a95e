//! Amounts of money: whole minor units (tiyin, kopecks, cents) of a known currency.
//! Exchange rates and sums over several currencies do not live here.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use crate::lang::{Lang, MINUS, NBSP, group_unsigned};
use crate::number::{NumberError, parse_scaled, plain, push_decimals, scaled_from_f64, split};

/// A currency by its ISO 4217 code, one of [`Currency::ALL`]; travels as that code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Currency(&'static str);

/// The code names no currency that we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("unknown currency")]
pub struct UnknownCurrency;

impl Currency {
    /// Uzbek sum, the first choice of a new company.
    pub const UZS: Currency = Currency("UZS");
    /// Russian rouble.
    pub const RUB: Currency = Currency("RUB");
    /// Kazakh tenge.
    pub const KZT: Currency = Currency("KZT");
    /// US dollar.
    pub const USD: Currency = Currency("USD");
    /// Euro.
    pub const EUR: Currency = Currency("EUR");

    /// The currencies offered when a company is set up, in this order.
    pub const SETUP: [Currency; 5] = [Self::UZS, Self::RUB, Self::KZT, Self::USD, Self::EUR];

    /// Every currency that an amount may have, those of [`Currency::SETUP`] first.
    pub const ALL: [Currency; 20] = [
        Self::UZS,
        Self::RUB,
        Self::KZT,
        Self::USD,
        Self::EUR,
        Currency("KGS"),
        Currency("TJS"),
        Currency("TMT"),
        Currency("AZN"),
        Currency("AMD"),
        Currency("GEL"),
        Currency("BYN"),
        Currency("UAH"),
        Currency("MDL"),
        Currency("GBP"),
        Currency("CNY"),
        Currency("TRY"),
        Currency("AED"),
        Currency("PLN"),
        Currency("CZK"),
    ];

    /// Reads a code in any letter case.
    pub fn parse(code: &str) -> Result<Currency, UnknownCurrency> {
        let code = code.trim();
        Self::ALL.into_iter().find(|currency| currency.0.eq_ignore_ascii_case(code)).ok_or(UnknownCurrency)
    }

    /// The three upper-case letters.
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// How many decimals an amount has: two in every currency of the list.
    pub const fn minor_digits(self) -> u32 {
        2
    }

    /// The code beside the sign in the given language: «UZS – сум»; the code alone where there is no other sign.
    pub fn named_in(self, lang: Lang) -> String {
        let (code, symbol) = (self.code(), self.symbol_in(lang));
        if symbol == code { code.to_owned() } else { format!("{code} – {symbol}") }
    }

    /// The sign in the given language, «сум», «₽», «₸»; signs that are words are translated. The code when there is none.
    pub fn symbol_in(self, lang: Lang) -> &'static str {
        match (self.0, lang) {
            ("UZS", Lang::Ru) => "сум",
            ("UZS", Lang::Uz) => "soʻm",
            ("KGS", Lang::Ru) => "сом",
            ("RUB", _) => "₽",
            ("KZT", _) => "₸",
            ("USD", _) => "$",
            ("EUR", _) => "€",
            ("AZN", _) => "₼",
            ("AMD", _) => "֏",
            ("GEL", _) => "₾",
            ("UAH", _) => "₴",
            ("GBP", _) => "£",
            ("CNY", _) => "¥",
            ("TRY", _) => "₺",
            ("PLN", _) => "zł",
            ("CZK", _) => "Kč",
            (code, _) => code,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Currency, UnknownCurrency> {
        Currency::parse(code)
    }
}

/// By hand: the derived one would demand text that lives for ever.
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
        Currency::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// An amount in whole minor units of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// The amount in minor units: 1 rouble is 100.
    pub minor: i64,
    /// What it is counted in.
    pub currency: Currency,
}

impl Money {
    /// Reads an amount written as a number of R20 with at most the currency's decimals; no currency sign.
    pub fn parse(text: &str, currency: Currency) -> Result<Money, NumberError> {
        parse_scaled(text, currency.minor_digits()).map(|minor| Money { minor, currency })
    }

    /// Reads a spreadsheet cell by the digits that the spreadsheet shows.
    pub fn from_f64(value: f64, currency: Currency) -> Result<Money, NumberError> {
        scaled_from_f64(value, currency.minor_digits()).map(|minor| Money { minor, currency })
    }

    /// Writes the amount for reading, without zero kopecks: «1 234 567,89 ₽», «2 480 000 ₽», in English «1,234,567.89 ₽».
    pub fn format(self, lang: Lang) -> String {
        let (whole, decimals) = split(self.minor, self.currency.minor_digits());
        let mut text = if self.minor < 0 { MINUS.to_string() } else { String::new() };
        text.push_str(&group_unsigned(whole, lang));
        let zero = decimals.bytes().all(|digit| digit == b'0');
        push_decimals(&mut text, lang.decimal_mark(), if zero { "" } else { &decimals });
        text.push(NBSP);
        text.push_str(self.currency.symbol_in(lang));
        text
    }

    /// Writes the bare amount, `-1234.5`, for files and for input fields.
    pub fn to_plain(self) -> String {
        plain(self.minor, self.currency.minor_digits())
    }
}

#[cfg(test)]
mod tests;
