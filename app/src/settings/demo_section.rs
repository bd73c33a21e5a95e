//! «Демо-данные»: a handful of records for an empty company, and their removal.

use super::api::{load_demo_data, remove_demo_data};
use crate::{
    api_error::{ApiError, ApiResult},
    i18n::{t, ta},
    intent::Intent,
    told,
    ui::{Icon, Toasts},
};
use leptos::{prelude::*, task::spawn_local};

/// The section; `loaded` is whether there is demo data.
#[component]
pub fn DemoSection(loaded: ApiResult<bool>) -> impl IntoView {
    let buttons = match loaded {
        Ok(loaded) => view! { <Buttons loaded/> }.into_any(),
        Err(error) => view! { <p role="alert">{told::error(&error)}</p> }.into_any(),
    };
    view! {
        <section class="section" aria-labelledby="demo">
            <header><h2 id="demo">{t("settings.demo")}</h2></header>
            <p class="muted">{t("settings.demo_text")}</p>
            {buttons}
        </section>
    }
}

#[component]
fn Buttons(loaded: bool) -> impl IntoView {
    let loaded = RwSignal::new(loaded);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<ApiError>);
    let intent = Intent::new();
    let toasts = Toasts::get();
    let act = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let was = loaded.get_untracked();
            let request = intent.request(&was);
            let answer = if was { remove_demo_data(request).await } else { load_demo_data(request).await };
            busy.set(false);
            match answer {
                Ok((clients, deals)) => {
                    intent.done();
                    error.set(None);
                    loaded.set(!was);
                    let words = if was { "settings.demo_removed" } else { "settings.demo_loaded" };
                    toasts.say(ta(words, &[("clients", &clients.to_string()), ("deals", &deals.to_string())]));
                }
                Err(refused) => error.set(Some(refused)),
            }
        });
    };
    view! {
        {move || error.get().map(|error| view! {
            <div class="strip bad boxed" role="alert"><Icon name="circle-alert"/><span>{words(&error)}</span></div>
        })}
        <div class="deeds">
            <button type="button" class="btn" class:danger=move || loaded.get() aria-busy=move || busy.get().then_some("true") on:click=act>
                {move || t(if loaded.get() { "settings.demo_remove" } else { "settings.demo_load" })}
            </button>
        </div>
    }
}

/// Demo data is for empty companies only.
fn words(error: &ApiError) -> String {
    match told::of_field(Some(error), "demo_data") {
        Some(_) => t("settings.demo_not_empty"),
        None => told::error(error),
    }
}
