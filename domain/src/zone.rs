//! A person's time zone as data, and how days and moments are shown in it.
//! No zone database and no clock: the server sends the offsets, the caller says what time it is.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};

use crate::lang::Lang;

/// A time zone as its name and its offsets over the years that matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// The IANA name, such as `Asia/Tashkent`.
    pub name: String,
    /// Unix seconds from which an offset holds, and that offset in seconds east of UTC; none at all means UTC.
    pub offsets: Vec<(i64, i32)>,
}

/// What stands above the rows of one day; the words for today and yesterday come from the catalogues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayHeading {
    /// The person's current day.
    Today,
    /// The day before it.
    Yesterday,
    /// Any other day: «19 ноября», with its year when that is another one.
    Date(String),
}

impl Zone {
    /// What the clock on the person's wall shows at this moment.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let utc = at.naive_utc();
        utc.checked_add_signed(TimeDelta::seconds(self.offset_at(at.timestamp()).into())).unwrap_or(utc)
    }

    /// The day in the person's calendar at this moment.
    pub fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date()
    }

    /// The moment at which a day of the person's calendar begins: at midnight, at the first one where the clock is put back
    /// to it, and where it skips midnight, at that moment.
    pub fn day_start(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN).and_utc();
        let at = |offset: i32| midnight.checked_sub_signed(TimeDelta::seconds(offset.into())).unwrap_or(midnight);
        let eve = midnight.checked_sub_signed(TimeDelta::days(1)).unwrap_or(midnight);
        let before = self.offset_at(eve.timestamp());
        let start = at(before);
        let after = self.offset_at(start.timestamp());
        if before == after {
            return start;
        }
        let changes = self.offsets.iter().filter_map(|(from, _)| DateTime::from_timestamp(*from, 0));
        changes.filter(|change| *change <= start).max().unwrap_or(start).max(at(after))
    }

    /// Before the first known change its own offset is the best guess.
    fn offset_at(&self, second: i64) -> i32 {
        let begun = self.offsets.iter().filter(|(from, _)| *from <= second).max_by_key(|(from, _)| *from);
        let first = || self.offsets.iter().min_by_key(|(from, _)| *from);
        begun.or_else(first).map_or(0, |(_, offset)| *offset)
    }
}

/// Writes a day: «21.11.2026», in English «21 Nov 2026».
pub fn format_date(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Ru | Lang::Uz => format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year()),
        Lang::En => format!("{} {} {}", date.day(), lang.month_short(date), date.year()),
    }
}

/// Writes a moment in the person's zone: «21.11.2026 14:02».
pub fn format_moment(at: DateTime<Utc>, zone: &Zone, lang: Lang) -> String {
    let local = zone.local(at);
    format!("{} {}", format_date(local.date(), lang), clock(local))
}

/// Writes a moment for a narrow column: today «14:02», this year «20 ноя», else «20.11.2025».
pub fn format_short(at: DateTime<Utc>, now: DateTime<Utc>, zone: &Zone, lang: Lang) -> String {
    let (local, today) = (zone.local(at), zone.date(now));
    let date = local.date();
    if date == today {
        clock(local)
    } else if date.year() == today.year() {
        format!("{} {}", date.day(), lang.month_short(date))
    } else {
        format_date(date, lang)
    }
}

/// Says what to write above the rows of `date`, both days being in the person's calendar.
pub fn format_day_heading(date: NaiveDate, today: NaiveDate, lang: Lang) -> DayHeading {
    if date == today {
        DayHeading::Today
    } else if today.pred_opt() == Some(date) {
        DayHeading::Yesterday
    } else {
        DayHeading::Date(day_in_words(date, today.year(), lang))
    }
}

fn day_in_words(date: NaiveDate, current_year: i32, lang: Lang) -> String {
    let joint = if lang == Lang::Uz { '-' } else { ' ' };
    let day = format!("{}{joint}{}", date.day(), lang.month_genitive(date));
    if date.year() == current_year { day } else { format!("{day} {}", date.year()) }
}

fn clock(local: NaiveDateTime) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

#[cfg(test)]
mod tests;
