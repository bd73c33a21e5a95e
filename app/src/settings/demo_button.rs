//! A button that loads the demo data, or takes them out again.

use crate::{api_error::ApiResult, intent::Intent};
use domain::ids::RequestId;
use leptos::{prelude::*, task::spawn_local};
use std::future::Future;

/// The button's id, for what puts another one in its place.
pub const DEMO_BUTTON: &str = "demo-deed";

/// The button of a deed.
#[component]
pub fn DemoButton<Asked, T>(
    #[prop(into)] label: String,
    #[prop(optional)] class: &'static str,
    deed: fn(RequestId) -> Asked,
    done: Callback<ApiResult<T>>,
) -> impl IntoView
where
    Asked: Future<Output = ApiResult<T>> + 'static,
    T: Send + Sync + 'static,
{
    let intent = Intent::<()>::new();
    let busy = RwSignal::new(false);
    let act = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = deed(intent.request(&())).await;
            busy.try_set(false);
            if answer.is_ok() {
                intent.done();
            }
            done.try_run(answer);
        });
    };
    let class = format!("btn {class}");
    view! {
        <button type="button" id=DEMO_BUTTON class=class aria-busy=move || busy.get().then_some("true") on:click=act>{label}</button>
    }
}
