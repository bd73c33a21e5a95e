//! The section before its first client: the ways to get one.

use super::list_page::AddButton;
use crate::{
    browser,
    i18n::t,
    intent::Intent,
    routes,
    session::may,
    settings::api::load_demo_data,
    told,
    ui::{Empty, Icon, Toasts},
};
use domain::access::Right;
use leptos::{prelude::*, task::spawn_local};

/// Before the first client.
#[component]
pub(super) fn NoClients(adding: RwSignal<bool>) -> impl IntoView {
    view! {
        <Empty icon="users" title=t("clients.empty") text=t("clients.empty_text")>
            {may(Right::CreateClients).then(|| view! { <AddButton adding/> })}
            {may(Right::Import).then(|| view! {
                <a class="btn" href=routes::IMPORT><Icon name="file-spreadsheet"/>{t("clients.import")}</a>
            })}
            {may(Right::SetUpCompany).then(|| view! { <DemoButton/> })}
        </Empty>
    }
}

/// «Загрузить демо-данные»; they are removed in the settings.
#[component]
fn DemoButton() -> impl IntoView {
    let intent = Intent::<()>::new();
    let busy = RwSignal::new(false);
    let toasts = Toasts::get();
    let load = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match load_demo_data(intent.request(&())).await {
                // It brings custom fields, too: columns that only a new page has.
                Ok(_) => browser::reload(),
                Err(error) => {
                    busy.try_set(false);
                    toasts.complain(told::error(&error));
                }
            }
        });
    };
    view! {
        <button type="button" class="btn" aria-busy=move || busy.get().then_some("true") on:click=load>{t("settings.demo_load")}</button>
    }
}
