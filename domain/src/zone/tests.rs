use proptest::prelude::*;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).map(|moment| moment.to_utc()).unwrap_or_default()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn tashkent() -> Zone {
    Zone { name: "Asia/Tashkent".to_owned(), offsets: vec![(0, 18_000)] }
}

/// Berlin's summer and winter of 2026.
fn berlin() -> Zone {
    let changes =
        vec![(at("2026-10-25T01:00:00Z").timestamp(), 3_600), (at("2026-03-29T01:00:00Z").timestamp(), 7_200)];
    Zone { name: "Europe/Berlin".to_owned(), offsets: changes }
}

#[test]
fn the_wall_clock_follows_the_offset_of_the_moment() {
    let cases = [
        (Zone::default(), "2026-11-21T09:02:00Z", "2026-11-21 09:02:00"),
        (tashkent(), "2026-11-21T09:02:00Z", "2026-11-21 14:02:00"),
        (tashkent(), "2026-11-21T19:00:00Z", "2026-11-22 00:00:00"),
        (tashkent(), "1969-01-01T00:00:00Z", "1969-01-01 05:00:00"),
        (berlin(), "2026-01-01T00:00:00Z", "2026-01-01 02:00:00"),
        (berlin(), "2026-03-29T01:00:00Z", "2026-03-29 03:00:00"),
        (berlin(), "2026-10-25T00:59:59Z", "2026-10-25 02:59:59"),
        (berlin(), "2026-10-25T01:00:00Z", "2026-10-25 02:00:00"),
    ];
    for (zone, moment, expected) in cases {
        assert_eq!(zone.local(at(moment)).to_string(), expected, "{} {moment}", zone.name);
    }
    assert_eq!(tashkent().date(at("2026-12-31T19:00:00Z")), day(2027, 1, 1));
}

#[test]
fn a_day_begins_at_midnight_on_the_persons_wall() {
    for (zone, day, expected) in [
        (Zone::default(), day(2026, 11, 21), "2026-11-21T00:00:00Z"),
        (tashkent(), day(2026, 11, 21), "2026-11-20T19:00:00Z"),
        (berlin(), day(2026, 3, 29), "2026-03-28T22:00:00Z"),
        (berlin(), day(2026, 10, 25), "2026-10-24T22:00:00Z"),
        (berlin(), day(2026, 10, 26), "2026-10-25T23:00:00Z"),
    ] {
        assert_eq!(zone.day_start(day), at(expected), "{} {day}", zone.name);
        assert_eq!(zone.local(zone.day_start(day)).to_string(), format!("{day} 00:00:00"), "{}", zone.name);
    }
    assert_eq!(tashkent().day_start(NaiveDate::MIN).date_naive(), NaiveDate::MIN);
}

/// Santiago's clock goes from the end of a day to one o'clock, and back to eleven in the evening.
fn santiago() -> Zone {
    let changes = [("2026-04-05T03:00:00Z", -4), ("2026-09-06T04:00:00Z", -3), ("2027-04-04T03:00:00Z", -4)];
    let offsets = changes.map(|(from, hours)| (at(from).timestamp(), hours * 3_600));
    Zone { name: "America/Santiago".to_owned(), offsets: [(i64::MIN, -10_800)].into_iter().chain(offsets).collect() }
}

#[test]
fn a_day_without_a_midnight_begins_when_the_clock_skips_it_and_one_with_two_at_the_first() {
    let azores = [(at("2026-03-29T01:00:00Z").timestamp(), 0), (at("2026-10-25T01:00:00Z").timestamp(), -3_600)];
    let azores =
        Zone { name: "Atlantic/Azores".to_owned(), offsets: [(i64::MIN, -3_600)].into_iter().chain(azores).collect() };
    let amman = [(i64::MIN, 10_800), (at("2021-10-28T22:00:00Z").timestamp(), 7_200)];
    let amman = Zone { name: "Asia/Amman".to_owned(), offsets: amman.to_vec() };
    for (zone, day, expected) in [
        (santiago(), day(2026, 9, 6), "2026-09-06T04:00:00Z"),
        (santiago(), day(2026, 9, 7), "2026-09-07T03:00:00Z"),
        (santiago(), day(2026, 4, 5), "2026-04-05T04:00:00Z"),
        (azores.clone(), day(2026, 3, 29), "2026-03-29T01:00:00Z"),
        (azores.clone(), day(2026, 3, 30), "2026-03-30T00:00:00Z"),
        (azores, day(2026, 10, 25), "2026-10-25T00:00:00Z"),
        (amman.clone(), day(2021, 10, 29), "2021-10-28T21:00:00Z"),
        (amman, day(2021, 10, 30), "2021-10-29T22:00:00Z"),
    ] {
        assert_eq!(zone.day_start(day), at(expected), "{} {day}", zone.name);
        assert_eq!(zone.date(at(expected)), day);
        assert_eq!(zone.date(at(expected) - TimeDelta::seconds(1)), day.pred_opt().unwrap_or_default());
    }
}

