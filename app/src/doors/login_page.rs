//! Sign-in: E-mail, Пароль, «Войти», «Забыли пароль?» (S3.2).

use crate::{i18n::t, ui::Icon};
use leptos::prelude::*;

/// The sign-in form; `problem` is what the last attempt met, `next` where to go on.
#[component]
pub fn LoginPage(problem: Option<String>, next: Option<String>, sign_up_open: bool) -> impl IntoView {
    view! {
        <form class="paper form" method="post" action="/login">
            <header><h1>{t("doors.sign_in")}</h1></header>
            {problem.map(|problem| view! { <div class="strip bad boxed" role="alert"><Icon name="circle-alert"/><span>{problem}</span></div> })}
            <input type="hidden" name="next" value=next/>
            <div class="field">
                <label class="lbl" for="email">{t("doors.email")}</label>
                <input class="inp" id="email" name="email" type="email" autocomplete="username" required autofocus/>
            </div>
            <div class="field">
                <label class="lbl" for="password">{t("doors.password")}</label>
                <input class="inp" id="password" name="password" type="password" autocomplete="current-password" required/>
            </div>
            <button class="btn primary wide">{t("doors.enter")}</button>
            <p class="below"><a class="link" href="/forgot">{t("doors.forgot")}</a></p>
            {sign_up_open.then(|| view! { <p class="below"><a class="link" href="/signup">{t("doors.sign_up")}</a></p> })}
        </form>
    }
}
