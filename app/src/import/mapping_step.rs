//! The step «Поля»: where every column of the file goes.

use super::{
    column_row::ColumnRow,
    peek::Peek,
    plan_model::{can_check, has_required, required},
    steps::FileCard,
    wizard::Wizard,
    words,
};
use crate::{
    api_error::ApiError,
    i18n::{t, ta, tn},
    routes, told,
    ui::Icon,
};
use domain::{clients::ClientKind, error::AppError, fields::Noun, import::ImportPlan};
use leptos::{prelude::*, task::spawn_local};

/// The file, its columns, and the way on.
#[component]
pub fn MappingStep(wizard: Wizard) -> impl IntoView {
    let columns = wizard.glimpse.with_value(|glimpse| glimpse.columns.len());
    let is_of_clients = wizard.known.with_value(|known| known.noun == Noun::Client);
    let ready = move || {
        wizard.plan.with(|plan| {
            wizard
                .glimpse
                .with_value(|glimpse| wizard.known.with_value(|known| can_check(plan, &glimpse.columns, known)))
        })
    };
    view! {
        <File wizard/>
        <Peek glimpse=wizard.glimpse.get_value()/>
        {is_of_clients.then(|| view! { <Who wizard/> })}
        <Problems wizard/>
        {(columns > 0).then(|| view! {
            <div class="map">
                <div class="hrow" aria-hidden="true">
                    <span>{t("import.file_column")}</span><span></span><span>{t("import.our_field")}</span><span class="state">{t("import.match")}</span>
                </div>
                {(0..columns).map(|index| view! { <ColumnRow wizard index/> }).collect_view()}
            </div>
        })}
        <div class="savebar">
            <button type="button" class="btn primary" disabled=move || !ready() aria-busy=move || wizard.busy.get().then_some("true")
                on:click=move |_| { if !wizard.busy.get_untracked() { spawn_local(wizard.check()) } }>
                {move || t(if wizard.busy.get() { "import.checking" } else { "import.check" })}
            </button>
            <a class="btn quiet" href=routes::IMPORT>{t("import.other_file")}</a>
        </div>
    }
}

#[component]
fn File(wizard: Wizard) -> impl IntoView {
    let name = wizard.report.with_untracked(|report| report.file_name.clone());
    let (rows, columns, sheets, sheet) = wizard
        .glimpse
        .with_value(|glimpse| (glimpse.rows, glimpse.columns.len(), glimpse.sheets.clone(), glimpse.sheet.clone()));
    let columns = i64::try_from(columns).unwrap_or_default();
    let about = format!("{} · {}", tn("import.rows", i64::from(rows)), tn("import.columns", columns));
    let choose = move |event| wizard.sheet.set(Some(event_target_value(&event)));
    let choice = (sheets.len() > 1).then(|| {
        view! {
            <label class="hstack">
                <span class="muted">{t("import.sheet")}</span>
                <span class="select">
                    <select class="inp s" on:change=choose>
                        {sheets.into_iter().map(|name| {
                            let selected = name == sheet;
                            view! { <option value=name.clone() selected=selected>{name.clone()}</option> }
                        }).collect_view()}
                    </select>
                    <Icon name="chevron-down"/>
                </span>
            </label>
        }
    });
    view! { <FileCard name about>{choice}</FileCard> }
}

/// «Кто это»: what every client of the file is.
#[component]
fn Who(wizard: Wizard) -> impl IntoView {
    let radio = |kind: ClientKind| {
        let is_chosen = move || wizard.plan.with(|plan| plan.client_kind == kind);
        let choose = move |_| wizard.plan.update(|plan| plan.client_kind = kind);
        view! {
            <label class="check">
                <input type="radio" name="client-kind" checked=untrack(is_chosen) prop:checked=is_chosen on:change=choose/>
                <span>{t(&format!("import.kind_{}", kind.key()))}</span>
            </label>
        }
    };
    view! {
        <fieldset class="hstack nouns">
            <legend class="lbl">{t("import.kind")}</legend>
            {ClientKind::ALL.map(radio).into_iter().collect_view()}
        </fieldset>
    }
}

/// What keeps the file from being checked; the problem of a column stands at the column.
#[component]
fn Problems(wizard: Wizard) -> impl IntoView {
    let missing = move || {
        if wizard.glimpse.with_value(|glimpse| glimpse.columns.is_empty()) {
            return Some(t("import.sheet_empty"));
        }
        let needed =
            |plan: &ImportPlan| (!has_required(plan)).then(|| words::target(&required(plan.noun), plan.client_kind));
        Some(ta("import.missing", &[("name", &wizard.plan.with(needed)?)]))
    };
    let refused = move || {
        wizard.error.with(|error| {
            let error = error.as_ref()?;
            let of_column = matches!(error, ApiError::App(AppError::Invalid(issues)) if issues.iter().all(|issue| issue.field.starts_with("columns.")));
            Some(if of_column { t("import.columns_wrong") } else { told::error(error) })
        })
    };
    let strip = |text: String, class: &'static str| {
        view! { <div class=class role="alert"><Icon name="circle-alert"/><span>{text}</span></div> }
    };
    view! {
        {move || refused().map(|text| strip(text, "strip bad boxed"))}
        {move || missing().map(|text| strip(text, "strip warn boxed"))}
    }
}
