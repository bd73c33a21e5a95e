//! Navigation of the settings and the chosen page. On a phone the navigation is a screen of its own.

use super::{CompanyPage, FieldsPage, FunnelPage, SessionsPage, look};
use crate::{i18n::t, import::ImportListPage, routes, session::may, ui::Icon, users::UsersPage};
use domain::access::Right;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Outlet, hooks::use_location};

struct Page {
    href: &'static str,
    icon: &'static str,
    words: &'static str,
    /// What one needs to be offered it; nothing is everybody's.
    right: Option<Right>,
    view: fn() -> AnyView,
}

const PAGES: [Page; 6] = [
    Page {
        href: routes::COMPANY,
        icon: "building-2",
        words: "settings.company",
        right: Some(Right::SetUpCompany),
        view: || view! { <CompanyPage/> }.into_any(),
    },
    Page {
        href: routes::FUNNEL,
        icon: "funnel",
        words: "settings.funnel",
        right: Some(Right::SetUpFunnel),
        view: || view! { <FunnelPage/> }.into_any(),
    },
    Page {
        href: routes::FIELDS,
        icon: "list-checks",
        words: "settings.fields",
        right: Some(Right::SetUpFields),
        view: || view! { <FieldsPage/> }.into_any(),
    },
    Page {
        href: routes::USERS,
        icon: "users",
        words: "users.title",
        right: Some(Right::SetUpUsers),
        view: || view! { <UsersPage/> }.into_any(),
    },
    Page {
        href: routes::IMPORT,
        icon: "upload",
        words: "settings.import",
        right: Some(Right::Import),
        view: || view! { <ImportListPage/> }.into_any(),
    },
    Page {
        href: routes::SESSIONS,
        icon: "monitor",
        words: "settings.sessions",
        right: None,
        view: || view! { <SessionsPage/> }.into_any(),
    },
];

fn allowed() -> impl Iterator<Item = &'static Page> {
    const { &PAGES }.iter().filter(|page| page.right.is_none_or(may))
}

/// The settings.
#[component]
pub fn SettingsFrame() -> impl IntoView {
    if cfg!(target_arch = "wasm32") {
        look::bring();
    }
    let path = use_location().pathname;
    let open = Memo::new(move |_| path.get().trim_end_matches('/') != routes::SETTINGS);
    view! {
        <Title text=format!("{} · {}", t("nav.settings"), t("record.product"))/>
        <div class="top">
            <a class="ib phone-only" href=routes::SETTINGS aria-label=t("settings.all") hidden=move || !open.get()><Icon name="chevron-left"/></a>
            <h1>{t("nav.settings")}</h1>
        </div>
        <div class="settings" data-open=move || open.get().then_some("")>
            <nav class="setnav" aria-label=t("nav.settings")>
                {allowed().map(|page| view! { <NavLink page/> }).collect_view()}
            </nav>
            <div class="setbody"><div class="sheet"><Outlet/></div></div>
        </div>
    }
}

#[component]
fn NavLink(page: &'static Page) -> impl IntoView {
    let path = use_location().pathname;
    let first = allowed().next().is_some_and(|first| first.href == page.href);
    let current = move || {
        let path = path.get();
        let chosen = path.starts_with(page.href) || (first && path.trim_end_matches('/') == routes::SETTINGS);
        chosen.then_some("page")
    };
    view! { <a class="nav" href=page.href aria-current=current><Icon name=page.icon/><span>{t(page.words)}</span></a> }
}

/// What wide screens show before a page is chosen: the first page that is allowed.
#[component]
pub fn SettingsHome() -> impl IntoView {
    allowed().next().map(|page| (page.view)())
}
