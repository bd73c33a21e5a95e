//! A person's page: profile, status, and what can be done.

use super::{
    badge::{StatusBadge, Unreached},
    frame::{Head, Staffed},
    profile_form::ProfileForm,
    user_deeds::UserDeeds,
    why::Why,
};
use crate::{i18n::t, routes, session::change_viewer, settings::guarded, ui::Empty};
use domain::{
    access::Right,
    ids::UserId,
    staff::{Member, Staff},
    users::{UserStatus, Viewer},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// The page of a person.
#[component]
pub fn UserPage() -> impl IntoView {
    guarded(Right::SetUpUsers, || view! { <Staffed shown=shown/> }.into_any())
}

fn shown(staff: RwSignal<Staff>) -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id")).and_then(|id| id.parse::<UserId>().ok());
    let known = staff.with_untracked(|staff| staff.members.iter().find(|member| Some(member.user.id) == id).cloned());
    match known {
        Some(member) => view! { <Shown staff member/> }.into_any(),
        None => view! {
            <Empty icon="user" title=t("users.tab.users") text=t("errors.not_found.user")>
                <a class="btn primary" href=routes::USERS>{t("users.tab.users")}</a>
            </Empty>
        }
        .into_any(),
    }
}

#[component]
fn Shown(staff: RwSignal<Staff>, member: Member) -> impl IntoView {
    let id = member.user.id;
    let member = RwSignal::new(member);
    let viewer = expect_context::<StoredValue<Arc<Viewer>>>();
    let changed = Callback::new(move |after: Member| {
        // Pickers and cards name people from here.
        change_viewer(viewer, |viewer| {
            viewer.people.retain(|user| user.id != after.user.id);
            viewer.former.retain(|user| user.id != after.user.id);
            viewer.away.retain(|user| *user != after.user.id);
            viewer.away.extend((after.status == UserStatus::Suspended).then_some(after.user.id));
            let list = if after.status == UserStatus::Dismissed { &mut viewer.former } else { &mut viewer.people };
            list.push(after.user.clone());
        });
        member.set(after);
    });
    let title = Signal::derive(move || member.with(|member| member.user.name()));
    let status = Memo::new(move |_| member.with(|member| member.status));
    let email = move || member.with(|member| member.email.clone());
    view! {
        <Head back=routes::USERS words="users.tab.users" title>
            <Unreached staff id/>
            {move || view! { <StatusBadge status=status.get()/> }}
        </Head>
        <p class="muted">{email}</p>
        <UserDeeds staff member changed/>
        <ProfileForm staff member saved=changed/>
        <Why staff member/>
    }
}
