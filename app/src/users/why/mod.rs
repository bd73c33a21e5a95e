//! «Что может этот человек и почему»: rights by the role, people whose records they work with, and the answer for one record.

mod record;
mod scope;
mod words;

use crate::{i18n::t, ui::Icon};
use domain::{
    access::{Rank, Right, Rights, SharedAccess},
    ids::UserId,
    staff::{Member, Staff},
    users::UserStatus,
};
use leptos::prelude::*;
use record::OfRecord;
use scope::Scope;

/// What is known of the person whom the page is about.
#[derive(Clone, PartialEq)]
struct About {
    user: UserId,
    status: UserStatus,
    role: String,
    rights: Rights,
    rank: Rank,
    access: SharedAccess,
}

impl About {
    fn of(staff: &Staff, member: &Member) -> Self {
        let role = staff.roles.iter().find(|role| role.id == member.role);
        About {
            user: member.user.id,
            status: member.status,
            role: role.map(|role| role.name.clone()).unwrap_or_default(),
            rights: role.map(|role| role.rights).unwrap_or_default(),
            rank: member.user.rank,
            access: member.access,
        }
    }
}

/// The section, true to the profile as it was saved last.
#[component]
pub fn Why(staff: RwSignal<Staff>, member: RwSignal<Member>) -> impl IntoView {
    let about = Memo::new(move |_| staff.with(|staff| member.with(|member| About::of(staff, member))));
    let barred = move || {
        let words = words::sign_in(about.with(|about| about.status))?;
        Some(view! { <div class="strip warn boxed"><Icon name="circle-alert"/><span>{words}</span></div> })
    };
    view! {
        <section class="section why" aria-labelledby="why">
            <header><h2 id="why">{t("users.why.title")}</h2></header>
            <p class="muted">{t("users.why.text")}</p>
            {barred}
            {move || about.with(rights)}
            <Scope staff member/>
            <OfRecord about/>
        </section>
    }
}

/// What the role allows, what it does not, and what it says nothing of yet.
fn rights(about: &About) -> AnyView {
    let (used, unused): (Vec<Right>, Vec<Right>) = Right::ALL.iter().partition(|right| right.is_used());
    let (on, off): (Vec<Right>, Vec<Right>) = used.into_iter().partition(|right| about.rights.has(*right));
    let badge = |class: &'static str| move |right: Right| view! { <li class=class>{words::right(right)}</li> };
    let list = |key: &'static str, class: &'static str, rights: Vec<Right>| {
        (!rights.is_empty()).then(|| {
            let id = format!("why-{class}");
            let class = if class == "on" { "badge good" } else { "badge" };
            view! {
                <h3 id=id.clone()>{words::of_role(key, about)}</h3>
                <ul class="badges" aria-labelledby=id>{rights.into_iter().map(badge(class)).collect_view()}</ul>
            }
        })
    };
    view! {
        {list("users.why.allowed", "on", on)}
        {list("users.why.not_allowed", "off", off)}
        {list("users.why.unused", "unused", unused)}
    }
    .into_any()
}
