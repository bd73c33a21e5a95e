//! Setting a password by a link: the first one after an invitation (S2.50), a new one after a forgotten one (S3.2).

use crate::{i18n::t, ui::Icon};
use leptos::prelude::*;

/// What the page is opened with.
#[derive(Debug, Clone)]
pub struct PasswordForm {
    /// Where the form goes: `/activate` or `/reset`.
    pub action: &'static str,
    /// The one-time secret of the link.
    pub token: String,
    /// The company's name.
    pub company: String,
    /// What they sign in with.
    pub email: String,
    /// Why the last attempt was refused.
    pub problem: Option<String>,
}

/// The form; the address is shown so that the browser keeps the password under it.
#[component]
pub fn PasswordPage(form: PasswordForm) -> impl IntoView {
    let first = form.action == "/activate";
    let title = if first { "doors.activate" } else { "doors.reset" };
    let invalid = form.problem.is_some().then_some("true");
    let describes = if form.problem.is_some() { "password-error" } else { "password-hint" };
    let foot = match form.problem {
        Some(problem) => {
            view! { <span class="err" id="password-error"><Icon name="circle-alert" class="s"/>{problem}</span> }
                .into_any()
        }
        None => view! { <span class="hint" id="password-hint">{t("doors.password_hint")}</span> }.into_any(),
    };
    view! {
        <form class="paper form" method="post" action=form.action>
            <header><h1>{t(title)}</h1><p>{form.company}</p></header>
            <input type="hidden" name="token" value=form.token/>
            {first.then(|| view! { <input type="hidden" name="zone" value=""/> })}
            <div class="field">
                <label class="lbl" for="email">{t("doors.email")}</label>
                <input class="inp" id="email" type="email" autocomplete="username" value=form.email readonly/>
            </div>
            <div class="field">
                <label class="lbl" for="password">{t("doors.new_password")}</label>
                <input class="inp" id="password" name="password" type="password" autocomplete="new-password" required autofocus
                    aria-invalid=invalid aria-describedby=describes/>
                <span class="foot">{foot}</span>
            </div>
            <button class="btn primary wide">{t(if first { "doors.activate_now" } else { "doors.reset_now" })}</button>
        </form>
    }
}
