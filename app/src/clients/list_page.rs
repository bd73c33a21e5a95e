//! The table «Клиенты».

use super::api::list_clients;
use crate::{i18n::t, told};
use domain::filter::ListQuery;
use leptos::prelude::*;

/// The section «Клиенты».
#[component]
pub fn ClientListPage() -> impl IntoView {
    let rows = Resource::new(|| (), |()| list_clients(ListQuery::default()));
    view! {
        <div class="top"><h1>{t("nav.clients")}</h1></div>
        <Suspense>
            {move || Suspend::new(async move {
                match rows.await {
                    Ok(page) => view! { <p>{page.rows.len()}</p> }.into_any(),
                    Err(error) => view! { <p>{told::error(&error)}</p> }.into_any(),
                }
            })}
        </Suspense>
    }
}
