//! The look of the settings and of imports. Pages elsewhere are sent without it: it comes with the code of the settings.

use crate::shell::LATER_STYLE;
use wasm_bindgen::JsValue;

const LOOK: &str = include_str!("../../../public/later.css");

/// Gives the page the look, unless it was sent with it: before what is drawn with it is there, so that nobody sees it without.
pub(super) fn bring() {
    // A page that cannot take it is plain, and works.
    let _ = try_bring();
}

fn try_bring() -> Option<()> {
    let document = web_sys::window()?.document()?;
    if document.get_element_by_id(LATER_STYLE).is_some() {
        return None;
    }
    // The page's policy lets in what carries its nonce; scripts alone may read it, as a property.
    let nonce = document.query_selector("[nonce]").ok()??;
    let nonce = js_sys::Reflect::get(&nonce, &JsValue::from_str("nonce")).ok()?.as_string()?;
    let style = document.create_element("style").ok()?;
    style.set_id(LATER_STYLE);
    style.set_attribute("nonce", &nonce).ok()?;
    style.set_text_content(Some(LOOK));
    document.head()?.append_child(&style).ok()?;
    Some(())
}
