//! «Демо-данные»: a handful of records for an empty company, and their removal.

use super::{
    api::{load_demo_data, remove_demo_data},
    demo_button::{DEMO_BUTTON, DemoButton},
};
use crate::{
    api_error::{ApiError, ApiResult},
    i18n::{t, ta},
    session::{api::get_viewer, may},
    table::dom,
    told,
    ui::{Icon, Toasts},
};
use domain::{access::Right, users::Viewer};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

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
    let error = RwSignal::new(None::<ApiError>);
    let (toasts, viewer) = (Toasts::get(), expect_context::<StoredValue<Arc<Viewer>>>());
    let done = Callback::new(move |answer: ApiResult<(usize, usize)>| match answer {
        Ok((clients, deals)) => {
            let words = if loaded.get_untracked() { "settings.demo_removed" } else { "settings.demo_loaded" };
            error.set(None);
            // Fields came or went with it: every screen knows them at once.
            spawn_local(async move {
                if let Ok(now) = get_viewer().await {
                    viewer.try_set_value(Arc::new(now));
                }
            });
            loaded.update(|loaded| *loaded = !*loaded);
            // The other button has come in the place of the one with the focus.
            request_animation_frame(|| dom::focus(DEMO_BUTTON));
            toasts.say(ta(words, &[("clients", &clients.to_string()), ("deals", &deals.to_string())]));
        }
        Err(refused) => error.set(Some(refused)),
    });
    // What the demo data consists of has to be allowed like any other creation.
    let loads = may(Right::CreateClients) && may(Right::CreateDeals) && may(Right::SetUpFields);
    let removes = may(Right::DeleteClients) && may(Right::DeleteDeals) && may(Right::SetUpFields);
    let button = move || {
        if loaded.get() {
            let button =
                || view! { <DemoButton label=t("settings.demo_remove") class="danger" deed=remove_demo_data done/> };
            removes.then(button).into_any()
        } else {
            loads.then(|| view! { <DemoButton label=t("clients.demo_load") deed=load_demo_data done/> }).into_any()
        }
    };
    view! {
        {move || error.get().map(|error| view! {
            <div class="strip bad boxed" role="alert"><Icon name="circle-alert"/><span>{words(&error)}</span></div>
        })}
        <div class="deeds">{button}</div>
    }
}

/// Demo data is for empty companies only.
fn words(error: &ApiError) -> String {
    match told::of_field(Some(error), "demo_data") {
        Some(_) => t("settings.demo_not_empty"),
        None => told::error(error),
    }
}
