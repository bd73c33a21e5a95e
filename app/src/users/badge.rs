//! A person's status as a pill.

use crate::i18n::t;
use domain::users::UserStatus;
use leptos::prelude::*;

/// «Требует активации», «Приостановлен» …
#[component]
pub fn StatusBadge(status: UserStatus) -> impl IntoView {
    let class = match status {
        UserStatus::Active => "badge good",
        UserStatus::Invited => "badge warn",
        UserStatus::Suspended => "badge bad",
        UserStatus::Dismissed => "badge",
    };
    view! { <span class=class>{t(&format!("users.status.{}", status.key()))}</span> }
}
