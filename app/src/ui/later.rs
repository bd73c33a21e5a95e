//! A dialog whose code the browser loads when it is first opened.

use crate::{i18n::t, pages::preload_record};
use leptos::{prelude::*, task::spawn_local};
use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

/// Makes the dialog once, after `open` first held; closing keeps what is in it.
#[component]
pub fn Later<Fut>(open: RwSignal<bool>, dialog: impl Fn() -> Fut + Send + Sync + 'static) -> impl IntoView
where
    Fut: Future<Output = AnyView> + 'static,
{
    let loaded = RwSignal::new(false);
    let asked = Memo::new(move |before: Option<&bool>| open.get() || before.copied().unwrap_or_default());
    Effect::new(move |_| {
        if asked.get() {
            spawn_local(async move {
                preload_record().await;
                loaded.try_set(true);
            });
        }
    });
    // Not by a `Suspend`: the list around would count it as its own and go back to its skeleton.
    let shown = move || loaded.get().then(|| at_once(dialog())).flatten();
    let waiting = move || asked.get() && !loaded.get();
    view! {
        {move || waiting().then(|| view! { <div class="loadline" data-busy="" role="status" aria-label=t("ui.loading")></div> })}
        {shown}
    }
}

/// What a future gives that has nothing to wait for.
fn at_once<Fut: Future>(future: Fut) -> Option<Fut::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}
