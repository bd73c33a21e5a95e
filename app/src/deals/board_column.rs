//! A stage of the board: its head with the kept total, and as many cards as are in sight.

use super::{
    board_card::{BoardCard, custom_words},
    board_drag::{Held, Over},
    board_model::BoardModel,
    board_state::BoardState,
    board_window::{Item, Window, shown},
    quick_add::{QuickAdd, opener},
};
use crate::{
    browser, format,
    i18n::{t, ta},
    session::{may, with_viewer},
    ui::Icon,
};
use domain::{
    access::Right,
    board_layout::{BoardLayout, CardField, Density},
    deals::StageTotal,
    ids::StageId,
    money::Money,
    pipelines::Stage,
};
use leptos::{ev, html, prelude::*};
use std::hash::Hash;

/// One column.
#[component]
pub(super) fn BoardColumn(board: BoardState, stage: Stage) -> impl IntoView {
    let (id, name) = (stage.id, stage.name.clone());
    let total = Memo::new(move |_| board.model.with(|model| model.column(id).map(|column| column.total.clone())));
    let slot = Memo::new(move |_| match board.held.get() {
        Some(Held { over: Over::Place(stage, place), .. }) if stage == id => Some(place),
        _ => None,
    });
    let empty = Memo::new(move |_| {
        slot.get().is_none() && board.model.with(|model| model.column(id).is_none_or(|column| column.cards.is_empty()))
    });
    let left_out = Memo::new(move |_| board.narrowing.leaves_out(id));
    let none = move || t(if left_out.get() { "filters.left_out" } else { "board.empty_stage" });
    let adding = Memo::new(move |_| board.quick.column.get() == Some(id));
    let folded = Memo::new(move |_| board.look.is_folded(id));
    let shown = move || (board.shown.get() == Some(id)).then_some("");
    view! {
        <section class="col" class:over=move || slot.get().is_some() class:off=left_out data-stage=id.to_string() data-shown=shown
            data-folded=move || folded.get().then_some("") aria-label=name>
            <ColumnHead board stage total folded/>
            {move || adding.get().then(|| view! { <QuickAdd board stage=id/> })}
            {move || if empty.get() { view! { <p class="none">{none}</p> }.into_any() } else { view! { <Cards board stage=id opened=slot/> }.into_any() }}
        </section>
    }
}

#[component]
fn ColumnHead(board: BoardState, stage: Stage, total: Memo<Option<StageTotal>>, folded: Memo<bool>) -> impl IntoView {
    let count = move || total.get().map(|total| format::count(total.count));
    let sums = move || total.get().map(|total| sums_in_words(&total.sums));
    let (id, name) = (stage.id, StoredValue::new(stage.name.clone()));
    let add = ta("board.add", &[("stage", &stage.name)]);
    let fold = move || {
        let words = if folded.get() { "board.unfold" } else { "board.fold" };
        ta(words, &[("stage", &name.get_value())])
    };
    view! {
        <header title=move || folded.get().then(|| sums().unwrap_or_default())>
            <i class="dot"></i>
            <span class="ttl"><b>{stage.name}</b><span class="cnt">{count}</span></span>
            {may(Right::CreateDeals).then(|| view! {
                <button type="button" class="ib" id=opener(stage.id) aria-label=add.clone() title=add
                    aria-expanded=move || (board.quick.column.get() == Some(stage.id)).to_string()
                    on:click=move |_| board.quick.toggle_in(stage.id)><Icon name="plus"/></button>
            })}
            <button type="button" class="ib fold" aria-label=fold title=fold aria-expanded=move || (!folded.get()).to_string()
                on:click=move |_| board.look.toggle_fold(id)><Icon name="panel-left"/></button>
            <span class="sum">{sums}</span>
        </header>
    }
}

/// One sum per currency, one after the other.
pub(super) fn sums_in_words(sums: &[Money]) -> String {
    if sums.is_empty() {
        return "—".to_owned();
    }
    sums.iter().map(|sum| format::money(*sum)).collect::<Vec<_>>().join(" · ")
}

