//! The person's menu: CRM ID with its copy button (S3.1), theme, language, sign-out.

use crate::{
    browser,
    i18n::t,
    intent::Intent,
    pages::{Deed, deed},
    routes,
    session::viewer,
    told,
    ui::{Avatar, Elements, Icon, Toasts},
};
use domain::lang::Lang;
use leptos::{html, prelude::*, task::spawn_local};

/// The menu's id; both buttons point to it.
const MENU: &str = "me";

/// The menu's button in the rail.
#[component]
pub fn Me() -> impl IntoView {
    let user = viewer().user.clone();
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
        <button class="nav" popovertarget=MENU aria-haspopup="menu"><Avatar user=viewer().user.clone()/><span>{t("nav.me")}</span></button>
    }
}

/// The menu itself, beside whichever button opened it. It stands outside of rail and bar: one of them is always hidden.
#[component]
pub fn MeMenu() -> impl IntoView {
    let viewer = viewer();
    let copied = viewer.workspace.crm_id.clone();
    let (toasts, intent) = (Toasts::get(), Intent::<Lang>::new());
    let node = NodeRef::<html::Div>::new();
    // Another page does not close it by itself: the browser only hears of its own navigation.
    let close = move || {
        if let Some(menu) = node.get_untracked() {
            // A menu that is closed already stays closed.
            let _ = menu.hide_popover();
        }
    };
    let copy = move |_| {
        // On a phone it lies over what is said.
        close();
        toasts.copy(copied.clone(), "me.copied");
    };
    let mut items = Elements::default();
    items.open("p").class("cap").text(&viewer.email).close();
    item(&mut items, "button").on_click(copy).icon("copy").open("span").text(t("me.crm_id")).text(": ");
    items.open("b").class("mono").text(&viewer.workspace.crm_id).close().close().close().open("hr").close();
    item(&mut items, "a")
        .attr("href", routes::SESSIONS)
        .on_click(move |_| close())
        .icon("monitor")
        .text(t("me.sessions"))
        .close();
    items.open("hr").close();
    themes(&mut items);
    items.open("hr").close();
    languages(&mut items, viewer.lang, move |lang| {
        // On a phone it lies over what is said.
        close();
        speak(lang, intent, toasts);
    });
    items.open("hr").close().open("form").attr("method", "post").attr("action", routes::LOGOUT);
    item(&mut items, "button").icon("log-out").text(t("me.sign_out")).close().close();
    view! {
        <div class="menu" id=MENU popover="auto" role="menu" node_ref=node>
            {items}
        </div>
    }
}

fn item<'a>(out: &'a mut Elements, tag: &'static str) -> &'a mut Elements {
    out.open(tag).class("opt").attr("role", "menuitem")
}

fn themes(out: &mut Elements) {
    let choices =
        [("light", "sun", "me.theme_light"), ("dark", "moon", "me.theme_dark"), ("", "monitor", "me.theme_system")];
    for (theme, icon, words) in choices {
        item(out, "button").on_click(move |_| browser::set_look("theme", theme)).icon(icon).text(t(words)).close();
    }
}

/// Each in its own language: whoever cannot read this page finds theirs.
fn languages(out: &mut Elements, now: Lang, choose: impl Fn(Lang) + Copy + Send + Sync + 'static) {
    out.open("div").attr("role", "group").attr("aria-label", t("me.lang"));
    for lang in Lang::ALL_READY {
        out.open("button").class("opt").attr("role", "menuitemradio");
        out.attr("aria-checked", if lang == now { "true" } else { "false" }).attr("lang", lang.code());
        // Also what is chosen here: another window may have chosen since.
        out.on_click(move |_| choose(lang)).icon("globe").text(t(&format!("me.lang_{}", lang.code())));
        out.tick().close();
    }
    out.close();
}

/// The page is loaded anew: its words, dates and numbers are all in the language it came in.
fn speak(lang: Lang, intent: Intent<Lang>, toasts: Toasts) {
    spawn_local(async move {
        match deed(Deed::SetLang(intent.request(&lang), lang)).await.await {
            Ok(()) => browser::reload(),
            Err(error) => toasts.complain(told::error(&error)),
        }
    });
}
