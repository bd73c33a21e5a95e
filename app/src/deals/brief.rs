//! The brief card of a deal, shown while its stage is pointed at or focused (S0.23). Escape puts it away.

use crate::{
    browser, format,
    i18n::{t, tn},
    routes,
    session::{person, stage_name},
};
use domain::deals::DealCard;
use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::{sync::Arc, time::Duration};
use wasm_bindgen::JsCast;

/// The pointer may cross the gap between a stage and its brief card in so long.
const LINGERS: Duration = Duration::from_millis(180);
/// The card's place below its stage, and its least distance from the window's edges, in pixels.
const GAP: f64 = 4.0;
const EDGE: f64 = 8.0;

/// Which deal's brief card is shown, and where.
#[derive(Clone, Copy)]
pub struct BriefPlace {
    /// Whether one was ever wanted.
    pub asked: RwSignal<bool>,
    shown: RwSignal<Option<Shown>>,
    leaving: StoredValue<Option<TimeoutHandle>>,
}

#[derive(Clone, PartialEq)]
struct Shown {
    deal: Arc<DealCard>,
    left: f64,
    top: f64,
    bottom: f64,
}

impl Default for BriefPlace {
    fn default() -> Self {
        BriefPlace { asked: RwSignal::new(false), shown: RwSignal::new(None), leaving: StoredValue::new(None) }
    }
}

impl BriefPlace {
    fn show(self, deal: Arc<DealCard>, at: &web_sys::Element) {
        self.stay();
        self.asked.set(true);
        let place = at.get_bounding_client_rect();
        self.shown.set(Some(Shown { deal, left: place.left(), top: place.top(), bottom: place.bottom() }));
    }

    fn stay(self) {
        if let Some(handle) = self.leaving.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }

    fn leave(self) {
        self.stay();
        let hide = move || drop(self.shown.try_set(None));
        // Without a timer there is no browser.
        self.leaving.set_value(set_timeout_with_handle(hide, LINGERS).ok());
    }

    /// Puts the card away at once.
    pub fn hide(self) {
        self.stay();
        self.shown.try_set(None);
    }
}

/// A deal's stage as a link to the deal, with its brief card.
#[component]
pub fn StagePill(deal: Arc<DealCard>, place: BriefPlace) -> impl IntoView {
    let name = stage_name(deal.stage);
    let (stage, href, id) = (deal.stage.to_string(), routes::deal(deal.id), deal.id);
    let show = move |target: Option<web_sys::EventTarget>| {
        if let Some(element) = target.and_then(|target| target.dyn_into().ok()) {
            place.show(deal.clone(), &element);
        }
    };
    let (pointed, focused) = (show.clone(), show);
    let described = move || {
        place.shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.deal.id == id)).then_some("deal-brief")
    };
    view! {
        <a class="pill" data-stage=stage href=href aria-describedby=described
            on:mouseenter=move |event| pointed(event.current_target()) on:mouseleave=move |_| place.leave()
            on:focus=move |event| focused(event.current_target()) on:blur=move |_| place.leave()>
            <i class="dot"></i><span>{name}</span>
        </a>
    }
}

/// The brief card itself; once per page.
#[component]
pub fn Brief(place: BriefPlace) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(card) = node.get() else { return };
        match place.shown.get() {
            Some(shown) => put(&card, &shown),
            // Refused only where it is hidden already.
            None => drop(card.hide_popover()),
        }
    });
    Effect::new(move |_| {
        let keys = window_event_listener(leptos::ev::keydown, move |event| {
            if event.key() == "Escape" {
                place.hide();
            }
        });
        on_cleanup(move || keys.remove());
    });
    view! {
        <div class="brief" id="deal-brief" popover="manual" role="tooltip" data-placed="" node_ref=node
            on:mouseenter=move |_| place.stay() on:mouseleave=move |_| place.leave()>
            {move || place.shown.get().map(|shown| facts(&shown.deal))}
        </div>
    }
}

/// Below the stage, or above it where there is no room below.
fn put(card: &web_sys::HtmlElement, shown: &Shown) {
    // Refused only where it is shown already.
    drop(card.show_popover());
    let inside = |size: wasm_bindgen::JsValue| size.as_f64().unwrap_or_default();
    let window = web_sys::window();
    let width = window.as_ref().and_then(|window| window.inner_width().ok()).map(inside).unwrap_or_default();
    let height = window.and_then(|window| window.inner_height().ok()).map(inside).unwrap_or_default();
    let own = card.get_bounding_client_rect();
    let left = shown.left.min(width - own.width() - EDGE).max(EDGE);
    let below = shown.bottom + own.height() + 2.0 * GAP + EDGE <= height;
    let top = if below { shown.bottom } else { (shown.top - own.height() - 2.0 * GAP).max(EDGE) };
    browser::set_pixels(card, "left", left);
    browser::set_pixels(card, "top", top);
}

fn facts(deal: &DealCard) -> impl IntoView + use<> {
    let stage = stage_name(deal.stage);
    let owner = person(deal.owner).map(|user| user.name()).unwrap_or_default();
    let budget = deal.money().map(format::money).unwrap_or_else(|| t("quick_deal.no_budget"));
    view! {
        <div class="hstack">
            <span class="pill" data-stage=deal.stage.to_string()><i class="dot"></i><span>{stage}</span></span>
            <span class="soft">{tn("quick_deal.days_in_stage", format::days_since(deal.stage_since))}</span>
            <span class="grow"></span>
            <b class="num">{budget}</b>
        </div>
        <dl>
            <dt>{t("quick_deal.deal")}</dt><dd>{deal.title.clone()}</dd>
            <dt>{t("quick_deal.owner")}</dt><dd>{owner}</dd>
            <dt>{t("quick_deal.created")}</dt><dd class="num">{format::moment(deal.created_at)}</dd>
        </dl>
    }
}
