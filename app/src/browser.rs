//! The few things asked of the browser directly: before the page is taken over, from event handlers and from effects,
//! never while rendering.

mod stream;

pub use stream::Stream;

use crate::session;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{ids::RequestId, users::Viewer};
use std::{
    cell::Cell,
    rc::Rc,
    sync::atomic::{AtomicI64, Ordering},
};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

/// Reads the words, the language and the asset path that the page brought. Called once before hydration.
pub fn prepare() {
    let Some(root) = document_element() else { return };
    crate::assets::set_prefix(root.dataset().get("assets").unwrap_or_default());
    let lang = domain::lang::Lang::parse(&root.lang()).unwrap_or_default();
    crate::i18n::set_page_lang(lang);
    let words = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("voronkaWords")).ok();
    let text = words.and_then(|words| js_sys::JSON::stringify(&words).ok()).map(String::from);
    let catalogue = text.and_then(|text| serde_json::from_slice(text.as_bytes()).ok()).unwrap_or_default();
    crate::i18n::set_catalogues(vec![(lang.code(), catalogue)]);
}

/// Fetches the words that pages are sent without. Where they do not come, the person is told, and the screen that needs
/// them does not show: as with code that does not come.
pub async fn later_words() {
    if crate::i18n::has_later_words() {
        return;
    }
    let url = crate::assets::url(&format!("words/{}-later.json", crate::i18n::lang().code()));
    match fetched(&url).await.and_then(|text| serde_json::from_slice(text.as_bytes()).ok()) {
        Some(words) => crate::i18n::set_later_words(words),
        None => {
            say_broken();
            std::future::pending().await
        }
    }
}

async fn fetched(url: &str) -> Option<String> {
    use wasm_bindgen_futures::JsFuture;
    let answer: web_sys::Response =
        JsFuture::from(web_sys::window()?.fetch_with_str(url)).await.ok()?.dyn_into().ok()?;
    let text = answer.ok().then(|| answer.text().ok()).flatten()?;
    JsFuture::from(text).await.ok()?.as_string()
}

/// Who looks at the page, as the page says.
pub fn viewer() -> Option<Viewer> {
    let carrier = web_sys::window()?.document()?.get_element_by_id(session::CARRIER)?;
    serde_json::from_slice(carrier.text_content()?.as_bytes()).ok()
}

/// Whether the page is in front, and not in a tab that nobody looks at.
pub fn is_looked_at() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| !document.hidden())
}

/// Waits until the page is seen as the server made it: taking it over keeps the browser from painting. A page in the
/// background is not painted, and does not wait.
pub async fn first_paint() {
    let Some(window) = web_sys::window().filter(|_| is_looked_at()) else { return };
    let painted = js_sys::Promise::new(&mut |done, _| {
        let (page, later) = (window.clone(), done.clone());
        // A frame's callback comes before its painting, and a task of its own after that.
        let frame = Closure::once_into_js(move || {
            if page.set_timeout_with_callback(&later).is_err() {
                finish(&later);
            }
        });
        if window.request_animation_frame(frame.unchecked_ref()).is_err() {
            finish(&done);
        }
    });
    // Nothing rejects it.
    let _ = wasm_bindgen_futures::JsFuture::from(painted).await;
}

fn finish(resolve: &js_sys::Function) {
    // A promise's own function does not throw.
    let _ = resolve.call0(&JsValue::NULL);
}

/// The browser's clock when the page was taken over, in milliseconds; before that zero.
static TAKEN_OVER: AtomicI64 = AtomicI64::new(0);

/// Says that the page listens now; tests wait for it.
pub fn mark_hydrated() {
    TAKEN_OVER.store(js_sys::Date::now() as i64, Ordering::Relaxed);
    if let Some(root) = document_element() {
        // Setting an attribute of an element that exists cannot fail.
        let _ = root.set_attribute("data-hydrated", "");
    }
}

/// `<html>`.
pub fn document_element() -> Option<web_sys::HtmlElement> {
    web_sys::window()?.document()?.document_element()?.dyn_into().ok()
}

