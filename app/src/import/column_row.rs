//! One column of the file: what it holds, where it goes, and how its dates and values are read.

use super::{
    plan_model::{ColumnState, retarget, state},
    value_rows::ValueRows,
    wizard::Wizard,
    words,
};
use crate::{
    i18n::{t, ta, tn},
    told,
    ui::Icon,
};
use domain::{
    dates::DateFormat,
    fields::{FIELD_NAME_LIMIT, FieldKind},
    import::{Target, column_name},
};
use leptos::prelude::*;

/// The line of a column.
#[component]
pub fn ColumnRow(wizard: Wizard, index: usize) -> impl IntoView {
    let samples = wizard.glimpse.with_value(|glimpse| glimpse.columns[index].samples.join("; "));
    let shown = shown_name(wizard, index);
    let target = Memo::new(move |_| wizard.plan.with(|plan| plan.columns[index].target.clone()));
    // Typing a new field's name must not build its input anew.
    let key = Memo::new(move |_| words::target_key(&target.get()));
    let samples = if samples.is_empty() { t("import.no_samples") } else { samples };
    view! {
        <div class="row" class:off=move || target.with(|target| *target == Target::Skip)>
            <span class="from"><b>{shown.clone()}</b><small>{samples}</small></span>
            <Icon name="arrow-right"/>
            <TargetSelect wizard index label=ta("import.field_for", &[("name", &shown)])/>
            <State wizard index/>
            {move || {
                // A memo is read to be followed: one that is only tracked is never computed.
                key.with(|_| ());
                let (kind, maps) = wizard.known.with_value(|known| {
                    target.with_untracked(|target| (known.kind(target), known.maps_values(target)))
                });
                let new = target.with_untracked(|target| matches!(target, Target::NewField(..)));
                view! {
                    {new.then(|| view! { <NewName wizard index/> })}
                    {(kind == Some(FieldKind::Date)).then(|| view! { <DateSelect wizard index/> })}
                    {maps.then(|| view! { <ValueRows wizard index/> })}
                }
            }}
        </div>
    }
}

/// What the report calls the column too.
fn shown_name(wizard: Wizard, index: usize) -> String {
    let (name, has_heading) = wizard.plan.with_untracked(|plan| {
        (column_name(&plan.columns, index), plan.columns.get(index).is_some_and(|column| !column.heading.is_empty()))
    });
    if has_heading { name } else { ta("import.no_heading", &[("name", &name)]) }
}

#[component]
fn TargetSelect(wizard: Wizard, index: usize, label: String) -> impl IntoView {
    let known = wizard.known.get_value();
    let now = wizard.plan.with_untracked(|plan| words::target_key(&plan.columns[index].target));
    let option = |key: String, words: String| {
        let selected = key == now;
        view! { <option value=key selected=selected>{words}</option> }
    };
    let who = Memo::new(move |_| wizard.plan.with(|plan| plan.client_kind));
    let builtin = Target::builtin(known.noun).iter().map(|target| {
        let key = words::target_key(target);
        let selected = key == now;
        view! { <option value=key selected=selected>{move || words::target(target, who.get())}</option> }
    });
    let fields =
        known.fields.iter().map(|field| option(words::target_key(&Target::Field(field.id)), field.name.clone()));
    let new = FieldKind::ALL.into_iter().filter(|_| known.may_create_fields).map(|kind| {
        let words = ta("import.new_field", &[("kind", &t(&format!("settings.kind.{}", kind.key())))]);
        option(format!("new:{}", kind.key()), words)
    });
    let choose = move |event| send_column(wizard, index, &event_target_value(&event));
    view! {
        <span class="select">
            <select class="inp s" aria-label=label on:change=choose>
                {option("skip".into(), t("import.target.skip"))}
                <optgroup label=t("import.builtin_fields")>{builtin.collect_view()}</optgroup>
                {(!known.fields.is_empty()).then(|| view! { <optgroup label=t("import.own_fields")>{fields.collect_view()}</optgroup> })}
                {known.may_create_fields.then(|| view! { <optgroup label=t("import.new_fields")>{new.collect_view()}</optgroup> })}
            </select>
            <Icon name="chevron-down"/>
        </span>
    }
}

