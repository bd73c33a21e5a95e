//! The person's menu: CRM ID with its copy button (S3.1), theme, sign-out.

use crate::{
    browser,
    i18n::t,
    routes,
    session::viewer,
    ui::{Avatar, Icon, Toasts},
};
use leptos::prelude::*;

/// The menu's button and the menu.
#[component]
pub fn Me() -> impl IntoView {
    let viewer = viewer();
    let (name, email, crm_id) = (viewer.user.name(), viewer.email, viewer.workspace.crm_id);
    let copied = crm_id.clone();
    let toasts = Toasts::get();
    let copy = move |_| {
        browser::copy(&copied);
        toasts.say(t("me.copied"));
    };
    view! {
        <button class="me" popovertarget="me" aria-haspopup="menu">
            <Avatar user=viewer.user/><span class="name">{name}</span><Icon name="chevrons-up-down"/>
        </button>
        <div class="menu" id="me" popover="auto" role="menu">
            <p class="cap">{email}</p>
            <button class="opt" role="menuitem" on:click=copy>
                <Icon name="copy"/><span>{t("me.crm_id")} ": " <b class="mono">{crm_id}</b></span>
            </button>
            <hr/>
            <a class="opt" role="menuitem" href=routes::SESSIONS><Icon name="monitor"/>{t("me.sessions")}</a>
            <hr/>
            <ThemeChoice theme="light" icon="sun" words="me.theme_light"/>
            <ThemeChoice theme="dark" icon="moon" words="me.theme_dark"/>
            <ThemeChoice theme="" icon="monitor" words="me.theme_system"/>
            <hr/>
            <form method="post" action=routes::LOGOUT>
                <button class="opt" role="menuitem"><Icon name="log-out"/>{t("me.sign_out")}</button>
            </form>
        </div>
    }
}

#[component]
fn ThemeChoice(theme: &'static str, icon: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <button class="opt" role="menuitem" on:click=move |_| browser::set_theme(theme)><Icon name=icon/>{t(words)}</button>
    }
}
