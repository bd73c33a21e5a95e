//! The person's menu: CRM ID with its copy button (S3.1), theme, sign-out.

use crate::{
    browser,
    i18n::t,
    routes,
    session::viewer,
    ui::{Avatar, Icon, Toasts},
};
use leptos::{html, prelude::*};

/// The menu's id; both buttons point to it.
const MENU: &str = "me";

/// The menu's button in the rail.
#[component]
pub fn Me() -> impl IntoView {
    let user = viewer().user;
    let name = user.name();
    view! {
        <button class="me" popovertarget=MENU aria-haspopup="menu">
            <Avatar user/><span class="name">{name}</span><Icon name="chevrons-up-down"/>
        </button>
    }
}

/// The menu's button in the phone's bar.
#[component]
pub fn MeOnPhone() -> impl IntoView {
    view! {
        <button class="nav" popovertarget=MENU aria-haspopup="menu"><Avatar user=viewer().user/><span>{t("nav.me")}</span></button>
    }
}

/// The menu itself, beside whichever button opened it. It stands outside of rail and bar: one of them is always hidden.
#[component]
pub fn MeMenu() -> impl IntoView {
    let viewer = viewer();
    let (email, crm_id) = (viewer.email, viewer.workspace.crm_id);
    let copied = crm_id.clone();
    let toasts = Toasts::get();
    let copy = move |_| {
        browser::copy(&copied);
        toasts.say(t("me.copied"));
    };
    let node = NodeRef::<html::Div>::new();
    // Another page does not close it by itself: the browser only hears of its own navigation.
    let close = move |_| {
        if let Some(menu) = node.get_untracked() {
            // A menu that is closed already stays closed.
            let _ = menu.hide_popover();
        }
    };
    view! {
        <div class="menu" id=MENU popover="auto" role="menu" node_ref=node>
            <p class="cap">{email}</p>
            <button class="opt" role="menuitem" on:click=copy>
                <Icon name="copy"/><span>{t("me.crm_id")} ": " <b class="mono">{crm_id}</b></span>
            </button>
            <hr/>
            <a class="opt" role="menuitem" href=routes::SESSIONS on:click=close><Icon name="monitor"/>{t("me.sessions")}</a>
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
