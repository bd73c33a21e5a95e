//! A person in a list: who, with which e-mail and role, and whether they can sign in.

use super::badge::{StatusBadge, Unreached};
use crate::{i18n::t, routes, ui::Avatar};
use domain::{
    staff::{Member, Staff},
    users::UserStatus,
};
use leptos::prelude::*;

/// The people that a list shows.
#[component]
pub fn People(staff: RwSignal<Staff>, #[prop(into)] shown: Signal<Vec<Member>>) -> impl IntoView {
    let row = move |member: Member| view! { <PersonRow staff member/> };
    view! {
        <ul class="rows">
            {move || shown.get().is_empty().then(|| view! { <li class="off">{t("users.nobody")}</li> })}
            {move || shown.get().into_iter().map(row).collect_view()}
        </ul>
    }
}

#[component]
fn PersonRow(staff: RwSignal<Staff>, member: Member) -> impl IntoView {
    let role = staff.with(|staff| staff.roles.iter().find(|role| role.id == member.role).map(|role| role.name.clone()));
    let about = [Some(member.email.clone()), role].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let (name, href, id) = (member.user.name(), routes::user(member.user.id), member.user.id);
    view! {
        <li class:off=member.status == UserStatus::Dismissed>
            <Avatar user=member.user.clone() class="m"/>
            <span class="main"><b><a href=href>{name}</a></b><small>{about}</small></span>
            <Unreached staff id/>
            <StatusBadge status=member.status/>
        </li>
    }
}
