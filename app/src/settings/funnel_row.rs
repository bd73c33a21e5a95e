//! A stage that is being edited: its three dots, its colour, its name.

use super::{
    funnel_drag::{DELETE, line_of, nudge},
    funnel_model::count,
    funnel_page::Editing,
};
use crate::{
    browser,
    drag::{Nudge, Nudged, Step, focus_on},
    i18n::{t, ta},
    told,
    ui::{Counter, Icon},
};
use domain::{colour::Colour, pipelines::StageDraft, text::STAGE_NAME_LIMIT};
use leptos::{html, prelude::*};

/// The line of a stage.
#[component]
pub(super) fn StageRow(editing: Editing, key: u32) -> impl IntoView {
    let draft = move |read: fn(&StageDraft) -> String| {
        editing.model.with(|model| model.line(key).map(|line| read(&line.draft))).unwrap_or_default()
    };
    let name = Memo::new(move |_| draft(|draft| draft.name.clone()));
    let colour = Memo::new(move |_| {
        editing.model.with(|model| model.line(key).map(|line| line.draft.colour)).unwrap_or(Colour::preset(1))
    });
    let named = move |words: &str| ta(words, &[("name", &name.get())]);
    let held = move || editing.held.get() == Some(key);
    let open = move || editing.palette.get() == Some(key);
    let error = move || {
        let refused = editing.error.get()?;
        let place = editing.sent.with_value(|sent| sent.iter().position(|other| *other == key))?;
        told::of_field(Some(&refused), &format!("stages.{place}"))
    };
    let toggle =
        move |_| editing.palette.set(if editing.palette.get_untracked() == Some(key) { None } else { Some(key) });
    let nudged = Nudged {
        go: Callback::new(move |step| nudge(editing, key, step)),
        can: Callback::new(move |step| editing.model.with(|model| model.next_place(key, step == Step::Down)).is_some()),
    };
    view! {
        <li class="line" class:hole=held data-line=key.to_string()>
            <span class="handle" role="button" tabindex="0" aria-label=move || named("settings.move_stage") aria-describedby="stage-drag-hint">
                <Icon name="grip-vertical"/>
            </span>
            <Square colour>
                <button type="button" class="color" aria-expanded=move || open().to_string()
                    aria-label=move || named("settings.stage_colour") on:click=toggle></button>
            </Square>
            <span class="main">
                <input class="inp" type="text" autocomplete="off" aria-label=t("settings.stage_name") prop:value=move || name.get()
                    aria-invalid=move || error().is_some().then_some("true")
                    on:input=move |event| editing.model.update(|model| model.change(key, |draft| draft.name = event_target_value(&event)))/>
                <span class="foot">
                    <span class="err" role="alert" hidden=move || error().is_none()>{error}</span>
                    <Counter text=name max=STAGE_NAME_LIMIT/>
                </span>
            </span>
            <Nudge name nudged/>
            <button type="button" class="ib" data-delete="" aria-label=move || named("settings.delete_stage")
                on:click=move |_| leave_out(editing, key)><Icon name="trash-2"/></button>
        </li>
        {move || open().then(|| view! { <Palette editing key colour/> })}
    }
}

/// The line goes, and with it the button that had the focus. The next one gets it, unless it is asked where deals are to go.
fn leave_out(editing: Editing, key: u32) {
    let next = editing.model.with_untracked(|model| model.beside(key));
    editing.model.update(|model| model.remove(key));
    let asks = editing.model.with_untracked(|model| {
        editing.deals.with_untracked(|deals| model.gone(key).is_some_and(|gone| count(gone, deals) != Some(0)))
    });
    if let Some(next) = next.filter(|_| !asks) {
        focus_on(move || line_of(next), DELETE);
    }
}

/// Gives what is inside a colour of its own, by script: a style attribute would not pass the policy.
#[component]
fn Square(#[prop(into)] colour: Signal<Colour>, children: Children) -> impl IntoView {
    let node = NodeRef::<html::Span>::new();
    Effect::new(move |_| {
        let hue = colour.get().hue().to_string();
        if let Some(square) = node.get() {
            browser::set_style(&square, "--h", &hue);
        }
    });
    view! { <span class="square" data-stage="" node_ref=node>{children()}</span> }
}

/// Sixteen colours, and «Другие палитры» for any other (S3.14).
#[component]
fn Palette(editing: Editing, key: u32, colour: Memo<Colour>) -> impl IntoView {
    let choose = move |chosen: Colour| {
        editing.model.update(|model| model.change(key, |draft| draft.colour = chosen));
    };
    let preset = move |(number, preset): (usize, Colour)| {
        let label = ta("settings.preset", &[("n", &(number + 1).to_string())]);
        view! {
            <Square colour=Signal::stored(preset)>
                <button type="button" class="color" aria-label=label aria-pressed=move || (colour.get() == preset).to_string()
                    on:click=move |_| choose(preset)></button>
            </Square>
        }
    };
    let other = move |event| {
        if let Ok(chosen) = Colour::parse(&event_target_value(&event)) {
            choose(chosen);
        }
    };
    let picked = move || {
        let colour = colour.get();
        if colour.preset_number().is_none() { colour.to_string() } else { "#808080".to_owned() }
    };
    view! {
        <li class="palette">
            <div class="squares" role="group" aria-label=t("settings.palette")>{Colour::presets().enumerate().map(preset).collect_view()}</div>
            <label class="other"><input type="color" prop:value=picked on:input=other/><span>{t("settings.palettes")}</span></label>
        </li>
    }
}
