//! A field edited in place: press it, type, Enter or leaving saves, Escape gives up (R18).

use super::{
    Card, Record, Spec,
    edit::{Edit, Saving},
    money,
    spec::{Editor, owners},
};
use crate::{
    i18n::t,
    table::dom,
    ui::{Counter, FieldError, Icon},
};
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, KeyboardEvent, Node};

/// One line of a card.
#[component]
pub fn Inline<R: Record>(card: Card<R>, spec: Spec<R>, #[prop(into)] id: String) -> impl IntoView {
    let locked = spec.locked;
    let edit = Edit::new(card, spec);
    let id = StoredValue::new(format!("f-{id}"));
    let open = edit.open;
    card.typing.count(open);
    let barred = Memo::new(move |_| locked || card.record.with(|record| !record.is_writable()));
    view! {
        <div class="f" class:edit=open class:wrong=move || open.get() && edit.error.get().is_some()
            on:focusout=move |event| left(edit, &event)>
            <span class="k" id=format!("{}-k", id.get_value())>{move || edit.label.get()}</span>
            {move || if open.get() { typed(edit, id).into_any() } else { seen(edit, id, barred.get()) }}
        </div>
    }
}

/// Leaving the line saves it; going to its own buttons is not leaving.
fn left<R: Record>(edit: Edit<R>, event: &FocusEvent) {
    // The button that opened the editor gives way to it.
    let from = event.target().and_then(|from| from.dyn_into::<Element>().ok());
    if from.is_some_and(|from| from.matches("button.v").unwrap_or(false)) {
        return;
    }
    let line = event.current_target().and_then(|line| line.dyn_into::<Node>().ok());
    let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
    let inside = line.is_some_and(|line| to.is_some() && line.contains(to.as_ref()));
    if !inside && !untrack(|| edit.is_overtaken()) {
        edit.commit(false);
    }
}

fn seen<R: Record>(edit: Edit<R>, id: StoredValue<String>, locked: bool) -> AnyView {
    if locked {
        let lock = view! { <span class="lock" title=t("record.locked")><Icon name="lock" class="s"/></span> };
        return view! { <span class="v muted">{move || value(edit, true)}{lock}</span> }.into_any();
    }
    let node = NodeRef::<html::Button>::new();
    dom::focus_back(node, edit.refocus);
    let base = id.get_value();
    view! {
        <button type="button" class="v" node_ref=node aria-labelledby=format!("{base}-k {base}-v") on:click=move |_| edit.begin()>
            <span class="in" id=format!("{base}-v")>{move || value(edit, false)}</span>
            {move || (edit.saving.get() == Saving::Done).then(|| view! {
                <span class="saved"><Icon name="check"/><span class="vh" role="status">{t("record.saved")}</span></span>
            })}
        </button>
    }
    .into_any()
}

fn value<R: Record>(edit: Edit<R>, locked: bool) -> AnyView {
    let text = edit.text.get();
    match (edit.spec.with_value(|spec| spec.editor.is_blank(&text)), locked) {
        (false, _) => edit.spec.with_value(|spec| (spec.shown)(&text)),
        (true, true) => view! { <span class="txt">"—"</span> }.into_any(),
        (true, false) => view! { <span class="add">{t("ui.empty_value")}</span> }.into_any(),
    }
}

fn typed<R: Record>(edit: Edit<R>, id: StoredValue<String>) -> impl IntoView {
    let max = edit.spec.with_value(|spec| spec.max);
    let removable = edit.spec.with_value(|spec| spec.removable) && !edit.text.get_untracked().is_empty();
    let promotable = edit.spec.with_value(|spec| spec.promoted.is_some()) && !edit.text.get_untracked().is_empty();
    let (error_id, now_id) = id.with_value(|base| (format!("{base}-e"), format!("{base}-n")));
    let now = move || {
        let now_id = now_id.clone();
        edit.is_overtaken()
            .then(|| view! { <span class="foot hint" id=now_id>{t("record.now_there")}" "{value(edit, true)}</span> })
    };
    view! {
        <span class="v">
            {editor(edit, id)}
            {promotable.then(|| promote_button(edit))}
            {removable.then(|| remove_button(edit))}
            {move || (edit.saving.get() == Saving::Now).then(|| view! { <span class="saving"><Icon name="loader-circle" class="spin"/></span> })}
        </span>
        <span class="foot">
            <FieldError id=error_id text=Signal::derive(move || edit.problem())/>
            {max.map(|max| view! { <Counter text=edit.draft max=max/> })}
        </span>
        {now}
    }
}

