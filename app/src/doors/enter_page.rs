//! Entering by one-time links: «Выберите компанию» after a sign-in that fits several, and the link of demo data.

use crate::{i18n::t, routes};
use leptos::prelude::*;

/// One button per company; a click uses the link up.
#[component]
pub fn EnterPage(links: Vec<(String, String)>) -> impl IntoView {
    let void = links.is_empty();
    view! {
        <div class="paper form">
            <header><h1>{if void { t("doors.link_void") } else { t("doors.choose") }}</h1></header>
            {links
                .into_iter()
                .map(|(token, company)| {
                    view! {
                        <form method="post" action="/enter">
                            <input type="hidden" name="token" value=token/>
                            <button class="btn wide">{company}</button>
                        </form>
                    }
                })
                .collect_view()}
            {void.then(|| view! { <a class="btn wide" href=routes::LOGIN>{t("doors.back")}</a> })}
        </div>
    }
}
