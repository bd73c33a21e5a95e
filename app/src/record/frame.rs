//! The frame of a card: a drawer over its list, or a page of its own.

use crate::{
    api_error::ApiError,
    i18n::t,
    layout::CardPlace,
    told,
    ui::{Empty, Icon, Toasts},
};
use leptos::{ev, html, prelude::*};
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// What is open above the drawer and closes before it.
const OVER_IT: &str = "dialog[open], :popover-open";

/// The frame with a card inside; `name` is what the card is, `list` where it belongs.
#[component]
pub fn RecordFrame(#[prop(into)] name: String, #[prop(into)] list: String, children: Children) -> impl IntoView {
    let place = CardPlace::get();
    let CardPlace { page, list: shown, .. } = place;
    let node = NodeRef::<html::Div>::new();
    let close = closing(place);
    take_focus(place, node);
    close_on_escape(place, close);
    provide_context(Closing(close));
    let role = move || if page.get() { "region" } else { "dialog" };
    view! {
        {move || page.get().then(|| view! {
            <div class="top"><a class="crumb" href=shown><Icon name="chevron-left"/>{list.clone()}</a></div>
        })}
        <div class=move || if page.get() { "record" } else { "drawer" } role=role aria-label=name tabindex="-1" node_ref=node>
            {children()}
        </div>
    }
}

/// How the card around is closed.
#[derive(Clone, Copy)]
struct Closing(Callback<()>);

/// Back to the list as it was, its filter included; the focus returns to where the card was opened from.
fn closing(place: CardPlace) -> Callback<()> {
    let navigate = StoredValue::new(use_navigate());
    // Wrapped, so that nothing bound to a thread is made while the server renders.
    let opener = StoredValue::new(None::<SendWrapper<HtmlElement>>);
    Effect::new(move |_| opener.set_value(focused().map(SendWrapper::new)));
    Callback::new(move |()| {
        let to = place.list.get_untracked();
        let back = opener.get_value();
        navigate.with_value(|navigate| navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() }));
        if let Some(back) = back.filter(|back| back.is_connected()) {
            // Only an element out of the page refuses the focus.
            let _ = back.focus();
        }
    })
}

fn focused() -> Option<HtmlElement> {
    web_sys::window()?.document()?.active_element()?.dyn_into().ok()
}

fn take_focus(place: CardPlace, node: NodeRef<html::Div>) {
    Effect::new(move |_| {
        if let Some(card) = node.get().filter(|_| !place.page.get_untracked()) {
            // Only an element out of the page refuses the focus.
            let _ = card.focus();
        }
    });
}

fn close_on_escape(place: CardPlace, close: Callback<()>) {
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
            let closes = event.key() == "Escape" && !event.default_prevented() && !place.page.get_untracked();
            if closes && !something_over_it() {
                close.run(());
            }
        });
        on_cleanup(move || handle.remove());
    });
}

fn something_over_it() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.and_then(|document| document.query_selector(OVER_IT).ok().flatten()).is_some()
}

/// The title with the tools of every card; `mark` stands beside it, more of the head are children.
#[component]
pub fn RecordHead(
    #[prop(into)] title: Signal<String>,
    number: i64,
    #[prop(into)] path: String,
    editable: bool,
    #[prop(optional, into)] mark: ViewFn,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let page = CardPlace::get().page;
    view! {
        <Title text=move || format!("{} · {}", title.get(), t("record.product"))/>
        <header class="head">
            <div class="row">
                {move || if page.get() { view! { <h1>{title}</h1> }.into_any() } else { view! { <h2>{title}</h2> }.into_any() }}
                {move || mark.run()}
                <span class="no">"№\u{a0}"{number}</span>
                <span class="tools">
                    {editable.then(|| view! { <EditButton/> })}
                    <CopyLink path/>
                    <PlaceTools/>
                </span>
            </div>
            {children.map(|children| children())}
        </header>
    }
}

/// «Изменить»: the focus goes into the first field (R18).
#[component]
fn EditButton() -> impl IntoView {
    let edit = move |event: web_sys::MouseEvent| {
        let button = event.current_target().and_then(|button| button.dyn_into::<HtmlElement>().ok());
        let card = button.and_then(|button| button.closest(".record, .drawer").ok().flatten());
        let first = card.and_then(|card| card.query_selector(".fields button.v").ok().flatten());
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            first.click();
        }
    };
    view! { <button type="button" class="btn s quiet" on:click=edit><Icon name="pencil"/>{t("record.edit")}</button> }
}

#[component]
fn CopyLink(path: String) -> impl IntoView {
    let toasts = Toasts::get();
    let copy = move |_| {
        let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
        toasts.copy(format!("{origin}{path}"), "record.link_copied");
    };
    view! {
        <button type="button" class="ib" aria-label=t("record.copy_link") title=t("record.copy_link") on:click=copy><Icon name="link"/></button>
    }
}

/// What only a drawer has: to the whole page, and away.
#[component]
fn PlaceTools() -> impl IntoView {
    let page = CardPlace::get().page;
    let close = use_context::<Closing>();
    move || {
        (!page.get()).then(|| {
            view! {
                <button type="button" class="ib wide-only" aria-label=t("record.open_page") title=t("record.open_page") on:click=move |_| page.set(true)>
                    <Icon name="maximize-2"/>
                </button>
                <button type="button" class="ib" aria-label=t("ui.close") title=t("ui.close") on:click=move |_| if let Some(close) = close { close.0.run(()) }>
                    <Icon name="x"/>
                </button>
            }
        })
    }
}

/// A record that is not there for this person, or not just now.
#[component]
pub fn LostRecord(error: ApiError) -> impl IntoView {
    view! {
        <header class="head"><div class="row"><span class="tools"><PlaceTools/></span></div></header>
        <Empty icon="circle-x" title=t("record.lost") text=told::error(&error)>
            <a class="btn" href=CardPlace::get().list>{t("record.to_list")}</a>
        </Empty>
    }
}

/// The place of a card on its way.
#[component]
pub fn RecordSkeleton() -> impl IntoView {
    view! {
        <header class="head"><div class="row"><span class="sk w5"></span><span class="tools"><PlaceTools/></span></div></header>
        <div class="split" aria-busy="true">
            <section class="fields">{(0..8).map(|_| view! { <div class="f"><span class="k"><span class="sk w5"></span></span><span class="v"><span class="sk w9"></span></span></div> }).collect_view()}</section>
            <section class="feed"><span class="sk block"></span></section>
        </div>
    }
}