#[component]
fn Cards(board: BoardState, stage: StageId, opened: Memo<Option<usize>>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let window = measured(node, board);
    // Where the card in the air stood, if it stood here: its place is closed until it comes back.
    let lifted = Memo::new(move |_| {
        let held = board.held.get()?;
        board.model.with(|model| model.place(held.id)).filter(|(from, _)| *from == stage).map(|(_, place)| place)
    });
    let count = Memo::new(move |_| {
        let cards = board.model.with(|model| model.column(stage).map_or(0, |column| column.cards.len()));
        cards + usize::from(opened.get().is_some()) - usize::from(lifted.get().is_some())
    });
    let range = Memo::new(move |_| window.get().range(count.get()));
    let items = Memo::new(move |_| {
        let cards = |model: &BoardModel| {
            let cards = model.column(stage).map(|column| column.cards.as_slice()).unwrap_or_default();
            shown(cards, lifted.get(), opened.get(), range.get())
        };
        board.model.with(cards)
    });
    let busy = RwSignal::new(false);
    Effect::new(move |_| {
        board.reach.update_value(|reach| {
            reach.insert(stage, range.get().end);
        });
    });
    Effect::new(move |_| {
        if window.get().wants_more(count.get()) && !busy.get() {
            board.fetch(stage, busy);
        }
    });
    view! {
        <div class="cards" node_ref=node aria-busy=move || busy.get().then_some("true") on:scroll=move |_| measure(node, window)>
            <Gap height=Signal::derive(move || window.get().gaps(count.get()).0)/>
            <For each=move || { board.look.layout.track(); items.get() }
                key=move |item| board.look.layout.with_untracked(|layout| looks(item, layout)) let:item>
                {match item {
                    Item::Card(deal) => view! { <BoardCard board deal=*deal/> }.into_any(),
                    Item::Slot => view! { <div class="slot"></div> }.into_any(),
                }}
            </For>
            <Gap height=Signal::derive(move || window.get().gaps(count.get()).1)/>
        </div>
    }
}

/// All that a card shows: while it stays the same, so does its place in the page, and the focus on it.
fn looks(item: &Item, layout: &BoardLayout) -> impl Eq + Hash + use<> {
    let Item::Card(card) = item else { return None };
    let words = (card.title.clone(), card.client.clone(), card.money(), card.owner);
    let dates = layout.shows(CardField::Updated).then_some(card.updated_at);
    let custom = with_viewer(|viewer| custom_words(card, layout, viewer));
    let look = (layout.density() == Density::Compact, layout.fields().to_vec(), dates, custom);
    Some((card.id, card.stage, format::days_since(card.stage_since), words, look))
}

/// The height of cards that are not in the page.
#[component]
fn Gap(height: Signal<f64>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(gap) = node.get() {
            browser::set_pixels(&gap, "height", height.get());
        }
    });
    view! { <div class="gap" node_ref=node></div> }
}

fn measured(node: NodeRef<html::Div>, board: BoardState) -> RwSignal<Window> {
    let window = RwSignal::new(board.look.layout.with_untracked(Window::unmeasured));
    // A phone's column has a size only while it is the one shown; the fields of a new deal take some of
    // it, and a column that was folded gets it back.
    Effect::new(move |_| {
        board.shown.track();
        board.quick.column.track();
        board.look.layout.track();
        request_animation_frame(move || measure(node, window));
    });
    Effect::new(move |_| {
        if node.get().is_some() {
            measure(node, window);
            let handle = window_event_listener(ev::resize, move |_| measure(node, window));
            on_cleanup(move || handle.remove());
        }
    });
    window
}

fn measure(node: NodeRef<html::Div>, window: RwSignal<Window>) {
    // The column may be gone by the next frame.
    let column = node.try_get_untracked().flatten();
    let Some(column) = column.filter(|column| column.client_height() > 0) else { return };
    let Some(before) = window.try_get_untracked() else { return };
    let pitch = styled_pitch(&column).unwrap_or(before.pitch);
    let measured = Window { pitch, top: f64::from(column.scroll_top()), height: f64::from(column.client_height()) };
    if before.top > 0.0 && before.pitch != pitch {
        let stretched = Window { height: measured.height, ..before.stretched(pitch) };
        window.set(stretched);
        // What is left out takes its new height first.
        request_animation_frame(move || column.set_scroll_top(stretched.top as i32));
    } else if before != measured {
        window.set(measured);
    }
}

/// A card and its gap, in pixels, as the style sheet says them.
pub(super) fn styled_pitch(column: &web_sys::Element) -> Option<f64> {
    // A property that is not set reads as empty, and then the usual pitch is taken.
    let pixels = |name: &str| -> Option<f64> { browser::styled(column, name).trim().strip_suffix("px")?.parse().ok() };
    Some(pixels("--card")? + pixels("--card-gap")?)
}
