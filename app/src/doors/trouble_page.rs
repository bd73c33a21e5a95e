//! What went wrong, where no page of the CRM can say it.

use crate::{i18n::t, routes};
use leptos::prelude::*;

/// One sentence and the way back.
#[component]
pub fn TroublePage(text: String) -> impl IntoView {
    view! {
        <div class="paper form">
            <header><h1>{t("doors.trouble")}</h1><p role="alert">{text}</p></header>
            <a class="btn wide" href=routes::CLIENTS>{t("doors.to_crm")}</a>
        </div>
    }
}