#[test]
fn a_zone_travels_as_pairs() {
    let json = r#"{"name":"Asia/Tashkent","offsets":[[0,18000]]}"#;
    assert_eq!(serde_json::to_string(&tashkent()).ok().as_deref(), Some(json));
    assert_eq!(serde_json::from_str::<Zone>(json).ok(), Some(tashkent()));
}

#[test]
fn days_and_moments_are_shown_in_the_persons_language() {
    assert_eq!(format_date(day(2026, 3, 4), Lang::Ru), "04.03.2026");
    assert_eq!(format_date(day(2026, 3, 4), Lang::Uz), "04.03.2026");
    assert_eq!(format_date(day(2026, 11, 21), Lang::En), "21 Nov 2026");
    let moment = at("2026-11-21T09:02:59Z");
    assert_eq!(format_moment(moment, &tashkent(), Lang::Ru), "21.11.2026 14:02");
    assert_eq!(format_moment(moment, &tashkent(), Lang::En), "21 Nov 2026 14:02");
}

#[test]
fn a_narrow_column_shows_as_little_as_is_clear() {
    let now = at("2026-11-21T09:02:00Z");
    let cases = [
        ("2026-11-21T09:02:00Z", Lang::Ru, "14:02"),
        ("2026-11-20T19:00:00Z", Lang::Ru, "00:00"),
        ("2026-11-20T18:59:00Z", Lang::Ru, "20 ноя"),
        ("2026-05-01T10:00:00Z", Lang::En, "1 May"),
        ("2025-12-31T19:00:00Z", Lang::Ru, "1 янв"),
        ("2025-11-20T10:00:00Z", Lang::Ru, "20.11.2025"),
        ("2027-01-02T10:00:00Z", Lang::Ru, "02.01.2027"),
    ];
    for (moment, lang, expected) in cases {
        assert_eq!(format_short(at(moment), now, &tashkent(), lang), expected, "{moment}");
    }
}

#[test]
fn a_day_heading_knows_today_and_yesterday() {
    let today = day(2026, 1, 1);
    let dated = |text: &str| DayHeading::Date(text.to_owned());
    let cases = [
        (today, Lang::Ru, DayHeading::Today),
        (day(2025, 12, 31), Lang::Ru, DayHeading::Yesterday),
        (day(2025, 12, 30), Lang::Ru, dated("30 декабря 2025")),
        (day(2026, 11, 19), Lang::Ru, dated("19 ноября")),
        (day(2026, 11, 19), Lang::En, dated("19 November")),
        (day(2026, 11, 19), Lang::Uz, dated("19-noyabr")),
    ];
    for (date, lang, expected) in cases {
        assert_eq!(format_day_heading(date, today, lang), expected, "{date}");
    }
}

proptest! {
    #[test]
    fn no_offset_from_outside_can_panic(offsets: Vec<(i64, i32)>, second: i64) {
        let zone = Zone { name: String::new(), offsets };
        for moment in [DateTime::from_timestamp(second, 0), Some(DateTime::<Utc>::MAX_UTC), Some(DateTime::<Utc>::MIN_UTC)].into_iter().flatten() {
            let _ = format_short(moment, moment, &zone, Lang::En);
            let _ = format_moment(moment, &zone, Lang::Ru);
        }
    }
}
