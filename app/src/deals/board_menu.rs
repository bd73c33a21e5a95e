//! The menu of a card: open it, or move it to a stage (S3.12). One for the whole board.

use super::{board_drag::focus_card, board_state::BoardState};
use crate::{i18n::t, routes, ui::Icon};
use domain::{
    ids::{DealId, StageId},
    pipelines::{Stage, StageGroup},
};
use leptos::{html, leptos_dom::helpers::queue_microtask, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// The menu's id; buttons of cards point to it.
pub(super) const MENU: &str = "deal-menu";

/// The menu.
#[component]
pub(super) fn BoardMenu(board: BoardState, stages: Vec<Stage>) -> impl IntoView {
    let stages = StoredValue::new(stages);
    let node = NodeRef::<html::Div>::new();
    let stages_shown = RwSignal::new(false);
    // It begins anew whenever it is asked for, and not when the browser tells that it is open: that is later than the next key.
    Effect::new(move |_| {
        board.menu.track();
        stages_shown.set(false);
    });
    Effect::new(move |_| {
        if stages_shown.get() {
            // Once the stages stand there, and before another key is heard.
            queue_microtask(move || focus_item(node, Step::First));
        }
    });
    let choose = Callback::new(move |to: StageId| {
        if let Some(menu) = node.get_untracked() {
            // A menu that is closed already stays closed.
            let _ = menu.hide_popover();
        }
        if let Some(id) = board.menu.get_untracked() {
            board.move_to(id, (to, None));
            focus_card(id);
        }
    });
    view! {
        <div class="menu end" id=MENU popover="auto" role="menu" aria-label=t("board.actions") node_ref=node
            on:keydown=move |event| on_key(node, &event)>
            {move || board.menu.get().map(|id| {
                if stages_shown.get() { view! { <Stages board id stages choose/> }.into_any() } else { view! { <Deeds id stages_shown/> }.into_any() }
            })}
        </div>
    }
}

#[component]
fn Deeds(id: DealId, stages_shown: RwSignal<bool>) -> impl IntoView {
    view! {
        // The browser gives it the focus as it shows the menu.
        <a class="opt" role="menuitem" autofocus=true href=routes::deal(id)><Icon name="maximize-2"/>{t("board.open")}</a>
        <button type="button" class="opt" role="menuitem" aria-haspopup="menu" on:click=move |_| stages_shown.set(true)>
            <Icon name="arrow-right"/>{t("board.move")}
        </button>
    }
}

#[component]
fn Stages(board: BoardState, id: DealId, stages: StoredValue<Vec<Stage>>, choose: Callback<StageId>) -> impl IntoView {
    let here = board.model.with_untracked(|model| model.card(id).map(|card| card.stage));
    // The columns that are drawn, without those that were deleted since.
    let still = |stage: &Stage| board.model.with_untracked(|model| model.column(stage.id).is_some());
    let stages: Vec<Stage> = stages.get_value().into_iter().filter(still).collect();
    let group = move |group: StageGroup| {
        let inside: Vec<Stage> =
            stages.iter().filter(|stage| stage.group == group && Some(stage.id) != here).cloned().collect();
        (!inside.is_empty()).then(|| {
            view! {
                <p class="cap">{t(&format!("board.group.{}", group.key()))}</p>
                {inside.into_iter().map(|stage| view! { <StageItem stage choose/> }).collect_view()}
            }
        })
    };
    StageGroup::ALL.into_iter().map(group).collect_view()
}

#[component]
fn StageItem(stage: Stage, choose: Callback<StageId>) -> impl IntoView {
    let id = stage.id;
    view! {
        <button type="button" class="opt" role="menuitem" on:click=move |_| choose.run(id)>
            <i class="dot" data-stage=id.to_string()></i>{stage.name}
        </button>
    }
}

#[derive(Clone, Copy)]
enum Step {
    First,
    Last,
    Next,
    Previous,
}

fn on_key(node: NodeRef<html::Div>, event: &KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowDown" => Step::Next,
        "ArrowUp" => Step::Previous,
        "Home" => Step::First,
        "End" => Step::Last,
        _ => return,
    };
    event.prevent_default();
    focus_item(node, step);
}

fn focus_item(node: NodeRef<html::Div>, step: Step) {
    let menu = node.try_get_untracked().flatten();
    let Some(menu) = menu.filter(|menu| menu.matches(":popover-open").unwrap_or(false)) else { return };
    let Ok(items) = menu.query_selector_all("[role=menuitem]") else { return };
    let count = items.length();
    if count == 0 {
        return;
    }
    let active = web_sys::window().and_then(|window| window.document()).and_then(|document| document.active_element());
    let here = (0..count).find(|place| items.get(*place).as_ref() == active.as_deref());
    let place = match (step, here) {
        (Step::First, _) | (Step::Next, None) => 0,
        (Step::Last, _) | (Step::Previous, None) => count - 1,
        (Step::Next, Some(here)) => (here + 1) % count,
        (Step::Previous, Some(here)) => (here + count - 1) % count,
    };
    if let Some(item) = items.get(place).and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
        // Only an element out of the page refuses the focus.
        let _ = item.focus();
    }
}