fn send_column(wizard: Wizard, index: usize, key: &str) {
    wizard.error.set(None);
    wizard.plan.update(|plan| {
        wizard.glimpse.with_value(|glimpse| {
            let (column, guess) = (&mut plan.columns[index], &glimpse.guess.columns[index]);
            match words::target_of(key, plan.noun, &column.heading) {
                // The server's guess knows more about its values.
                Some(target) if target == guess.target => *column = guess.clone(),
                Some(target) => {
                    wizard.known.with_value(|known| retarget(column, target, &glimpse.columns[index], known));
                }
                None => {}
            }
        });
    });
}

#[component]
fn State(wizard: Wizard, index: usize) -> impl IntoView {
    let state = Memo::new(move |_| {
        wizard.plan.with(|plan| {
            wizard.glimpse.with_value(|glimpse| {
                wizard.known.with_value(|known| state(plan, index, &glimpse.columns[index], known))
            })
        })
    });
    let refused = move || wizard.error.with(|error| told::of_field(error.as_ref(), &format!("columns.{index}")));
    let badge = move || match refused() {
        Some(problem) => ("badge bad", problem),
        None => badge(state.get()),
    };
    view! { <span class="state"><span class=move || badge().0>{move || badge().1}</span></span> }
}

fn badge(state: ColumnState) -> (&'static str, String) {
    match state {
        ColumnState::Skipped => ("badge", t("import.column.skipped")),
        ColumnState::Ready => ("badge good", t("import.column.ready")),
        ColumnState::Creates => ("badge accent", t("import.column.creates")),
        ColumnState::Repeated => ("badge bad", t("import.column.repeated")),
        ColumnState::Unnamed => ("badge bad", t("import.column.unnamed")),
        ColumnState::Dates => ("badge bad", t("import.column.dates")),
        ColumnState::TooManyChoices => ("badge bad", t("import.column.too_many_values")),
        ColumnState::TooManyValues => ("badge warn", t("import.column.too_many_values")),
        ColumnState::Unmapped(count) => {
            ("badge warn", tn("import.column.unmapped", i64::try_from(count).unwrap_or_default()))
        }
    }
}

/// The name of a field that will be created.
#[component]
fn NewName(wizard: Wizard, index: usize) -> impl IntoView {
    let now = move || {
        wizard.plan.with(|plan| match &plan.columns[index].target {
            Target::NewField(_, name) => name.clone(),
            _ => String::new(),
        })
    };
    let first = untrack(now);
    let named = ta("import.new_field_name_of", &[("column", &shown_name(wizard, index))]);
    let typed = move |event| {
        wizard.error.set(None);
        wizard.plan.update(|plan| {
            if let Target::NewField(_, name) = &mut plan.columns[index].target {
                *name = event_target_value(&event);
            }
        });
    };
    view! {
        <label class="extra">
            <span class="muted">{t("import.new_field_name")}</span>
            <input class="inp s" aria-label=named autocomplete="off" maxlength=(FIELD_NAME_LIMIT * 4).to_string() value=first prop:value=now on:input=typed/>
        </label>
    }
}

/// How the column's dates are written (R6).
#[component]
fn DateSelect(wizard: Wizard, index: usize) -> impl IntoView {
    let now = wizard.plan.with_untracked(|plan| plan.columns[index].dates.unwrap_or(DateFormat::Iso));
    let choose = move |event| {
        let key = event_target_value(&event);
        let format = words::DATE_FORMATS.into_iter().find(|format| words::date_key(*format) == key);
        wizard.plan.update(|plan| plan.columns[index].dates = format.filter(|format| *format != DateFormat::Iso));
    };
    view! {
        <label class="extra">
            <span class="muted">{t("import.date_format")}</span>
            <span class="select">
                <select class="inp s" on:change=choose>
                    {words::DATE_FORMATS.into_iter().map(|format| view! {
                        <option value=words::date_key(format) selected=format == now>{t(&format!("import.date.{}", words::date_key(format)))}</option>
                    }).collect_view()}
                </select>
                <Icon name="chevron-down"/>
            </span>
        </label>
    }
}
