//! The tab «Пользователи»: everybody, and how many places are taken (S3.5).

use super::{frame::Tabbed, person_row::People};
use crate::{
    i18n::{t, tn},
    routes,
    settings::guarded,
};
use domain::{access::Right, staff::Staff};
use leptos::prelude::*;

/// The page «Пользователи и права».
#[component]
pub fn UsersPage() -> impl IntoView {
    guarded(Right::SetUpUsers, || view! { <Tabbed shown=shown/> }.into_any())
}

fn shown(staff: RwSignal<Staff>) -> AnyView {
    let seats = move || tn("users.seats", i64::try_from(staff.with(Staff::seats)).unwrap_or_default());
    let everybody = Signal::derive(move || staff.with(|staff| staff.members.clone()));
    view! {
        <p class="muted">{seats}". "{t("users.created_in_groups")}" "<a class="link" href=routes::GROUPS>{t("users.to_groups")}</a></p>
        <People staff shown=everybody/>
    }
    .into_any()
}
