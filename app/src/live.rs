//! What others change while a page is open. Everything on a page that listens shares one stream: a browser has few
//! connections to one host, and a card may lie over a list.

use crate::{
    browser::{self, Stream},
    routes,
    session::with_viewer,
};
use chrono::{DateTime, Utc};
use domain::live::LiveNews;
use leptos::prelude::*;
use std::{cell::RefCell, rc::Rc};

/// What was heard within so many milliseconds is told to whoever begins to listen: it was read a moment before.
const RECENT: f64 = 30_000.0;

type Hear = Rc<dyn Fn(LiveNews)>;

/// Who listens on a page.
#[derive(Default)]
struct Hearers {
    stream: Option<Stream>,
    all: Vec<(u32, Hear)>,
    last: u32,
    /// What was heard, and when.
    recent: Vec<(f64, LiveNews)>,
}

thread_local! {
    /// The page's, in the browser only.
    static HEARERS: RefCell<Hearers> = RefCell::default();
}

/// Since when there may be news.
#[derive(Clone, Copy)]
struct Since(DateTime<Utc>);

/// Notes that from now on a page asks for what it shows: what changed earlier is no news to it.
pub fn begin() {
    provide_context(Since(browser::servers_now(with_viewer(|viewer| viewer.now))));
}

/// Calls `hear` with the news since the page began to ask for what it shows, as long as what calls this is shown. A
/// connection that is lost or refused comes back by itself, and tells then whether anything was missed.
pub fn follow(hear: impl Fn(LiveNews) + 'static) {
    let address = routes::live(expect_context::<Since>().0);
    let place = StoredValue::new(None);
    let mut hear = Some(hear);
    Effect::new(move |_| {
        if let Some(hear) = hear.take() {
            place.set_value(Some(join(&address, Rc::new(hear))));
        }
    });
    on_cleanup(move || {
        if let Some(place) = place.try_get_value().flatten() {
            leave(place);
        }
    });
}

fn join(address: &str, hear: Hear) -> u32 {
    let (place, missed) = HEARERS.with_borrow_mut(|hearers| {
        hearers.last += 1;
        hearers.all.push((hearers.last, hear.clone()));
        if hearers.stream.is_none() {
            hearers.stream = Some(Stream::open(address.to_owned(), tell));
        }
        let since = js_sys::Date::now() - RECENT;
        hearers.recent.retain(|(at, _)| *at >= since);
        let mut missed = LiveNews::default();
        hearers.recent.iter().for_each(|(_, news)| missed.add(news.clone()));
        (hearers.last, missed)
    });
    if !missed.is_empty() {
        untrack(|| hear(missed));
    }
    place
}

fn tell(text: &str) {
    // A newer server says more than this page understands.
    let news: LiveNews = serde_json::from_slice(text.as_bytes())
        .unwrap_or_else(|_| LiveNews { all_clients: true, ..LiveNews::everything() });
    // Whoever hears may begin or cease to listen.
    let all: Vec<Hear> = HEARERS.with_borrow_mut(|hearers| {
        let now = js_sys::Date::now();
        hearers.recent.retain(|(at, _)| *at >= now - RECENT);
        hearers.recent.push((now, news.clone()));
        hearers.all.iter().map(|(_, hear)| hear.clone()).collect()
    });
    all.iter().for_each(|hear| hear(news.clone()));
}

fn leave(place: u32) {
    let stream = HEARERS.with_borrow_mut(|hearers| {
        hearers.all.retain(|(other, _)| *other != place);
        if hearers.all.is_empty() {
            hearers.recent.clear();
            hearers.stream.take()
        } else {
            None
        }
    });
    drop(stream);
}
