//! The bell: how many notifications are new, kept true while the page is open.

use crate::{
    browser,
    i18n::{t, tn},
    pages::{Deed, deed},
    routes,
    session::with_viewer,
    ui::Icon,
};
use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use std::time::Duration;

/// So often a page that somebody looks at asks again.
const AGAIN: Duration = Duration::from_secs(60);

/// What is new; the frame provides it, the page of notifications follows it.
#[derive(Clone, Copy)]
pub struct New {
    /// How many are.
    pub count: RwSignal<usize>,
    /// Counts how often the bell was pressed on the page itself, whose list is then read again.
    pub again: RwSignal<u32>,
}

impl New {
    /// As many as the page came with.
    pub fn provide() {
        let count = RwSignal::new(with_viewer(|viewer| viewer.told));
        provide_context(New { count, again: RwSignal::new(0) });
        Effect::new(move |_| {
            let ask = move || {
                if browser::is_looked_at() {
                    // Without an answer the count stays: the next one comes in a minute.
                    spawn_local(async move { drop(deed(Deed::CountNew(count)).await.await) });
                }
            };
            if let Ok(timer) = set_interval_with_handle(ask, AGAIN) {
                on_cleanup(move || timer.clear());
            }
        });
    }
}

/// The way to the notifications, with the number of new ones.
#[component]
pub fn Bell() -> impl IntoView {
    let (path, New { count, again }) = (use_location().pathname, expect_context::<New>());
    let current = move || (path.get() == routes::NOTIFICATIONS).then_some("page");
    let press = move |_| {
        if path.with_untracked(|path| path == routes::NOTIFICATIONS) {
            again.update(|times| *times += 1);
        }
    };
    let number = move || {
        let new = count.get();
        (new > 0).then(|| {
            let words = tn("notifications.new", i64::try_from(new).unwrap_or(i64::MAX));
            view! { <span class="n new"><span aria-hidden="true">{new}</span><span class="vh">{words}</span></span> }
        })
    };
    view! {
        <a class="nav" href=routes::NOTIFICATIONS title=t("nav.notifications") aria-current=current on:click=press>
            <Icon name="bell"/><span>{t("nav.notifications")}</span>{number}
        </a>
    }
}
