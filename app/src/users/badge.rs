//! A person's status as a pill.

use crate::i18n::t;
use domain::{ids::UserId, staff::Staff, users::UserStatus};
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

/// «Письмо не дошло», where no mail server took the invitation.
#[component]
pub fn Unreached(staff: RwSignal<Staff>, id: UserId) -> impl IntoView {
    let is_unreached = move || staff.with(|staff| staff.unreached.contains(&id));
    view! { <Show when=is_unreached><span class="badge bad">{t("users.unreached")}</span></Show> }
}
