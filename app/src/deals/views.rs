//! Воронка or Список: two ways to look at the same deals, under the same search, filter and order.

use crate::{i18n::t, routes, table::ListState, ui::Icon};
use leptos::prelude::*;

/// The switch; `here` is the address of the view that is shown, `state` what it is asked for.
#[component]
pub(super) fn Views(here: &'static str, state: Signal<ListState>) -> impl IntoView {
    let view = |root: &'static str, icon, words| {
        let current = (root == here).then_some("page");
        let href = move || state.with(|state| state.href(root));
        view! { <a href=href aria-current=current aria-label=t(words)><Icon name=icon/><span class="wide-only">{t(words)}</span></a> }
    };
    view! {
        <nav class="seg" aria-label=t("deals.views")>
            {view(routes::DEALS, "square-kanban", "deals.board")}{view(routes::DEAL_LIST, "list", "deals.list")}
        </nav>
    }
}
