//! The panel «Фильтр»: under its button on a wide screen, a sheet on a phone. What is chosen takes effect on «Применить»
//! (S0.26).

use super::{
    Filters, Kind, Who,
    bar::OPENER,
    days_part::DaysPart,
    draft::{Draft, Wrong, toggle},
    words::label,
};
use crate::{
    browser,
    i18n::t,
    session::{viewer, with_viewer},
    table::{
        ListState,
        address::{Step, going},
    },
    told,
    ui::{Avatar, FieldError, Icon, TextField, dialog::is_open},
};
use domain::{fields::Noun, pipelines::Stage, users::User};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The panel's place in the page: of which list it is, whether it is open, and at which filter.
#[derive(Clone, Copy)]
pub struct PanelPlace {
    /// Whether it is open.
    pub open: RwSignal<bool>,
    at: RwSignal<Option<Kind>>,
    state: Signal<ListState>,
    go: Callback<(ListState, Step)>,
    noun: Noun,
    kinds: &'static [Kind],
}

impl PanelPlace {
    /// A closed one.
    pub fn new(state: Signal<ListState>, root: &'static str, (noun, kinds): (Noun, &'static [Kind])) -> Self {
        let (open, at) = (RwSignal::new(false), RwSignal::new(None));
        PanelPlace { open, at, state, go: going(root), noun, kinds }
    }

    /// Opens it, at this filter.
    pub fn ask(self, at: Option<Kind>) {
        self.at.set(at);
        self.open.set(true);
    }

    fn set(self, filters: Filters) {
        let now = self.state.get_untracked();
        self.open.set(false);
        if filters != now.filters {
            self.go.run((now.filtered(filters), Step::New));
        }
    }
}

/// The panel.
#[component]
pub fn FilterPanel(place: PanelPlace) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let open = place.open;
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            // Refused only for a dialog that is open or out of the page, and this one is neither.
            let _ = dialog.show_modal();
            put_under_opener(&dialog);
            let at = place.at.get_untracked().or(place.kinds.first().copied());
            request_animation_frame(move || focus(at));
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    // The dialog itself is hit only beside its content. Whoever marks a text and lets go beside it closes nothing.
    let pressed = StoredValue::new(false);
    let press = move |event: web_sys::PointerEvent| pressed.set_value(event.target() == event.current_target());
    let beside = move |event: web_sys::MouseEvent| {
        if event.target() == event.current_target() && pressed.get_value() {
            open.set(false);
        }
    };
    view! {
        <dialog class="dialog s filters" node_ref=node aria-label=t("filters.title") on:close=move |_| open.set(is_open(node))
            on:pointerdown=press on:click=beside>
            <Show when=move || open.get()><Form place/></Show>
        </dialog>
    }
}

/// The style sheet puts it there on wide screens only.
fn put_under_opener(dialog: &Element) {
    let Some(opener) = browser::all(&format!("#{OPENER}")).into_iter().next() else { return };
    let rect = opener.get_bounding_client_rect();
    browser::set_pixels(dialog, "--left", rect.left());
    browser::set_pixels(dialog, "--top", rect.bottom());
}

fn focus(at: Option<Kind>) {
    let Some(kind) = at else { return };
    let first = browser::all(&format!(".filters [data-kind={}] :is(input, button)", kind.key())).into_iter().next();
    if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        // Only an element out of the page refuses the focus.
        let _ = first.focus();
    }
}

