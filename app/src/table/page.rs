//! What every section with a table has around it: its problems, and what stands there while it comes or when nothing does.

use super::{
    dom,
    rows::{Listed, RowList},
    state::ListState,
};
use crate::{
    api_error::ApiError,
    filters::OPENER,
    i18n::{t, ta},
    told,
    ui::{Empty, Icon},
};
use leptos::prelude::*;

/// An answer that did not come; the old rows stay.
#[component]
pub fn Problem<R: Listed>(list: RowList<R>, state: Signal<ListState>) -> impl IntoView {
    let again = move |_| {
        dom::focus_table();
        list.try_again(state.get_untracked());
    };
    move || {
        list.error.get().map(|error| {
            view! {
                <div class="strip bad" role="alert">
                    <Icon name="circle-alert"/><span>{told::error(&error)}</span>
                    <button class="btn s" on:click=again>{t("ui.retry")}</button>
                </div>
            }
            .into_any()
        })
    }
}

/// Rows belong elsewhere by now, or new ones among them: nothing jumps until the person wants it. It floats, so that the
/// lines below stay where they are, too.
#[component]
pub fn Changed<R: Listed>(list: RowList<R>) -> impl IntoView {
    let again = move |_| {
        dom::focus_table();
        list.load_again();
    };
    view! {
        <div class="changed" role="status">
            {move || list.heard.moved.get().then(|| view! {
                <button type="button" class="btn s" on:click=again><Icon name="rotate-ccw"/>{t("table.changed")}</button>
            }.into_any())}
        </div>
    }
}

/// The search or the filters leave nothing: they can be dropped. The first words name what was looked for, the others tell
/// of filters.
#[component]
pub fn NothingFound(asked: ListState, words: [&'static str; 2], root: &'static str) -> impl IntoView {
    let [searched, filtered] = words;
    let (text, reset) = if asked.filters.is_empty() {
        (ta(searched, &[("search", &asked.search)]), t("table.reset"))
    } else {
        (t(filtered), t("filters.reset"))
    };
    view! {
        <Empty icon="search" title=t("table.nothing") text>
            <a class="btn" href=asked.reset().href(root) on:click=|_| dom::focus(OPENER)>{reset}</a>
        </Empty>
    }
}

/// The list did not come at all.
#[component]
pub fn Failed(error: ApiError, title: &'static str) -> impl IntoView {
    view! {
        <div class="top"><h1>{t(title)}</h1></div>
        <Empty icon="circle-alert" title=t("table.failed") text=told::error(&error)>
            // As it was asked for, search and filters included.
            <a class="btn" href="" rel="external">{t("ui.retry")}</a>
        </Empty>
    }
}

/// Lines to come, while the section is opened from another one.
#[component]
pub fn Skeleton(title: &'static str) -> impl IntoView {
    view! {
        <div class="top"><h1>{t(title)}</h1></div>
        <div class="bar" aria-hidden="true"></div>
        <div class="tablewrap" aria-busy="true" aria-label=t("ui.loading") role="status">
            <table class="grid plain">
                <tbody>
                    {(0..12).map(|_| view! {
                        <tr><td class="c-name"><span class="sk"></span></td><td class="c-fill"><span class="sk w3"></span></td></tr>
                    }.into_any()).collect_view()}
                </tbody>
            </table>
        </div>
    }
}
