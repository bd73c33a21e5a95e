//! A dialog whose code the browser loads when it is first opened.

use leptos::prelude::*;
use std::future::Future;

/// Makes the dialog once, when `open` first holds; closing keeps what is in it.
#[component]
pub fn Later<Fut>(open: RwSignal<bool>, dialog: impl Fn() -> Fut + Send + Sync + 'static) -> impl IntoView
where
    Fut: Future<Output = AnyView> + Send + 'static,
{
    let asked = Memo::new(move |before: Option<&bool>| open.get() || before.copied().unwrap_or_default());
    move || asked.get().then(|| Suspend::new(dialog()))
}
