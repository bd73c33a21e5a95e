//! The document around a door.

use crate::{assets, i18n, ui::Icon};
use domain::lang::Lang;
use leptos::prelude::*;

/// Renders a door in this language; the nonce is that of the page's content security policy.
pub fn render<V: IntoView>(lang: Lang, theme: Option<&'static str>, nonce: &str, door: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_context(lang);
        format!("<!DOCTYPE html>{}", document(theme, nonce.to_owned(), door().into_any()).to_html())
    })
}

fn document(theme: Option<&'static str>, nonce: String, door: AnyView) -> impl IntoView {
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
                <link rel="stylesheet" href=assets::url("doors.css")/>
            </head>
            <body>
                <div class="auth">
                    <main>
                        <div class="logo"><span class="mark"><Icon name="funnel"/></span>{i18n::t("doors.title")}</div>
                        {door}
                    </main>
                </div>
                // Only the browser knows its zone; without scripts the company's default stays.
                <script nonce=nonce>
                    "for(const e of document.querySelectorAll('input[name=zone]'))e.value=Intl.DateTimeFormat().resolvedOptions().timeZone"
                </script>
            </body>
        </html>
    }
}
