//! «Настройки» of a table: its columns, and the import (S0.48, S0.63).

use super::layout::Layout;
use crate::{
    i18n::t,
    pages::{Record, loaded},
    routes,
    session::may,
    ui::{Icon, Later},
};
use domain::access::Right;
use leptos::prelude::*;

/// The button with its menu; `settings` opens the window.
#[component]
pub fn TableMenu(layout: Layout, settings: RwSignal<bool>) -> impl IntoView {
    let node = NodeRef::<leptos::html::Div>::new();
    let arrange = move |_| {
        if let Some(menu) = node.get_untracked() {
            // A menu that is closed already stays closed.
            let _ = menu.hide_popover();
        }
        settings.set(true);
    };
    view! {
        <button type="button" class="btn" popovertarget="table-menu" aria-haspopup="menu" aria-label=t("table.menu")>
            <Icon name="settings"/><span class="wide-only">{t("table.menu")}</span>
        </button>
        <div class="menu end" id="table-menu" popover="auto" role="menu" aria-label=t("table.menu") node_ref=node>
            <button type="button" class="opt" role="menuitem" on:click=arrange><Icon name="columns-3"/>{t("table.settings")}</button>
            {may(Right::Import).then(|| view! {
                <a class="opt" role="menuitem" href=routes::IMPORT><Icon name="file-spreadsheet"/>{t("clients.import")}</a>
            })}
        </div>
        <Later open=settings dialog=move || loaded(Record::TableSettings(layout, settings))/>
    }
}
