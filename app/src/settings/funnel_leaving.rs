//! A stage that is left out although it holds deals: where they are to go (S3.12).

use super::{
    funnel_drag::{DELETE, line_of},
    funnel_model::{Gone, count},
    funnel_page::Editing,
};
use crate::{
    drag::focus_on,
    i18n::{t, ta, tn},
    ui::{FieldError, Icon},
};
use leptos::{html, prelude::*};

/// The id of the choice of a line, for who tries to save without it.
pub(super) fn heir_id(key: u32) -> String {
    format!("heir-{key}")
}

/// The line of a stage that leaves: «Куда перенести N сделок?», or without the number for whoever may not know it.
#[component]
pub(super) fn LeavingRow(editing: Editing, key: u32) -> impl IntoView {
    let gone =
        move |read: fn(&Gone) -> String| editing.model.with(|model| model.gone(key).map(read)).unwrap_or_default();
    let name = Memo::new(move |_| gone(|gone| gone.line.draft.name.clone()));
    let stage = Memo::new(move |_| gone(|gone| gone.line.draft.id.map(|id| id.to_string()).unwrap_or_default()));
    let heir = Memo::new(move |_| editing.model.with(|model| model.gone(key).and_then(|gone| gone.heir)));
    let kept = Memo::new(move |_| editing.model.with(|model| model.kept()));
    let deals = Memo::new(move |_| {
        editing
            .deals
            .with(|deals| editing.model.with(|model| model.gone(key).map_or(Some(0), |gone| count(gone, deals))))
    });
    let error =
        Signal::derive(move || (editing.asked.get() && heir.get().is_none()).then(|| t("settings.choose_stage")));
    let id = heir_id(key);
    let error_id = format!("{id}-error");
    let node = NodeRef::<html::Select>::new();
    // The line has just come in the place of the one with the focus.
    Effect::new(move |_| {
        if let Some(select) = node.get() {
            // Only an element out of the page refuses the focus.
            let _ = select.focus();
        }
    });
    let choose = move |event| {
        let heir = event_target_value(&event).parse().ok();
        editing.model.update(|model| model.bequeath(key, heir));
    };
    let option = move |(line, name): (u32, String)| {
        view! { <option value=line.to_string() selected=move || heir.get() == Some(line)>{name}</option> }
    };
    let restore = move |_| {
        editing.model.update(|model| model.restore(key));
        // To where the person left it out.
        focus_on(move || line_of(key), DELETE);
    };
    view! {
        <li class="leaving">
            <i class="dot" data-stage=move || stage.get()></i>
            <span class="main">
                <s>{move || name.get()}</s>
                <label for=id.clone()>{move || deals.get().map_or_else(|| t("settings.where_to_all"), |deals| tn("settings.where_to", deals))}</label>
                <span class="select">
                    <select class="inp" id=id node_ref=node aria-describedby=error_id.clone()
                        aria-invalid=move || error.get().is_some().then_some("true") on:change=choose>
                        <option value="" selected=move || heir.get().is_none()>{t("settings.choose_stage")}</option>
                        {move || kept.get().into_iter().map(option).collect_view()}
                    </select>
                    <Icon name="chevron-down"/>
                </span>
                <FieldError id=error_id text=error/>
            </span>
            <button type="button" class="btn s" aria-label=move || ta("settings.keep_stage", &[("name", &name.get())])
                on:click=restore><Icon name="undo-2"/>{t("settings.restore")}</button>
        </li>
    }
}
