//! The browser's entry: hydrates the page that the server rendered.

/// Called by the page's script when everything is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::browser::prepare();
    leptos::mount::hydrate_body(app::App);
    app::browser::mark_hydrated();
}
