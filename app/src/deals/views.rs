//! Воронка or Список: two ways to look at the same deals.

use crate::{i18n::t, routes, ui::Icon};
use leptos::prelude::*;

/// The switch; `here` is the address of the view that is shown.
#[component]
pub(super) fn Views(here: &'static str) -> impl IntoView {
    let view = |href: &'static str, icon, words| {
        let current = (href == here).then_some("page");
        view! { <a href=href aria-current=current aria-label=t(words)><Icon name=icon/><span class="wide-only">{t(words)}</span></a> }
    };
    view! {
        <nav class="seg" aria-label=t("deals.views")>
            {view(routes::DEALS, "square-kanban", "deals.board")}{view(routes::DEAL_LIST, "list", "deals.list")}
        </nav>
    }
}
