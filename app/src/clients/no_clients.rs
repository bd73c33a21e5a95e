//! The section before its first client: the ways to get one.

use super::list_page::AddButton;
use crate::{
    api_error::ApiResult,
    browser,
    i18n::t,
    routes,
    session::may,
    settings::{DemoButton, api::load_demo_data},
    told,
    ui::{Empty, Icon, Toasts},
};
use domain::access::Right;
use leptos::prelude::*;

/// Before the first client.
#[component]
pub(super) fn NoClients(adding: RwSignal<bool>) -> impl IntoView {
    view! {
        <Empty icon="users" title=t("clients.empty") text=t("clients.empty_text")>
            {may(Right::CreateClients).then(|| view! { <AddButton adding/> })}
            {may(Right::Import).then(|| view! {
                <a class="btn" href=routes::IMPORT><Icon name="file-spreadsheet"/>{t("clients.import")}</a>
            })}
            {may(Right::SetUpCompany).then(|| view! { <LoadDemo/> })}
        </Empty>
    }
}

/// «Загрузить демо-данные»; they are removed in the settings.
#[component]
fn LoadDemo() -> impl IntoView {
    let toasts = Toasts::get();
    let done = Callback::new(move |answer: ApiResult<(usize, usize)>| match answer {
        // It brings custom fields, too: columns that only a new page has.
        Ok(_) => browser::reload(),
        Err(error) => toasts.complain(told::error(&error)),
    });
    view! { <DemoButton label=t("settings.demo_load") deed=load_demo_data done/> }
}
