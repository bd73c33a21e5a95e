//! The HTML document around the application.

use crate::{App, assets, i18n, session};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

/// What the server knows of a page before it renders it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PageLook {
    /// `light`, `dark` or the system's choice.
    pub theme: Option<&'static str>,
    /// Whether the rail is narrow, if chosen.
    pub rail: Option<&'static str>,
    /// Whether it is one of the settings: pages elsewhere are sent without their look.
    pub settings: bool,
}

/// What the look of the settings is found by in a document.
pub const LATER_STYLE: &str = "later-style";

/// The document of a page behind the sign-in.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let look = use_context::<PageLook>();
    let lang = i18n::lang();
    let later = look.is_some_and(|look| look.settings);
    let later = later.then(|| view! { <link id=LATER_STYLE rel="stylesheet" href=assets::url("later.css")/> });
    let words = assets::url(&format!("words/{}.js", lang.code()));
    view! {
        <!DOCTYPE html>
        <html lang=lang.code() data-theme=look.and_then(|look| look.theme)
            data-rail=look.and_then(|look| look.rail) data-assets=assets::url("").trim_end_matches('/').to_owned()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="icon" type="image/svg+xml" href=assets::url("favicon.svg")/>
                <link rel="manifest" href=assets::url("manifest.webmanifest")/>
                <link rel="stylesheet" href=assets::url("pkg/voronka.css")/>
                {later}
                <script nonce=use_nonce() src=words defer></script>
                {session::carried()}
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body><App/></body>
        </html>
    }
}
