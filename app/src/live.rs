//! What others change while a page is open.

use crate::{browser::Stream, routes, session::with_viewer};
use domain::live::LiveNews;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

/// Calls `hear` with the news since the page was made, as long as what calls this is shown. A lost connection comes back
/// by itself, and tells then whether anything was missed.
pub fn follow(hear: impl Fn(LiveNews) + 'static) {
    let address = routes::live(with_viewer(|viewer| viewer.now));
    let stream = StoredValue::new(None);
    let mut hear = Some(hear);
    Effect::new(move |_| {
        if let Some(hear) = hear.take() {
            let heard = move |text: &str| match serde_json::from_slice(text.as_bytes()) {
                Ok(news) => hear(news),
                // A newer server says more than this page understands.
                Err(_) => hear(LiveNews { all_clients: true, ..LiveNews::everything() }),
            };
            stream.set_value(Stream::open(&address, heard).map(SendWrapper::new));
        }
    });
    on_cleanup(move || drop(stream.try_set_value(None)));
}
