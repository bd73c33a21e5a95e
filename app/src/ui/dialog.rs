//! A modal dialog on the browser's own `<dialog>`: focus is kept inside, Escape closes, the opener gets the focus back.

use super::Icon;
use crate::i18n::t;
use leptos::{html, prelude::*};

/// Shown while `open` holds; its content is made anew each time it opens.
#[component]
pub fn Dialog(open: RwSignal<bool>, #[prop(into)] title: String, children: ChildrenFn) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            // Refused only for a dialog that is open or out of the page, and this one is neither.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let title_text = title.clone();
    view! {
        <dialog class="dialog" node_ref=node aria-label=title on:close=move |_| open.set(is_open(node))>
            <header class="dhead">
                <h2>{title_text}</h2>
                <button type="button" class="ib" aria-label=t("ui.close") on:click=move |_| open.set(false)><Icon name="x"/></button>
            </header>
            <Show when=move || open.get()>{children()}</Show>
        </dialog>
    }
}

/// Whether it is open, asked when it is told to have closed: that comes later, and it may have been opened again.
pub fn is_open(dialog: NodeRef<html::Dialog>) -> bool {
    dialog.get_untracked().is_some_and(|dialog| dialog.open())
}
