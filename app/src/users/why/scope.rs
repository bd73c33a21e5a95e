//! Whose records a person works with, and why: worked out by the rule that decides it for their requests.

use super::{About, words};
use crate::{i18n::t, ui::Avatar};
use domain::{
    access::{Post, Tie},
    staff::{Member, Staff},
    users::User,
};
use leptos::prelude::*;

fn post(member: &Member) -> Post {
    Post { user: member.user.id, rank: member.user.rank, superior: member.superior, access: member.access }
}

/// The people, with what ties the person to each; everybody's records are one line.
#[component]
pub fn Scope(staff: RwSignal<Staff>, member: RwSignal<Member>) -> impl IntoView {
    let lines = move || staff.with(|staff| member.with(|member| lines(staff, member)));
    view! {
        <h3 id="why-scope">{t("users.why.scope")}</h3>
        <ul class="rows" aria-labelledby="why-scope">{lines}</ul>
        <p class="muted">{t("users.why.beside")}</p>
    }
}

fn lines(staff: &Staff, member: &Member) -> AnyView {
    let (about, own) = (About::of(staff, member), post(member));
    let line = |user: Option<&User>, tie: Tie| {
        let name = user.map_or_else(|| t("users.why.everybody"), User::name);
        let picture = user.map(|user| view! { <Avatar user=user.clone() class="m"/> });
        view! { <li>{picture}<span class="main whole"><b>{name}</b><small>{words::tie(tie, &about)}</small></span></li> }
    };
    let people = staff.members.iter().filter(|other| own.works_with(&post(other)));
    let mut found: Vec<(&User, Tie)> = people.map(|other| (&other.user, own.tie(&post(other)))).collect();
    // Their own come first.
    found.sort_by_key(|(_, tie)| *tie != Tie::Own);
    let all = found.iter().map(|(_, tie)| *tie).find(|tie| matches!(tie, Tie::Director | Tie::Everybody));
    match all {
        Some(tie) => line(None, tie).into_any(),
        None => found.into_iter().map(|(user, tie)| line(Some(user), tie)).collect_view().into_any(),
    }
}
