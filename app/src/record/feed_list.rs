//! The events of a feed as data: newest first, one heading per day, news joined to what is shown. Pure.

use chrono::{DateTime, Utc};
use domain::{
    events::Event,
    filter::{Cursor, Rows},
    lang::Lang,
    zone::{DayHeading, Zone, format_day_heading},
};
use std::collections::HashSet;

/// What is shown of a feed.
#[derive(Clone, PartialEq)]
pub(super) struct FeedList {
    /// The events, newest first.
    pub events: Vec<Event>,
    /// Where older ones begin.
    pub next: Option<Cursor>,
}

impl From<Rows<Event>> for FeedList {
    fn from(page: Rows<Event>) -> Self {
        FeedList { events: page.rows, next: page.next }
    }
}

impl FeedList {
    /// Joins the newest page. A page without any shown event leaves a hole, so it replaces everything.
    pub fn join_news(&mut self, page: Rows<Event>) {
        let known: HashSet<_> = self.events.iter().map(|event| event.id).collect();
        let touches = page.rows.iter().any(|event| known.contains(&event.id));
        if !touches && page.next.is_some() {
            *self = page.into();
            return;
        }
        let mut events: Vec<Event> = page.rows.into_iter().filter(|event| !known.contains(&event.id)).collect();
        events.append(&mut self.events);
        self.events = events;
    }

    /// Joins an older page.
    pub fn join_older(&mut self, page: Rows<Event>) {
        self.events.extend(page.rows);
        self.next = page.next;
    }

    /// Each event with the heading that stands above it, if a day begins with it.
    pub fn with_days(&self, clock: &Clock) -> Vec<(Option<DayHeading>, Event)> {
        let mut day = None;
        let heading = |event: &Event| {
            let date = clock.zone.date(event.at);
            let begins = day.replace(date) != Some(date);
            // An event after the page was made may be of the next day already.
            let today = clock.zone.date(clock.now).max(clock.newest);
            begins.then(|| format_day_heading(date, today, clock.lang))
        };
        let headings: Vec<_> = self.events.iter().map(heading).collect();
        headings.into_iter().zip(self.events.iter().cloned()).collect()
    }

    /// The day of the newest event.
    pub fn newest(&self, zone: &Zone, now: DateTime<Utc>) -> chrono::NaiveDate {
        self.events.first().map_or_else(|| zone.date(now), |event| zone.date(event.at))
    }
}

/// By what days are named.
pub(super) struct Clock {
    /// When the page was made.
    pub now: DateTime<Utc>,
    /// The day of the newest event.
    pub newest: chrono::NaiveDate,
    /// The reader's zone.
    pub zone: Zone,
    /// The reader's language.
    pub lang: Lang,
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{events::EventKind, fields::Noun};

    fn event(id: u128, second: i64) -> Event {
        Event {
            id: uuid::Uuid::from_u128(id).into(),
            at: DateTime::from_timestamp(second, 0).expect("a moment"),
            by: None,
            noun: Noun::Client,
            record: uuid::Uuid::nil(),
            kind: EventKind::Commented,
            changes: Vec::new(),
        }
    }

    fn page(ids: &[u128], next: Option<&str>) -> Rows<Event> {
        let rows = ids.iter().map(|id| event(*id, 0)).collect();
        Rows { rows, next: next.map(|next| Cursor(next.to_owned())) }
    }

    fn ids(list: &FeedList) -> Vec<u128> {
        list.events.iter().map(|event| event.id.0.as_u128()).collect()
    }

    #[test]
    fn news_come_on_top_once_and_older_pages_stay() {
        let mut list = FeedList::from(page(&[5, 4], Some("4")));
        list.join_older(page(&[3, 2], Some("2")));
        list.join_news(page(&[6, 5], Some("5")));
        assert_eq!(ids(&list), [6, 5, 4, 3, 2]);
        assert_eq!(list.next, Some(Cursor("2".into())));
    }

    #[test]
    fn news_that_leave_a_hole_replace_what_is_shown() {
        let mut list = FeedList::from(page(&[2, 1], None));
        list.join_news(page(&[9, 8], Some("8")));
        assert_eq!(ids(&list), [9, 8]);
        assert_eq!(list.next, Some(Cursor("8".into())));
    }

    #[test]
    fn each_day_has_one_heading() {
        const DAY: i64 = 86_400;
        let list = FeedList { events: vec![event(3, 2 * DAY + 7), event(2, 2 * DAY), event(1, DAY)], next: None };
        let zone = Zone { name: "UTC".into(), offsets: vec![(0, 0)] };
        let now = DateTime::from_timestamp(2 * DAY + 9, 0).expect("a moment");
        let clock = Clock { now, newest: list.newest(&zone, now), zone, lang: Lang::Ru };
        let headings: Vec<_> = list.with_days(&clock).into_iter().map(|(heading, _)| heading).collect();
        assert_eq!(headings, [Some(DayHeading::Today), None, Some(DayHeading::Yesterday)]);
    }
}
