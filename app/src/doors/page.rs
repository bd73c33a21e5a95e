//! The document around a door.

use crate::{assets, i18n, ui::Icon};
use domain::lang::Lang;
use leptos::{
    nonce::{Nonce, use_nonce},
    prelude::*,
};

/// Renders a door in this language; the nonce goes into the page's content security policy.
pub fn render<V: IntoView>(lang: Lang, theme: Option<&'static str>, door: impl FnOnce() -> V) -> (String, String) {
    let owner = Owner::new();
    owner.with(|| {
        let nonce = Nonce::new();
        provide_context(nonce.clone());
        provide_context(lang);
        let html = document(theme, door().into_any()).to_html();
        (format!("<!DOCTYPE html>{html}"), nonce.to_string())
    })
}

fn document(theme: Option<&'static str>, door: AnyView) -> impl IntoView {
    let lang = i18n::lang();
    view! {
        // There is nothing to hydrate here: the page listens from the first moment.
        <html lang=lang.code() data-theme=theme data-hydrated="">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{i18n::t("doors.title")}</title>
                <link rel="icon" type="image/svg+xml" href=assets::url("favicon.svg")/>
                <link rel="stylesheet" href=assets::url("pkg/voronka.css")/>
            </head>
            <body>
                <div class="auth">
                    <main>
                        <div class="logo"><span class="mark"><Icon name="funnel"/></span>{i18n::t("doors.title")}</div>
                        {door}
                    </main>
                </div>
                // Only the browser knows its zone; without scripts the company's default stays.
                <script nonce=use_nonce()>
                    "for(const e of document.querySelectorAll('input[name=zone]'))e.value=Intl.DateTimeFormat().resolvedOptions().timeZone"
                </script>
            </body>
        </html>
    }
}
