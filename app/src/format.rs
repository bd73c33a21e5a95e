//! Money, dates and counts in the reader's language and zone; the same on server and browser.

use crate::{browser, i18n::lang, session::with_viewer};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{money::Money, number::Number, zone};

/// «1 234 567,89 ₽».
pub fn money(money: Money) -> String {
    money.format(lang())
}

/// «1 234,5».
pub fn number(number: Number) -> String {
    number.format(lang())
}

/// «12 345».
pub fn count(count: i64) -> String {
    domain::lang::group_digits(count, lang())
}

/// «21.11.2026».
pub fn date(date: NaiveDate) -> String {
    zone::format_date(date, lang())
}

/// «21.11.2026 14:02» in the reader's zone.
pub fn moment(at: DateTime<Utc>) -> String {
    with_viewer(|viewer| zone::format_moment(at, &viewer.zone, lang()))
}

/// As tables say it, seen from the moment it is drawn: today «14:02», this year «20 ноя», else «20.11.2025».
pub fn short(at: DateTime<Utc>) -> String {
    with_viewer(|viewer| zone::format_short(at, browser::servers_now(viewer.now), &viewer.zone, lang()))
}

/// Whole days since then, seen from the moment they are drawn.
pub fn days_since(at: DateTime<Utc>) -> i64 {
    (browser::servers_now(with_viewer(|viewer| viewer.now)) - at).num_days().max(0)
}
