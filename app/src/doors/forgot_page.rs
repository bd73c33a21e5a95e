//! «Забыли пароль?» (S3.2): the address, and one answer whoever has it.

use crate::{i18n::t, routes, ui::Icon};
use leptos::prelude::*;

/// The form, or after it was sent what happens next; `problem` is why it was not looked at.
#[component]
pub fn ForgotPage(asked: bool, problem: Option<String>) -> impl IntoView {
    if asked {
        return view! {
            <div class="paper form">
                <header><h1>{t("doors.forgot_sent")}</h1><p>{t("doors.forgot_sent_text")}</p></header>
                <a class="btn wide" href=routes::LOGIN>{t("doors.back")}</a>
            </div>
        }
        .into_any();
    }
    view! {
        <form class="paper form" method="post" action="/forgot">
            <header><h1>{t("doors.forgot")}</h1><p>{t("doors.forgot_text")}</p></header>
            {problem.map(|problem| view! { <div class="strip bad boxed" role="alert"><Icon name="circle-alert"/><span>{problem}</span></div> })}
            <div class="field">
                <label class="lbl" for="email">{t("doors.email")}</label>
                <input class="inp" id="email" name="email" type="email" autocomplete="username" required autofocus/>
            </div>
            <button class="btn primary wide">{t("doors.forgot_send")}</button>
            <p class="below"><a class="link" href=routes::LOGIN>{t("doors.back")}</a></p>
        </form>
    }
    .into_any()
}
