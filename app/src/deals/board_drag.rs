//! Cards in the hand: which slot they are over, what is said of it, and what becomes of them.

use super::{board_column::styled_pitch, board_state::BoardState};
use crate::{
    browser::{self, all},
    drag::{Deeds, Drag, Point, Step},
    i18n::{t, ta},
    routes,
};
use domain::{
    ids::{DealId, StageId},
    pipelines::StageGroup,
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// A card in the air.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    /// Whose card it is.
    pub id: DealId,
    /// Whether the pointer carries it, and not the keyboard.
    pub by_pointer: bool,
    /// Where it would be put.
    pub over: Over,
}

/// Where a card would be put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// At a place of a stage, counted as if the card were not there.
    Place(StageId, usize),
    /// On top of the first stage of a group: its target at the bottom.
    Group(StageGroup),
    /// Nowhere: it would go back.
    Nowhere,
}

/// Dragging on the board.
pub(super) fn board_drag(board: BoardState) -> Drag<DealId> {
    Drag::new(Deeds {
        find,
        shown: |id| card_of(id),
        scrolls,
        lift: Callback::new(move |(id, by_pointer)| lift(board, id, by_pointer)),
        carry: Callback::new(move |(id, at)| carry(board, id, at)),
        walk: Callback::new(move |(id, step)| walk(board, id, step)),
        drop: Callback::new(move |id| put(board, id)),
        back: Callback::new(move |id| {
            let by_keyboard = board.held.get_untracked().is_some_and(|held| !held.by_pointer);
            board.held.set(None);
            board.said.set(t("board.drag_back"));
            if by_keyboard {
                focus_card(id);
            }
        }),
    })
}

fn lift(board: BoardState, id: DealId, by_pointer: bool) {
    let Some((stage, place)) = board.model.with_untracked(|model| model.place(id)) else { return };
    board.held.set(Some(Held { id, by_pointer, over: Over::Place(stage, place) }));
    if !by_pointer {
        let title = board.model.with_untracked(|model| model.card(id).map(|card| card.title.clone()));
        let lifted = ta("board.drag_lifted", &[("title", &title.unwrap_or_default())]);
        board.said.set(format!("{lifted} {}", place_in_words(board, id, (stage, place))));
    }
}

fn carry(board: BoardState, id: DealId, at: Point) {
    let over = match spot(at) {
        Some(Spot::Group(group)) => Over::Group(group),
        Some(Spot::Stage(stage, place)) => Over::Place(stage, place.min(room(board, id, stage))),
        Some(Spot::Tab(stage)) => {
            if board.shown.get_untracked() != Some(stage) {
                board.shown.set(Some(stage));
            }
            Over::Place(stage, 0)
        }
        None => Over::Nowhere,
    };
    let held = Held { id, by_pointer: true, over };
    if board.held.get_untracked() != Some(held) {
        board.held.set(Some(held));
    }
}

/// As many places a card has in a stage, the last one included: among what was fetched.
fn room(board: BoardState, id: DealId, stage: StageId) -> usize {
    board.model.with_untracked(|model| {
        let cards = model.column(stage).map_or(0, |column| column.cards.len());
        let own = model.place(id).is_some_and(|(from, _)| from == stage);
        cards - usize::from(own)
    })
}

fn walk(board: BoardState, id: DealId, step: Step) {
    let Some(Held { over: Over::Place(stage, place), .. }) = board.held.get_untracked() else { return };
    let stages: Vec<StageId> =
        board.model.with_untracked(|model| model.columns.iter().map(|column| column.stage.id).collect());
    let here = stages.iter().position(|other| *other == stage).unwrap_or_default();
    let (stage, place) = match step {
        Step::Up => (stage, place.saturating_sub(1)),
        Step::Down => (stage, place + 1),
        Step::Left => (stages[here.saturating_sub(1)], place),
        Step::Right => (stages[(here + 1).min(stages.len() - 1)], place),
    };
    let place = place.min(room(board, id, stage));
    board.held.set(Some(Held { id, by_pointer: false, over: Over::Place(stage, place) }));
    board.shown.set(Some(stage));
    board.said.set(place_in_words(board, id, (stage, place)));
    show_place(stage, place);
}

