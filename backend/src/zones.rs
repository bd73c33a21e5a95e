//! A person's zone as pages carry it: pairs of moment and offset, made from the zone database here on the server.

use chrono::{DateTime, NaiveDate, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use domain::zone::Zone;
use std::{
    collections::HashMap,
    sync::{LazyLock, PoisonError, RwLock},
};

/// Where nobody said otherwise.
const DEFAULT: Tz = Tz::Asia__Tashkent;
/// How far a page looks back; a year ahead. A year costs it some forty bytes, and nothing where the clock is left alone.
const YEARS: i64 = 10;

/// Every page carries a zone, which takes some thousand looks into the database: each is kept for as long as a day lasts.
static KEPT: LazyLock<RwLock<HashMap<Tz, (NaiveDate, Zone)>>> = LazyLock::new(Default::default);

/// The IANA name if it is known.
pub(crate) fn known(name: &str) -> Option<&'static str> {
    name.parse::<Tz>().ok().map(Tz::name)
}

/// The IANA name if it is known, else the default.
pub(crate) fn known_or_default(name: &str) -> String {
    known(name).unwrap_or(DEFAULT.name()).to_owned()
}

/// The zone's offsets around this day.
pub(crate) fn zone(name: &str, now: DateTime<Utc>) -> Zone {
    let (tz, today) = (name.parse().unwrap_or(DEFAULT), now.date_naive());
    // What is kept is whole whenever the lock is free.
    if let Some((day, zone)) = KEPT.read().unwrap_or_else(PoisonError::into_inner).get(&tz)
        && *day == today
    {
        return zone.clone();
    }
    let zone = around(tz, now);
    KEPT.write().unwrap_or_else(PoisonError::into_inner).insert(tz, (today, zone.clone()));
    zone
}

fn around(tz: Tz, now: DateTime<Utc>) -> Zone {
    // Zones change on whole quarters of an hour, a few times a year at most: days are walked, quarters only where a
    // day differs.
    let quarter = TimeDelta::minutes(15);
    let start = now - TimeDelta::days(366 * YEARS);
    let mut at = start
        - TimeDelta::seconds(start.timestamp().rem_euclid(900))
        - TimeDelta::nanoseconds(i64::from(start.timestamp_subsec_nanos()));
    let mut offsets = vec![(i64::MIN, offset_at(tz, at))];
    while at < now + TimeDelta::days(366) {
        let next = at + TimeDelta::days(1);
        let (before, after) = (offset_at(tz, at), offset_at(tz, next));
        if before != after {
            while offset_at(tz, at) == before {
                at += quarter;
            }
            offsets.push((at.timestamp(), after));
        }
        at = next;
    }
    Zone { name: tz.name().to_owned(), offsets }
}

fn offset_at(tz: Tz, at: DateTime<Utc>) -> i32 {
    tz.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    #[test]
    fn a_zone_without_summer_time_has_one_offset() {
        assert_eq!(zone("Asia/Tashkent", at("2026-11-21T00:00:00Z")).offsets, [(i64::MIN, 5 * 3600)]);
    }

    #[test]
    fn local_time_equals_the_zone_database_before_and_after_a_change() {
        let now = at("2026-11-21T10:17:03Z");
        let (zone, tz) = (zone("Europe/Berlin", now), Tz::Europe__Berlin);
        for hour in 0..24 * 365 {
            let moment = now - TimeDelta::hours(hour);
            assert_eq!(zone.local(moment), moment.with_timezone(&tz).naive_local(), "{moment}");
        }
    }

    #[test]
    fn every_day_begins_where_the_day_before_ends() {
        let now = at("2026-11-21T10:17:03Z");
        for name in [
            "America/Santiago",
            "Atlantic/Azores",
            "America/Havana",
            "Africa/Cairo",
            "Asia/Beirut",
            "Asia/Amman",
            "Europe/Berlin",
        ] {
            let zone = zone(name, now);
            let mut day = now.date_naive() - TimeDelta::days(366 * 6);
            while day < now.date_naive() + TimeDelta::days(360) {
                let start = zone.day_start(day);
                assert_eq!(zone.date(start), day, "{name}");
                assert_eq!(Some(zone.date(start - TimeDelta::seconds(1))), day.pred_opt(), "{name} {day}");
                day += TimeDelta::days(1);
            }
        }
    }

    #[test]
    fn a_zone_of_many_changes_is_a_small_part_of_a_page() {
        let now = at("2026-11-21T10:17:03Z");
        for (name, most) in
            [("Asia/Tashkent", 80), ("Europe/Moscow", 80), ("Europe/Berlin", 600), ("Africa/Casablanca", 1_200)]
        {
            let bytes = serde_json::to_string(&zone(name, now)).expect("written").len();
            assert!(bytes <= most, "{name}: {bytes}");
        }
    }

    #[test]
    fn another_day_has_its_own_offsets() {
        for now in ["2026-11-21T10:17:03Z", "2031-06-01T00:00:00Z", "2026-11-21T23:00:00Z"].map(at) {
            assert_eq!(zone("Europe/Paris", now).local(now), now.with_timezone(&Tz::Europe__Paris).naive_local());
        }
    }

    #[test]
    fn an_unknown_name_falls_back() {
        assert_eq!(known_or_default("Mars/Base"), "Asia/Tashkent");
        assert_eq!(known_or_default("Europe/Moscow"), "Europe/Moscow");
    }
}
