//! What every page of the section stands in: its head, the tabs, and the people, fetched once.

use super::api::get_staff;
use crate::{
    api_error::{ApiError, ApiResult},
    data::fetched,
    i18n::{t, tn},
    routes, told,
    ui::{Empty, Icon},
};
use domain::staff::Staff;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

const TABS: [(&str, &str); 4] = [
    (routes::USERS, "users.tab.users"),
    (routes::GROUPS, "users.tab.groups"),
    (routes::ROLES, "users.tab.roles"),
    (routes::SECURITY_LOG, "users.tab.log"),
];

/// What was answered. Where somebody else was faster, the people are looked at anew: the next attempt knows what they did.
pub async fn or_look_again<T>(answer: ApiResult<T>, look: impl FnOnce(Staff)) -> ApiResult<T> {
    if answer.as_ref().is_err_and(ApiError::is_stale) {
        look(get_staff().await?);
    }
    answer
}

/// The section's head and tabs with one of its lists.
#[component]
pub fn Tabbed(shown: fn(RwSignal<Staff>) -> AnyView) -> impl IntoView {
    let path = use_location().pathname;
    let tab = move |(href, words): (&'static str, &'static str)| {
        let current = move || (path.get().trim_end_matches('/') == href).then_some("page");
        view! { <a href=href aria-current=current>{t(words)}</a> }
    };
    view! {
        <div class="sethead"><div><h2>{t("users.title")}</h2><p>{t("users.text")}</p></div></div>
        <nav class="tabs flush" aria-label=t("users.title")>{TABS.map(tab).into_iter().collect_view()}</nav>
        <Staffed shown/>
    }
}

/// The people, once they are here.
#[component]
pub fn Staffed(shown: fn(RwSignal<Staff>) -> AnyView) -> impl IntoView {
    let staff = fetched(|| (), |()| get_staff());
    view! {
        <Suspense fallback=|| view! { <span class="sk w5"></span> }>
            {move || Suspend::new(async move {
                match staff.await {
                    Ok(staff) => shown(RwSignal::new(staff)),
                    Err(error) => {
                        view! { <Empty icon="circle-alert" title=t("users.title") text=told::error(&error)>""</Empty> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

/// A group or a role in its list: its address and name, and how many people it has.
pub fn row(icon: &'static str, (href, name): (String, String), people: usize) -> AnyView {
    view! {
        <li>
            <span class="kind"><Icon name=icon/></span>
            <span class="main">
                <b><a href=href>{name}</a></b>
                <small>{tn("users.people", i64::try_from(people).unwrap_or_default())}</small>
            </span>
            <Icon name="chevron-right"/>
        </li>
    }
    .into_any()
}

/// The head of a page about one person, group or role, with the way back.
#[component]
pub fn Head(
    back: &'static str,
    words: &'static str,
    #[prop(into)] title: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="sethead">
            <div>
                <a class="crumb hstack link" href=back><Icon name="chevron-left"/>{t(words)}</a>
                <h2>{move || title.get()}</h2>
            </div>
            {children()}
        </div>
    }
}
