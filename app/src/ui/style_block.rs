//! A block of rules of its own: the content security policy forbids style attributes, and takes a block by its nonce.

use leptos::{html, nonce::use_nonce, prelude::*};

/// `<style>` with rules that may change. It has to come with the page: the browser's half knows no nonce, so a block that
/// it makes is refused, while a block that is there may be filled anew.
#[component]
pub fn StyleBlock(text: Signal<String>) -> impl IntoView {
    let node = NodeRef::<html::Style>::new();
    // By hand: what stands in such an element is not taken over with the page.
    Effect::new(move |before: Option<String>| {
        let text = text.get();
        if let Some(style) = node.get().filter(|_| before.is_some_and(|before| before != text)) {
            style.set_text_content(Some(&text));
        }
        text
    });
    view! { <style nonce=use_nonce() node_ref=node>{text.get_untracked()}</style> }
}
