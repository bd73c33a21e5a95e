//! What a page of the settings shows to whoever may not see it: that there is no access, and whom to ask.

use crate::{
    i18n::{t, ta},
    session::{may, viewer},
    ui::Empty,
};
use domain::{
    access::{Rank, Right},
    users::User,
};
use leptos::prelude::*;

/// The page, or «Нет доступа» for whoever does not have the right.
pub fn guarded(right: Right, page: fn() -> AnyView) -> AnyView {
    if may(right) { page() } else { view! { <NoAccess/> }.into_any() }
}

/// «Нет доступа», with the directors' names.
#[component]
pub fn NoAccess() -> impl IntoView {
    let viewer = viewer();
    let directors = viewer.people.iter().filter(|user| user.rank == Rank::Director);
    let names: Vec<String> = directors.map(User::name).collect();
    view! {
        <Empty icon="lock" title=t("settings.no_access") text=ta("settings.no_access_text", &[("names", &names.join(", "))])>
            ""
        </Empty>
    }
}
