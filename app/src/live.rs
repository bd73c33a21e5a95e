//! What others change while a page is open.

use crate::{
    browser::{self, Stream},
    routes,
    session::with_viewer,
};
use chrono::{DateTime, Utc};
use domain::live::LiveNews;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

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
    let stream = StoredValue::new(None);
    let mut open = Some((address, hear));
    Effect::new(move |_| {
        if let Some((address, hear)) = open.take() {
            let heard = move |text: &str| match serde_json::from_slice(text.as_bytes()) {
                Ok(news) => hear(news),
                // A newer server says more than this page understands.
                Err(_) => hear(LiveNews { all_clients: true, ..LiveNews::everything() }),
            };
            stream.set_value(Some(SendWrapper::new(Stream::open(address, heard))));
        }
    });
    on_cleanup(move || drop(stream.try_set_value(None)));
}
