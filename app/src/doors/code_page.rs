//! The second step of a sign-in: a code of the app, or a recovery code.

use crate::{i18n::t, routes, ui::Icon};
use leptos::prelude::*;

/// The form; `problem` is what the last attempt met, `next` where to go on.
#[component]
pub fn CodePage(next: Option<String>, problem: Option<String>) -> impl IntoView {
    view! {
        <form class="paper form" method="post" action=routes::CODE>
            <header><h1>{t("doors.code_title")}</h1><p>{t("doors.code_text")}</p></header>
            {problem.map(|problem| view! { <div class="strip bad boxed" role="alert"><Icon name="circle-alert"/><span>{problem}</span></div> })}
            <input type="hidden" name="next" value=next/>
            <div class="field">
                <label class="lbl" for="code">{t("doors.code")}</label>
                <input class="inp" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus/>
            </div>
            <button class="btn primary wide">{t("doors.enter")}</button>
            <p class="below"><a class="link" href=routes::LOGIN>{t("doors.back")}</a></p>
        </form>
    }
}
