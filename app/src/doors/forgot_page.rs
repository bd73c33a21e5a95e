//! «Забыли пароль?» (S3.2): until letters are sent, the administrator helps.

use crate::{i18n::t, routes};
use leptos::prelude::*;

/// What to do without a password.
#[component]
pub fn ForgotPage() -> impl IntoView {
    view! {
        <div class="paper form">
            <header><h1>{t("doors.forgot")}</h1><p>{t("doors.forgot_text")}</p></header>
            <a class="btn wide" href=routes::LOGIN>{t("doors.back")}</a>
        </div>
    }
}
