//! The bell: how many notifications are new, kept true while the page is open.

use crate::{
    browser,
    i18n::t,
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

/// How many are new; the frame provides it, the page of notifications sets it back.
#[derive(Clone, Copy)]
pub struct New(pub RwSignal<usize>);

impl New {
    /// As many as the page came with.
    pub fn provide() {
        let new = RwSignal::new(with_viewer(|viewer| viewer.told));
        provide_context(New(new));
        Effect::new(move |_| {
            let ask = move || {
                if browser::is_looked_at() {
                    // Without an answer the count stays: the next one comes in a minute.
                    spawn_local(async move { drop(deed(Deed::CountNew(new)).await.await) });
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
    let (path, New(new)) = (use_location().pathname, expect_context::<New>());
    let current = move || (path.get() == routes::NOTIFICATIONS).then_some("page");
    let number = move || {
        let new = new.get();
        (new > 0).then(|| view! { <span class="n new">{new}<span class="vh">" "{t("notifications.new")}</span></span> })
    };
    view! {
        <a class="nav" href=routes::NOTIFICATIONS title=t("nav.notifications") aria-current=current>
            <Icon name="bell"/><span>{t("nav.notifications")}</span>{number}
        </a>
    }
}
