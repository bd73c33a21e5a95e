//! A dialog whose code the browser loads when it is first opened.

use crate::{i18n::t, pages::preload_record};
use leptos::{prelude::*, task::spawn_local};

/// Makes the dialog once, after `open` first held; closing keeps what is in it.
#[component]
pub fn Later(open: RwSignal<bool>, #[prop(into)] dialog: ViewFn) -> impl IntoView {
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
    let waiting = move || asked.get() && !loaded.get();
    view! {
        {move || waiting().then(|| view! { <div class="loadline" data-busy="" role="status" aria-label=t("ui.loading")></div> }.into_any())}
        // Not by a `Suspend`: the list around would count it as its own and go back to its skeleton.
        {move || loaded.get().then(|| dialog.run())}
    }
}
