//! «+» of a column: a few fields on top of it. What is added lies right below them, and the next deal is typed at once.

use super::{
    board_state::BoardState,
    quick_deal::{IN_COLUMN, QuickDealPlace, strip},
};
use crate::{
    i18n::{t, ta},
    record::{ClientSearch, Found, SearchInput, SearchList},
    session::stage_name,
    table::dom,
    told,
    ui::{FieldError, Icon, MoneyField, TextField},
};
use domain::{
    deals::{DealCard, DealClient, TITLE_LIMIT},
    ids::{ClientId, StageId},
};
use leptos::{ev, html, prelude::*};

/// The id of the button that opens and closes the fields of a stage.
pub(super) fn opener(stage: StageId) -> String {
    format!("add-{stage}")
}

/// The fields on top of a column.
#[component]
pub(super) fn QuickAdd(board: BoardState, stage: StageId) -> impl IntoView {
    let place = board.quick;
    let added = Callback::new(move |(_, deal): (Option<ClientId>, DealCard)| {
        place.client.set(None);
        board.said.set(ta("board.added", &[("title", &deal.title)]));
        board.add(deal);
        dom::focus(IN_COLUMN.0);
    });
    let (node, unchosen) = (NodeRef::<html::Input>::new(), RwSignal::new(false));
    let choose = Callback::new(move |(id, name): Found<ClientId>| {
        place.client.set(Some(DealClient { id, name: Some(name) }));
        dom::focus(IN_COLUMN.0);
    });
    let search = ClientSearch::clients("qa-client", choose);
    // Whose name is not chosen yet is not left out: the deal waits until it is, or is erased.
    let if_chosen = move |go: &dyn Fn()| {
        let waits = place.client.with_untracked(Option::is_none) && !search.is_blank();
        unchosen.set(waits);
        match node.get_untracked().filter(|_| waits) {
            // Only an element out of the page refuses the focus.
            Some(input) => drop(input.focus()),
            None => go(),
        }
    };
    let submit = move || if_chosen(&|| place.submit(added));
    let close = move || {
        place.clear();
        place.column.set(None);
        dom::focus(&opener(stage));
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            close();
        } else if dom::saves(&event) {
            event.prevent_default();
            submit();
        }
    };
    // Not until the fields are in the page.
    Effect::new(|_| dom::focus(IN_COLUMN.0));
    view! {
        <form class="adding" novalidate aria-label=ta("board.add", &[("stage", &stage_name(stage))])
            on:submit=move |event| { event.prevent_default(); submit() } on:keydown=on_key>
            {move || place.error.with(|error| error.as_ref().and_then(told::beside_fields)).map(strip)}
            <TextField id=IN_COLUMN.0 label=t("quick_deal.name") value=place.title error=place.problem("title") max=TITLE_LIMIT required=true/>
            <MoneyField id=IN_COLUMN.1 label=t("record.field.budget") amount=place.budget currency=place.currency
                offered=place.currencies() error=place.problem("budget")/>
            <ClientField place search node unchosen/>
            <div class="deeds">
                <button class="btn s primary" aria-busy=move || place.busy.get().then_some("true")>{t("ui.add")}</button>
                <button type="button" class="link" on:click=move |_| if_chosen(&|| place.ask_for_more())>{t("board.add_more")}</button>
                <span class="grow"></span>
                <button type="button" class="ib" aria-label=t("ui.close") title=t("ui.close") on:click=move |_| close()><Icon name="x"/></button>
            </div>
        </form>
    }
}

/// «Клиент», which may stay empty.
#[component]
fn ClientField(
    place: QuickDealPlace,
    search: ClientSearch,
    node: NodeRef<html::Input>,
    unchosen: RwSignal<bool>,
) -> impl IntoView {
    let ask = Callback::new(move |()| {
        unchosen.set(false);
        if search.is_blank() { search.clear() } else { search.ask() }
    });
    let keys = Callback::new(move |event: ev::KeyboardEvent| {
        let shuts = event.key() == "Escape" && search.has_found();
        if shuts {
            search.clear();
            event.prevent_default();
        }
        if shuts || search.on_key(&event) {
            event.stop_propagation();
        }
    });
    let problem =
        Signal::derive(move || unchosen.get().then(|| t("board.client_unchosen")).or_else(|| search.problem()));
    let take_off = move |_| {
        place.client.set(None);
        search.clear();
    };
    view! {
        <div class="field">
            <span class="lbl" id="qa-client-k">{t("record.field.client")}</span>
            {move || match place.client.get() {
                Some(client) => view! {
                    <span class="picked"><span>{client.name}</span>
                        <button type="button" class="ib" aria-label=t("record.clear_client") title=t("record.clear_client") on:click=take_off><Icon name="x"/></button>
                    </span>
                }
                .into_any(),
                None => view! {
                    <span class="finder" on:focusout=move |_| search.fold()>
                        <SearchInput search label="qa-client-k" node ask keys/><SearchList search/>
                    </span>
                }
                .into_any(),
            }}
            <span class="foot"><FieldError id="qa-client-e" text=problem/></span>
        </div>
    }
}
