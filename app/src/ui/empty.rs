//! What a screen shows when it has nothing to show: what it is for, and what to do next.

use super::Icon;
use leptos::prelude::*;

/// An empty, failed or denied screen; actions are its children.
#[component]
pub fn Empty(icon: &'static str, title: String, #[prop(into)] text: String, children: Children) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="pic"><Icon name=icon/></span>
            <h2>{title}</h2>
            <p>{text}</p>
            <div class="deeds">{children()}</div>
        </div>
    }
}
