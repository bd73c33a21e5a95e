//! The tab «Роли»: shipped ones and one's own.

use super::frame::Tabbed;
use crate::{
    i18n::{t, tn},
    routes,
    settings::guarded,
    ui::Icon,
};
use domain::{access::Right, roles::Role, staff::Staff};
use leptos::prelude::*;

/// The roles.
#[component]
pub fn RolesPage() -> impl IntoView {
    guarded(Right::SetUpUsers, || view! { <Tabbed shown=shown/> }.into_any())
}

fn shown(staff: RwSignal<Staff>) -> AnyView {
    let row = move |role: Role| {
        let count = staff.with(|staff| staff.members.iter().filter(|member| member.role == role.id).count());
        view! {
            <li>
                <span class="kind"><Icon name="shield"/></span>
                <span class="main">
                    <b><a href=routes::role(role.id)>{role.name}</a></b>
                    <small>{tn("users.people", i64::try_from(count).unwrap_or_default())}</small>
                </span>
                <Icon name="chevron-right"/>
            </li>
        }
    };
    view! {
        <ul class="rows">
            {move || staff.with(|staff| staff.roles.clone()).into_iter().map(row).collect_view()}
            <li class="adder"><a class="link hstack" href=routes::NEW_ROLE><Icon name="plus"/>{t("users.add_role")}</a></li>
        </ul>
    }
    .into_any()
}
