//! The section before its first client: the ways to get one.

use super::list_page::AddButton;
use crate::{
    api_error::ApiResult,
    browser,
    i18n::t,
    pages::{Deed, deed},
    routes,
    session::may,
    settings::DemoButton,
    told,
    ui::{Empty, Icon, Toasts},
};
use domain::{access::Right, ids::RequestId};
use leptos::prelude::*;

/// Before the first client.
#[component]
pub(super) fn NoClients(adding: RwSignal<bool>) -> impl IntoView {
    let adds = may(Right::CreateClients);
    view! {
        <Empty icon="users" title=t("clients.empty") text=t("clients.empty_text")>
            {adds.then(|| view! { <AddButton adding/> })}
            {(adds && may(Right::Import)).then(|| view! {
                <a class="btn" href=routes::IMPORT><Icon name="file-spreadsheet"/>{t("clients.import")}</a>
            })}
            {(adds && may(Right::CreateDeals) && may(Right::SetUpCompany)).then(|| view! { <LoadDemo/> })}
        </Empty>
    }
}

async fn load(request: RequestId) -> ApiResult<()> {
    deed(Deed::LoadDemo(request)).await.await
}

/// «Загрузить демо-данные»; they are removed in the settings.
#[component]
fn LoadDemo() -> impl IntoView {
    let toasts = Toasts::get();
    let done = Callback::new(move |answer: ApiResult<()>| match answer {
        // It brings custom fields, too: columns that only a new page has.
        Ok(()) => browser::reload(),
        Err(error) => toasts.complain(told::error(&error)),
    });
    view! { <DemoButton label=t("clients.demo_load") deed=load done/> }
}
