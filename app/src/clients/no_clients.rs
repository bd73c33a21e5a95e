//! The section before its first client: the ways to get one.

use super::client_list::ClientList;
use crate::{
    i18n::t,
    intent::Intent,
    routes,
    session::may,
    settings::api::load_demo_data,
    table::ListState,
    told,
    ui::{Empty, Icon, Toasts},
};
use domain::access::Right;
use leptos::{prelude::*, task::spawn_local};

/// Before the first client.
#[component]
pub(super) fn NoClients(list: ClientList, state: Signal<ListState>, adding: RwSignal<bool>) -> impl IntoView {
    view! {
        <Empty icon="users" title=t("clients.empty") text=t("clients.empty_text")>
            {may(Right::CreateClients).then(|| view! {
                <button class="btn primary" aria-haspopup="dialog" on:click=move |_| adding.set(true)>
                    <Icon name="plus"/>{t("clients.add")}
                </button>
            })}
            {may(Right::Import).then(|| view! {
                <a class="btn" href=routes::IMPORT><Icon name="file-spreadsheet"/>{t("clients.import")}</a>
            })}
            {may(Right::SetUpCompany).then(|| view! { <DemoButton list state/> })}
        </Empty>
    }
}

/// «Загрузить демо-данные»; they are removed in the settings.
#[component]
fn DemoButton(list: ClientList, state: Signal<ListState>) -> impl IntoView {
    let intent = Intent::<()>::new();
    let busy = RwSignal::new(false);
    let toasts = Toasts::get();
    let load = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = load_demo_data(intent.request(&())).await;
            busy.try_set(false);
            match answer {
                Ok(_) => list.load(state.get_untracked()),
                Err(error) => toasts.complain(told::error(&error)),
            }
        });
    };
    view! {
        <button type="button" class="btn" aria-busy=move || busy.get().then_some("true") on:click=load>{t("settings.demo_load")}</button>
    }
}
