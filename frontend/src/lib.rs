//! The browser's entry: hydrates the page that the server rendered.

/// Called by the page's script when everything is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        app::browser::say_broken();
    }));
    app::browser::prepare();
    // Without its viewer a page stays what the server made of it: readable.
    let (Some(viewer), Some(body)) = (app::browser::viewer(), app::browser::body()) else { return };
    // Not by leptos: it has no executor before its first mount.
    wasm_bindgen_futures::spawn_local(async move {
        app::browser::first_paint().await;
        // A page whose code comes later is waited for.
        let mounted = leptos::mount::hydrate_from_async(body, move || {
            leptos::prelude::provide_context(std::sync::Arc::new(viewer));
            app::App()
        });
        mounted.await.forget();
        app::browser::mark_hydrated();
    });
}