/// The place that a card would have there, among as many as it would be one of.
fn place_in_words(board: BoardState, id: DealId, (stage, place): (StageId, usize)) -> String {
    let (name, count) = board.model.with_untracked(|model| {
        let comes = model.place(id).is_none_or(|(from, _)| from != stage);
        let column = model.column(stage);
        column.map(|column| (column.stage.name.clone(), column.total.count + i64::from(comes))).unwrap_or_default()
    });
    let (place, count) = ((place + 1).to_string(), count.to_string());
    ta("board.drag_at", &[("stage", &name), ("place", &place), ("count", &count)])
}

fn put(board: BoardState, id: DealId) {
    let Some(held) = board.held.get_untracked() else { return };
    board.held.set(None);
    let to = match held.over {
        Over::Place(stage, place) => Some((stage, Some(place))),
        Over::Group(group) => board
            .model
            .with_untracked(|model| {
                model.columns.iter().find(|column| column.stage.group == group).map(|column| column.stage.id)
            })
            .map(|stage| (stage, None)),
        Over::Nowhere => None,
    };
    match to {
        Some(_) if board.model.with_untracked(|model| model.place(id).is_none()) => board.say_gone(),
        Some(to) => board.move_to(id, to),
        None => board.said.set(t("board.drag_back")),
    }
    if !held.by_pointer {
        focus_card(id);
    }
}

/// What of the board lies at a point.
enum Spot {
    Stage(StageId, usize),
    Group(StageGroup),
    Tab(StageId),
}

fn spot(at: Point) -> Option<Spot> {
    let found = |selector: &str| all(selector).into_iter().find(|element| holds(element, at));
    if let Some(target) = found(".targets > [data-group]") {
        return target.get_attribute("data-group").and_then(|key| StageGroup::from_key(&key)).map(Spot::Group);
    }
    if let Some(tab) = found(".stage-tabs > [data-stage]") {
        return stage_of(&tab).map(Spot::Tab);
    }
    // Below the last card and above the first one it is still that column's.
    let column = column_at(".board .col", at)?;
    let stage = stage_of(&column)?;
    // An empty or folded column has no places in sight: what is dropped there lands on top.
    let cards = column.query_selector(".cards").ok().flatten().filter(|cards| cards.client_height() > 0);
    let place = cards.and_then(|cards| {
        let above = at.y - cards.get_bounding_client_rect().top() + f64::from(cards.scroll_top());
        Some((above / styled_pitch(&cards)?).max(0.0) as usize)
    });
    Some(Spot::Stage(stage, place.unwrap_or(0)))
}

fn holds(element: &Element, at: Point) -> bool {
    let rect = element.get_bounding_client_rect();
    (rect.left()..rect.right()).contains(&at.x) && (rect.top()..rect.bottom()).contains(&at.y)
}

/// What a selector finds of the column above or below this point. What is scrolled out of the board's sight is nowhere,
/// although the page goes on there.
fn column_at(selector: &str, at: Point) -> Option<Element> {
    let spans = |element: &Element| {
        let rect = element.get_bounding_client_rect();
        rect.width() > 0.0 && (rect.left()..=rect.right()).contains(&at.x)
    };
    all(".board").iter().any(spans).then(|| all(selector).into_iter().find(spans)).flatten()
}

fn stage_of(element: &Element) -> Option<StageId> {
    element.get_attribute("data-stage")?.parse().ok()
}

/// The deal whose card an element belongs to, and the card.
pub(super) fn find(element: &Element) -> Option<(DealId, Element)> {
    let card = element.closest(".board .card").ok().flatten()?;
    let link = card.query_selector("a[href]").ok().flatten()?;
    let id = link.get_attribute("href")?.rsplit('/').next()?.parse().ok()?;
    Some((id, card))
}

