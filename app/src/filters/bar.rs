//! The bar above a list: the search box, «Фильтр», a chip for each filter that is set, and «Сбросить».

use super::{
    Kind,
    panel::PanelPlace,
    words::{label, value},
};
use crate::{
    i18n::{t, ta},
    pages::{Record, loaded},
    table::{ListState, address::searching, dom, find::Find},
    ui::{Icon, Later},
};
use domain::fields::Noun;
use leptos::prelude::*;

/// The id of the button that opens the panel, beside which the panel lies.
pub const OPENER: &str = "filters-open";

/// The bar of the list at `root`; it changes the address, which the list follows.
#[component]
pub fn FilterBar(state: Signal<ListState>, root: &'static str, noun: Noun, kinds: &'static [Kind]) -> impl IntoView {
    let place = PanelPlace::new(state, root, (noun, kinds));
    let filters = Memo::new(move |_| state.with(|state| state.filters.clone()));
    let set = Memo::new(move |_| {
        filters.with(|filters| kinds.iter().copied().filter(|kind| filters.has(*kind)).collect::<Vec<_>>())
    });
    let without_all = move || state.with(|state| state.filtered(Default::default()).href(root));
    let chip = move |kind: Kind| {
        let value = filters.with(|filters| value(filters, kind));
        let without = state.with(|state| state.filtered(state.filters.without(kind)).href(root));
        view! { <Chip name=label(kind, noun) value without open=Callback::new(move |()| place.ask(Some(kind)))/> }
    };
    view! {
        <div class="bar">
            <Find state root search=searching(state, root)/>
            <button type="button" class="btn s quiet" id=OPENER aria-haspopup="dialog" aria-expanded=move || place.open.get().to_string()
                on:click=move |_| place.ask(None)>
                <Icon name="filter"/>{t("filters.title")}
                {move || set.with(|set| (!set.is_empty()).then(|| view! { <b class="cnt num phone-only">{set.len().to_string()}</b> }.into_any()))}
            </button>
            {move || set.with(|set| (!set.is_empty()).then(|| view! {
                <div class="chips" role="group" aria-label=t("filters.set")>
                    <div class="run">{set.iter().copied().map(chip).collect_view()}</div>
                    <a class="btn s quiet" href=without_all on:click=|_| dom::focus(OPENER)>{t("filters.reset")}</a>
                </div>
            }.into_any()))}
        </div>
        <Later open=place.open dialog=move || loaded(Record::Filters(place))/>
    }
}

/// A filter that is set; its cross is a link, so that it works without scripts, too. The focus goes to what stays.
#[component]
fn Chip(name: String, value: String, without: String, open: Callback<()>) -> impl IntoView {
    let drop_it = ta("filters.drop", &[("filter", &name)]);
    view! {
        <span class="chip">
            <button type="button" class="cut" aria-haspopup="dialog" title=value.clone() on:click=move |_| open.run(())>{name}": "<b>{value.clone()}</b></button>
            <a class="x" href=without aria-label=drop_it.clone() title=drop_it on:click=|_| dom::focus(OPENER)><Icon name="x"/></a>
        </span>
    }
}
