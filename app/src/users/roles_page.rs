//! The tab «Роли»: shipped ones and one's own.

use super::frame::{Tabbed, row};
use crate::{i18n::t, routes, settings::guarded, ui::Icon};
use domain::{access::Right, roles::Role, staff::Staff};
use leptos::prelude::*;

/// The roles.
#[component]
pub fn RolesPage() -> impl IntoView {
    guarded(Right::SetUpUsers, || view! { <Tabbed shown=shown/> }.into_any())
}

fn shown(staff: RwSignal<Staff>) -> AnyView {
    let line = move |role: Role| {
        let count = staff.with(|staff| staff.members.iter().filter(|member| member.role == role.id).count());
        row("shield", (routes::role(role.id), role.name), count)
    };
    view! {
        <ul class="rows">
            {move || staff.with(|staff| staff.roles.clone()).into_iter().map(line).collect_view()}
            <li class="adder"><a class="link hstack" href=routes::NEW_ROLE><Icon name="plus"/>{t("users.add_role")}</a></li>
        </ul>
    }
    .into_any()
}