fn promote_button<R: Record>(edit: Edit<R>) -> impl IntoView {
    view! {
        <button type="button" class="ib" aria-label=t("record.make_main") title=t("record.make_main")
            on:mousedown=|event| event.prevent_default() on:click=move |_| edit.promote()>
            <Icon name="arrow-up"/>
        </button>
    }
}

fn remove_button<R: Record>(edit: Edit<R>) -> impl IntoView {
    let remove = move |_| {
        edit.draft.set(String::new());
        edit.commit(true);
    };
    view! {
        <button type="button" class="ib" aria-label=t("record.remove") on:mousedown=|event| event.prevent_default() on:click=remove>
            <Icon name="trash-2"/>
        </button>
    }
}

fn editor<R: Record>(edit: Edit<R>, id: StoredValue<String>) -> AnyView {
    match edit.spec.with_value(|spec| spec.editor.clone()) {
        Editor::Line(mode) => input(edit, id, ("text", mode), Bound::whole(edit)),
        Editor::Date => input(edit, id, ("date", "none"), Bound::whole(edit)),
        Editor::Money(offered) => money::editor(edit, id, offered),
        Editor::Choice(options) => select(edit, id, options),
        Editor::Person => select(edit, id, edit.text.with_untracked(|owner| owners(owner))),
    }
}

/// What part of the text an input holds.
#[derive(Clone, Copy)]
pub(super) struct Bound {
    /// The part as it is.
    pub read: Signal<String>,
    /// Takes the part as it is typed.
    pub write: Callback<String>,
}

impl Bound {
    fn whole<R: Record>(edit: Edit<R>) -> Self {
        Bound { read: edit.draft.into(), write: Callback::new(move |typed| edit.draft.set(typed)) }
    }
}

pub(super) fn input<R: Record>(
    edit: Edit<R>,
    id: StoredValue<String>,
    (kind, mode): (&'static str, &'static str),
    bound: Bound,
) -> AnyView {
    let node = edit.input;
    Effect::new(move |_| {
        if let Some(input) = node.get() {
            // Only an element out of the page refuses the focus.
            let _ = input.focus();
            input.select();
        }
    });
    let base = id.get_value();
    // A date that is half typed reads as empty: to write that back would take away what is typed already.
    let value = move || if kind == "date" { bound.read.get_untracked() } else { bound.read.get() };
    view! {
        <input class="inp" node_ref=node type=kind inputmode=(mode != "none").then_some(mode) autocomplete="off"
            aria-labelledby=format!("{base}-k") aria-describedby=format!("{base}-e {base}-n")
            aria-invalid=move || edit.error.get().is_some().then_some("true")
            prop:value=value
            on:input=move |event| bound.write.run(event_target_value(&event))
            on:keydown=move |event| on_key(edit, &event)/>
    }
    .into_any()
}

fn select<R: Record>(edit: Edit<R>, id: StoredValue<String>, options: Vec<(String, String)>) -> AnyView {
    let node = NodeRef::<html::Select>::new();
    Effect::new(move |_| {
        if let Some(select) = node.get() {
            // Only an element out of the page refuses the focus.
            let _ = select.focus();
        }
    });
    let base = id.get_value();
    // Each arrow on a closed list is a change: by keys one goes through the choices, and Enter or leaving saves.
    let by_keys = StoredValue::new(false);
    let change = move |event: ev::Event| {
        edit.draft.set(event_target_value(&event));
        if !by_keys.get_value() {
            edit.commit(true);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        by_keys.set_value(true);
        on_key(edit, &event);
    };
    let option = move |(value, words): (String, String)| {
        let chosen = edit.text.get_untracked() == value;
        view! { <option value=value selected=chosen>{words}</option> }
    };
    view! {
        <span class="select">
            <select class="inp" node_ref=node aria-labelledby=format!("{base}-k") aria-describedby=format!("{base}-e {base}-n")
                on:change=change on:keydown=on_key on:pointerdown=move |_| by_keys.set_value(false)>
                {options.into_iter().map(option).collect_view()}
            </select>
            <Icon name="chevron-down"/>
        </span>
    }
    .into_any()
}

pub(super) fn on_key<R: Record>(edit: Edit<R>, event: &KeyboardEvent) {
    match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            edit.commit(true);
        }
        "Escape" => {
            // Only the field closes, not the drawer around it.
            event.prevent_default();
            event.stop_propagation();
            edit.cancel();
        }
        _ => {}
    }
}
