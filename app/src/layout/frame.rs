//! Left rail on wide screens, bottom bar on phones; sections that are not allowed are not offered.

use super::me::{Me, MeMenu, MeOnPhone};
use crate::{
    browser,
    i18n::t,
    notifications::{Bell, New},
    routes,
    session::{may, viewer, with_viewer},
    shell::PageLook,
    ui::{Elements, Icon, Toaster},
};
use domain::access::Right;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

struct Section {
    href: &'static str,
    root: &'static str,
    icon: &'static str,
    words: &'static str,
}

fn sections() -> Vec<Section> {
    let deals = Section { href: routes::DEALS, root: "/deals", icon: "square-kanban", words: "nav.deals" };
    let clients = Section { href: routes::CLIENTS, root: "/clients", icon: "users", words: "nav.clients" };
    let mut sections = Vec::new();
    if may(Right::ViewDeals) {
        sections.push(deals);
    }
    if may(Right::ViewClients) {
        sections.push(clients);
    }
    sections
}

fn settings() -> Section {
    Section { href: routes::SETTINGS, root: "/settings", icon: "settings", words: "nav.settings" }
}

/// The frame with a screen inside.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let company = viewer().workspace.name.clone();
    New::provide();
    view! {
        <a class="skiplink" href="#main">{t("nav.skip")}</a>
        <div class="app">
            <nav class="rail" aria-label=t("nav.sections")>
                <div class="brand"><span class="mark"><Icon name="funnel"/></span><span class="name">{company}</span><Narrow/></div>
                {links(sections())}
                <div class="end"><Bell/>{links(vec![settings()])}<Me/></div>
            </nav>
            <main class="page" id="main" tabindex="-1"><PlainHttp/>{children()}</main>
            <nav class="phonebar" aria-label=t("nav.sections")>
                {links(sections())}
                <Bell/>
                {links(vec![settings()])}
                <MeOnPhone/>
            </nav>
        </div>
        <MeMenu/>
        <Toaster/>
    }
}

/// Makes the rail narrow, or wide again; this browser keeps it.
#[component]
fn Narrow() -> impl IntoView {
    // The server knows it from a cookie, the browser from what the server made of it.
    let now = use_context::<PageLook>().map_or_else(browser::is_rail_narrow, |look| look.rail.is_some());
    let narrow = RwSignal::new(now);
    let turn = move |_| {
        narrow.update(|narrow| *narrow = !*narrow);
        browser::set_look("rail", if narrow.get_untracked() { "narrow" } else { "" });
    };
    let words = move || t(if narrow.get() { "nav.widen" } else { "nav.narrow" });
    view! {
        <button type="button" class="ib" aria-label=words title=words on:click=turn><Icon name="panel-left"/></button>
    }
}

/// Tells those who can change it that others can read along.
#[component]
fn PlainHttp() -> impl IntoView {
    let told = with_viewer(|viewer| viewer.plain_http) && may(Right::SetUpCompany);
    told.then(|| {
        view! { <div class="strip warn" role="note"><Icon name="circle-alert"/><span>{t("nav.plain_http")}</span></div> }
    })
}

fn links(sections: Vec<Section>) -> Option<Elements> {
    let path = use_location().pathname;
    let mut links = Elements::default();
    for Section { href, root, icon, words } in &sections {
        let (root, words) = (*root, t(words));
        links.open("a").class("nav").attr("href", *href).attr("title", &words);
        links.follow("aria-current", move || path.with(|path| path.starts_with(root)).then(|| "page".to_owned()));
        links.icon(icon).open("span").text(words).close().close();
    }
    (!sections.is_empty()).then_some(links)
}