/// `<body>`.
pub fn body() -> Option<web_sys::HtmlElement> {
    web_sys::window()?.document()?.body()
}

/// Where an element is put that has to lie above this one: nothing outside of an open dialog is above what is in it.
pub fn topmost(of: &web_sys::Element) -> Option<web_sys::Element> {
    let dialog = of.closest("dialog").ok().flatten();
    dialog.or_else(|| Some(body()?.into()))
}

/// Loads the page anew, with all that it brings along.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // Only a page that is being left refuses to be loaded.
        let _ = window.location().reload();
    }
}

/// Tells the person that this page no longer works, and offers to load it again: without our code, which has just
/// failed. It also comes when code that is loaded late cannot be had, such as after an update of the server.
pub fn say_broken() {
    // A page that cannot even show this stays as it is: the console has the cause.
    let _ = show_broken();
}

fn show_broken() -> Option<()> {
    const ID: &str = "broken";
    let document = web_sys::window()?.document()?;
    if document.get_element_by_id(ID).is_some() {
        return None;
    }
    let strip = document.create_element("div").ok()?;
    strip.set_id(ID);
    strip.set_class_name("strip bad broken");
    strip.set_attribute("role", "alert").ok()?;
    let text = document.create_element("span").ok()?;
    text.set_text_content(Some(&crate::i18n::t("ui.broken")));
    // A link to this very address, which the router leaves to the browser.
    let link = document.create_element("a").ok()?;
    link.set_class_name("btn s");
    link.set_attribute("rel", "external").ok()?;
    link.set_attribute("href", "").ok()?;
    link.set_text_content(Some(&crate::i18n::t("ui.reload")));
    strip.append_child(&text).ok()?;
    strip.append_child(&link).ok()?;
    // Outside of an open dialog nothing can be reached.
    let dialog = document.query_selector("dialog[open]").ok().flatten();
    dialog.unwrap_or(body()?.into()).append_child(&strip).ok()?;
    Some(())
}

/// The moment it is now; on the server, which never asks twice, the moment the page was made.
pub fn now(made: DateTime<Utc>) -> DateTime<Utc> {
    let asked = cfg!(target_arch = "wasm32").then(|| js_sys::Date::now() as i64);
    asked.and_then(DateTime::from_timestamp_millis).unwrap_or(made)
}

/// The moment it is now by the clock of the server, at the latest. While the page is taken over it is the moment it was
/// made, from which the server drew the same.
pub fn servers_now(made: DateTime<Utc>) -> DateTime<Utc> {
    let taken_over = TAKEN_OVER.load(Ordering::Relaxed);
    let passed = if taken_over > 0 { js_sys::Date::now() as i64 - taken_over } else { 0 };
    // A clock that was set back lets no time pass.
    made + TimeDelta::milliseconds(passed.max(0))
}