fn link_of(id: DealId) -> Option<Element> {
    let document = web_sys::window()?.document()?;
    document.query_selector(&format!(".board .card a[href=\"{}\"]", routes::deal(id))).ok().flatten()
}

/// The element of a deal's card.
pub(super) fn card_of(id: DealId) -> Option<Element> {
    link_of(id)?.closest(".card").ok().flatten()
}

/// The moved card keeps the focus of whoever works by keyboard: as it stands in the next frame.
pub(super) fn focus_card(id: DealId) {
    request_animation_frame(move || focus_card_now(id));
}

/// The same, for a card that is in the page.
pub(super) fn focus_card_now(id: DealId) {
    // In a folded column the card is out of sight: its column's button stands for it.
    let fold = |link: &Element| link.closest("[data-folded]").ok()??.query_selector(".fold").ok()?;
    let is_shown = |link: &Element| link.get_bounding_client_rect().height() > 0.0;
    let shown = link_of(id).map(|link| if is_shown(&link) { link } else { fold(&link).unwrap_or(link) });
    if let Some(link) = shown.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        // Only an element out of the page refuses the focus.
        let _ = link.focus();
    }
}

fn scrolls(at: Point) -> Vec<Element> {
    all(".board").into_iter().chain(column_at(".board .col > .cards", at)).collect()
}

/// Scrolls to where the keyboard has taken a card.
fn show_place(stage: StageId, place: usize) {
    request_animation_frame(move || {
        let Some(column) = all(".board .col").into_iter().find(|column| stage_of(column) == Some(stage)) else {
            return;
        };
        browser::scroll_into_view(&column);
        if let Some(cards) = column.query_selector(".cards").ok().flatten()
            && let Some(pitch) = styled_pitch(&cards)
        {
            let height = f64::from(cards.client_height());
            let (top, seen) = (place as f64 * pitch, f64::from(cards.scroll_top()));
            if top < seen || top + pitch > seen + height {
                cards.set_scroll_top((top - (height - pitch) / 2.0).max(0.0) as i32);
            }
        }
    });
}

/// «Успешные» and «Проваленные», while a card is carried and their columns are out of view.
#[component]
pub(super) fn Targets(board: BoardState) -> impl IntoView {
    let carried = Memo::new(move |_| board.held.get().is_some_and(|held| held.by_pointer));
    let hidden = Memo::new(move |_| if carried.get() { out_of_view(board) } else { Vec::new() });
    let target = move |group: StageGroup| {
        let over = move || board.held.get().is_some_and(|held| held.over == Over::Group(group));
        let class = if group == StageGroup::Successful { "ok" } else { "no" };
        view! { <div class=class class:over=over data-group=group.key()>{t(&format!("board.group.{}", group.key()))}</div> }
    };
    move || {
        let groups = hidden.get();
        (!groups.is_empty()).then(
            || view! { <div class="targets" aria-hidden="true">{groups.into_iter().map(target).collect_view()}</div> },
        )
    }
}

/// The groups at the end of the funnel none of whose columns is wholly in view.
fn out_of_view(board: BoardState) -> Vec<StageGroup> {
    let width = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64()).unwrap_or_default();
    let seen: Vec<StageId> = all(".board .col")
        .iter()
        .filter(|column| {
            let rect = column.get_bounding_client_rect();
            rect.width() > 0.0 && rect.left() >= 0.0 && rect.right() <= width
        })
        .filter_map(stage_of)
        .collect();
    let is_hidden = |group: &StageGroup| {
        board.model.with_untracked(|model| {
            let mut own = model.columns.iter().filter(|column| column.stage.group == *group).peekable();
            own.peek().is_some() && !own.any(|column| seen.contains(&column.stage.id))
        })
    };
    [StageGroup::Successful, StageGroup::Failed].into_iter().filter(is_hidden).collect()
}
