//! The tab «Группы»: choose one, or add one (S3.4).

use super::{
    api::create_group,
    frame::{Tabbed, row},
    name_dialog::{NameDialog, SaveName, saving},
};
use crate::{i18n::t, intent::Intent, routes, settings::guarded, ui::Icon};
use domain::{
    access::Right,
    staff::{Group, Staff},
    users::UserStatus,
};
use leptos::prelude::*;

/// The groups.
#[component]
pub fn GroupsPage() -> impl IntoView {
    guarded(Right::SetUpUsers, || view! { <Tabbed shown=shown/> }.into_any())
}

fn shown(staff: RwSignal<Staff>) -> AnyView {
    let (open, name) = (RwSignal::new(false), RwSignal::new(String::new()));
    let intent = Intent::<String>::new();
    let save: SaveName = Callback::new(move |name: String| saving(create_group(intent.request(&name), name)));
    let saved = Callback::new(move |group: Group| {
        intent.done();
        name.set(String::new());
        staff.update(|staff| staff.groups.push(group));
    });
    let line = move |group: Group| {
        let count = staff.with(|staff| people_of(staff, &group).count());
        row("users", (routes::group(group.id), group.name), count)
    };
    view! {
        <ul class="rows">
            {move || staff.with(|staff| staff.groups.clone()).into_iter().map(line).collect_view()}
            <li class="adder">
                <button type="button" class="link hstack" on:click=move |_| open.set(true)>
                    <Icon name="plus"/>{t("users.add_group")}
                </button>
            </li>
        </ul>
        <NameDialog open title=t("users.new_group") name save saved/>
    }
    .into_any()
}

/// Whoever works in a group.
pub fn people_of<'a>(staff: &'a Staff, group: &Group) -> impl Iterator<Item = &'a domain::staff::Member> {
    let id = group.id;
    staff.members.iter().filter(move |member| member.group == Some(id) && member.status != UserStatus::Dismissed)
}