/// A new id for one intent of the person: kept while it is retried.
pub fn new_request() -> RequestId {
    let mut bytes = [0u8; 16];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    if let Some(crypto) = crypto {
        // Sixteen bytes are far below the limit, the only error there is.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    RequestId(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// Keeps a text in this tab, over reloads, until the person signs out.
pub fn keep(name: &str, text: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage keeps nothing: the page goes on without.
        let _ = storage.set_item(name, text);
    }
}

/// What this tab kept under a name.
pub fn kept(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

/// Lets go of what this tab kept.
pub fn forget(name: &str) {
    if let Some(storage) = storage() {
        // Removing what is not there is no error.
        let _ = storage.remove_item(name);
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// Puts text on the clipboard, if the browser lets it: over plain http there is none.
pub async fn copy(text: &str) -> bool {
    let clipboard = web_sys::window().map(|window| window.navigator().clipboard());
    match clipboard.filter(|clipboard| !clipboard.is_undefined()) {
        Some(clipboard) => wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        None => false,
    }
}

/// Sets one style property by CSSOM: the content security policy forbids style attributes.
pub fn set_style(element: &web_sys::Element, property: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        // A property of our own choice with a number in pixels is always valid.
        let _ = element.style().set_property(property, value);
    }
}

/// The same with a length in pixels.
pub fn set_pixels(element: &web_sys::Element, property: &str, length: f64) {
    set_style(element, property, &pixels(length));
}

/// A length as style sheets write it. The browser writes the number: to print a fraction is a lot of code to load.
pub fn pixels(length: f64) -> String {
    // Refused for an unknown radix only.
    let number = js_sys::Number::from(length).to_string_with_radix(10).map(String::from).unwrap_or_default();
    format!("{number}px")
}

/// Hears an event until it is dropped.
pub struct Listener {
    target: web_sys::EventTarget,
    event: &'static str,
    capture: bool,
    heard: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    fn new(
        target: web_sys::EventTarget,
        event: &'static str,
        capture: bool,
        hear: impl FnMut(web_sys::Event) + 'static,
    ) -> Option<Self> {
        let heard = Closure::<dyn FnMut(web_sys::Event)>::new(hear);
        let options = web_sys::AddEventListenerOptions::new();
        options.set_capture(capture);
        options.set_passive(false);
        let callback = heard.as_ref().unchecked_ref();
        target.add_event_listener_with_callback_and_add_event_listener_options(event, callback, &options).ok()?;
        Some(Listener { target, event, capture, heard })
    }

    /// Keeps the page from scrolling under a finger on this element, as long as something is held.
    pub fn still(element: &web_sys::Element, held: impl Fn() -> bool + 'static) -> Option<Self> {
        Self::new(element.clone().into(), "touchmove", false, move |event| {
            if held() && event.cancelable() {
                event.prevent_default();
            }
        })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.heard.as_ref().unchecked_ref();
        // A target that is gone hears nothing either way.
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.event, callback, self.capture);
    }
}

/// Swallows the click that browsers send after a thing was put down: it is no click. One that begins with a new press is.
pub fn skip_click() {
    let Some(window) = web_sys::window() else { return };
    let pressed = Rc::new(Cell::new(false));
    let pressed_again = pressed.clone();
    let press = Listener::new(window.clone().into(), "pointerdown", true, move |_| pressed_again.set(true));
    let swallow = Listener::new(window.into(), "click", true, move |event| {
        if !pressed.get() {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    leptos::prelude::set_timeout(move || drop((press, swallow)), std::time::Duration::from_millis(50));
}

/// A property of an element as it is drawn; empty where there is none.
pub fn styled(element: &web_sys::Element, property: &str) -> String {
    let style = web_sys::window().and_then(|window| window.get_computed_style(element).ok().flatten());
    style.and_then(|style| style.get_property_value(property).ok()).unwrap_or_default()
}

/// Every element that a selector of ours finds.
pub fn all(selector: &str) -> Vec<web_sys::Element> {
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.query_selector_all(selector).ok());
    let elements = found.map(|list| (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok()).collect());
    elements.unwrap_or_default()
}

/// Scrolls as little as it takes to show an element.
pub fn scroll_into_view(element: &web_sys::Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Chooses how the frame looks: a theme (light, dark or, empty, the system's), a narrow rail. A cookie lets the server paint it
/// so at once the next time.
pub fn set_look(part: &str, chosen: &str) {
    let Some(root) = document_element() else { return };
    let attribute = format!("data-{part}");
    // Attributes of an element that exists and a cookie of plain letters cannot be refused.
    let _ = if chosen.is_empty() { root.remove_attribute(&attribute) } else { root.set_attribute(&attribute, chosen) };
    let document = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.dyn_into::<web_sys::HtmlDocument>().ok());
    if let Some(document) = document {
        let _ = document.set_cookie(&format!("{part}={chosen}; path=/; max-age=31536000; samesite=lax"));
    }
}

/// Whether the page came with a narrow rail.
pub fn is_rail_narrow() -> bool {
    document_element().is_some_and(|root| root.has_attribute("data-rail"))
}