#[component]
fn Form(place: PanelPlace) -> impl IntoView {
    let draft = place.state.with_untracked(|state| Draft::of(&state.filters));
    let currency = with_viewer(|viewer| viewer.workspace.currency);
    let apply = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match draft.filters(currency) {
            Ok(filters) => place.set(filters),
            Err((kind, wrong)) => {
                draft.wrong.set(Some((kind, wrong)));
                focus(Some(kind));
            }
        }
    };
    view! {
        <form on:submit=apply>
            <header class="dhead">
                <h2>{t("filters.title")}</h2>
                <button type="button" class="ib" aria-label=t("ui.close") on:click=move |_| place.open.set(false)><Icon name="x"/></button>
            </header>
            <div class="dbody">{place.kinds.iter().map(|kind| view! { <Part place draft kind=*kind/> }).collect_view()}</div>
            <footer class="dfoot">
                <button type="button" class="btn quiet start" on:click=move |_| place.set(Filters::default())>{t("filters.reset")}</button>
                <button type="submit" class="btn primary">{t("filters.apply")}</button>
            </footer>
        </form>
    }
}

#[component]
fn Part(place: PanelPlace, draft: Draft, kind: Kind) -> impl IntoView {
    let choice = match kind {
        Kind::Owner => view! { <People draft/> }.into_any(),
        Kind::Stage => view! { <Stages draft/> }.into_any(),
        Kind::Budget => view! { <Budget draft/> }.into_any(),
        Kind::Created => view! { <DaysPart draft=draft.created id="filter-created"/> }.into_any(),
        Kind::Changed => view! { <DaysPart draft=draft.changed id="filter-changed"/> }.into_any(),
    };
    let problem = Signal::derive(move || {
        let (_, wrong) = draft.wrong.get().filter(|(of, _)| *of == kind)?;
        Some(match wrong {
            Wrong::Amount(problem) => told::problem(&problem),
            Wrong::Day => t("filters.wrong_day"),
            Wrong::Order => t("filters.wrong_order"),
        })
    });
    view! {
        <fieldset class="part" data-kind=kind.key() aria-describedby=format!("filter-{}-error", kind.key())>
            <legend class="lbl">{label(kind, place.noun)}</legend>
            {choice}
            <FieldError id=format!("filter-{}-error", kind.key()) text=problem/>
        </fieldset>
    }
}

#[component]
fn People(draft: Draft) -> impl IntoView {
    let (people, me) = with_viewer(|viewer| (viewer.people.clone(), viewer.user.id));
    // «Я» stands for oneself, unless an address says the name.
    let named = draft.owners.with_untracked(|owners| owners.contains(&Who::Person(me)));
    let ticked = move |who: Who| draft.owners.with_untracked(|owners| owners.contains(&who));
    let tick = move |who: Who| toggle(draft.owners, who);
    let person = move |user: User| {
        let who = Who::Person(user.id);
        let name = user.name();
        view! {
            <label class="check"><input type="checkbox" checked=ticked(who) on:change=move |_| tick(who)/><span class="owner"><Avatar user/><span>{name}</span></span></label>
        }
    };
    view! {
        <div class="choices">
            <label class="check"><input type="checkbox" checked=ticked(Who::Me) on:change=move |_| tick(Who::Me)/><span>{t("filters.me")}</span></label>
            {people.into_iter().filter(|user| named || user.id != me).map(person).collect_view()}
        </div>
    }
}

#[component]
fn Stages(draft: Draft) -> impl IntoView {
    let stage = move |stage: Stage| {
        let id = stage.id;
        let ticked = draft.stages.with_untracked(|stages| stages.contains(&id));
        view! {
            <label class="check">
                <input type="checkbox" checked=ticked on:change=move |_| toggle(draft.stages, id)/>
                <span class="owner"><i class="dot" data-stage=id.to_string()></i><span>{stage.name}</span></span>
            </label>
        }
    };
    view! { <div class="choices">{viewer().stages.iter().cloned().map(stage).collect_view()}</div> }
}

#[component]
fn Budget(draft: Draft) -> impl IntoView {
    view! {
        <div class="two ends">
            <TextField id="filter-budget-from" label=t("filters.from") value=draft.budget_from error=None kind="decimal"/>
            <TextField id="filter-budget-to" label=t("filters.to") value=draft.budget_to error=None kind="decimal"/>
        </div>
    }
}
