//! «Настройки таблиц» (S0.48-S0.50, R19): which columns the table shows, and in which order. What is changed shows in the
//! table behind at once; «Сохранить» closes the window.

use super::{
    column::label,
    layout::Layout,
    settings_drag::{columns_drag, line_of, next_place, nudge},
};
use crate::{
    drag::{HANDLE, Nudge, Nudged, focus_on},
    i18n::{t, ta},
    session::may,
    ui::{Dialog, Icon},
};
use domain::{
    access::Right,
    columns::Column,
    table_layout::{NAME, TableLayout},
};
use leptos::prelude::*;

/// The window while columns are arranged in it.
#[derive(Clone, Copy)]
pub(super) struct Arranging {
    /// How the table looks.
    pub layout: Layout,
    /// The column in the hand.
    pub held: RwSignal<Option<Column>>,
    /// What was before something was taken into the hand.
    pub before: StoredValue<Option<Vec<Column>>>,
    /// What is said of dragging.
    pub said: RwSignal<String>,
}

impl Arranging {
    /// What a column is called.
    pub fn label(self, column: Column) -> String {
        self.layout.with_fields(|fields| label(self.layout.table, column, fields))
    }

    /// The columns that are shown now.
    pub fn columns(self) -> Vec<Column> {
        untrack(|| self.layout.shown())
    }

    /// Shows this order without keeping it yet.
    pub fn preview(self, columns: Vec<Column>) {
        self.layout.show(TableLayout { columns: Some(columns), ..TableLayout::default() });
    }
}

/// The window.
#[component]
pub fn TableSettings(layout: Layout, open: RwSignal<bool>) -> impl IntoView {
    let body = move || view! { <Columns layout open/> }.into_any();
    view! { <Dialog open title=t("table.settings")>{body()}</Dialog> }
}

#[component]
fn Columns(layout: Layout, open: RwSignal<bool>) -> impl IntoView {
    let arranging = Arranging {
        layout,
        held: RwSignal::new(None),
        before: StoredValue::new(None),
        said: RwSignal::new(String::new()),
    };
    let drag = columns_drag(arranging);
    let (shown, hidden) = (Memo::new(move |_| layout.shown()), Memo::new(move |_| layout.hidden()));
    view! {
        <div class="dbody colset" on:pointerdown=move |event| drag.press(&event) on:keydown=move |event| drag.key(&event)>
            <p class="muted">{t("table.settings_text")}</p>
            <section class="section" aria-labelledby="columns-shown">
                <h3 id="columns-shown">{t("table.shown")}</h3>
                <ul class="rows" data-columns="">
                    <For each=move || shown.get() key=|column| *column let:column><ShownColumn arranging column/></For>
                </ul>
            </section>
            {move || (!hidden.with(Vec::is_empty)).then(|| view! {
                <section class="section" aria-labelledby="columns-hidden">
                    <h3 id="columns-hidden">{t("table.hidden")}</h3>
                    <ul class="rows">
                        <For each=move || hidden.get() key=|column| *column let:column><HiddenColumn arranging column/></For>
                    </ul>
                </section>
            })}
        </div>
        <p class="vh" role="status" aria-live="assertive">{move || arranging.said.get()}</p>
        <p class="vh" id="column-drag-hint">{t("table.drag_hint")}</p>
        <footer class="dfoot">
            <span class="start hstack">
                <button type="button" class="btn quiet" on:click=move |_| layout.reset()>{t("table.reset_layout")}</button>
                {may(Right::SetUpCompany).then(|| view! {
                    <button type="button" class="btn quiet" on:click=move |_| layout.choose_for_all()>{t("table.for_all")}</button>
                })}
            </span>
            <button type="button" class="btn primary" on:click=move |_| open.set(false)>{t("ui.save")}</button>
        </footer>
    }
}

#[component]
fn ShownColumn(arranging: Arranging, column: Column) -> impl IntoView {
    let name = arranging.label(column);
    let held = move || arranging.held.get() == Some(column);
    let named = |words: &str| ta(words, &[("name", &name)]);
    let remove = move |_| {
        let columns = arranging.columns();
        let place = columns.iter().position(|other| *other == column).unwrap_or_default();
        // The button goes with its column.
        if let Some(next) = columns.get(place + 1).or(columns.get(place.saturating_sub(1))).copied() {
            focus_on(move || line_of(next), HANDLE);
        }
        arranging.layout.hide(column);
        arranging.said.set(ta("table.said_hidden", &[("name", &arranging.label(column))]));
    };
    let nudged = Nudged {
        go: Callback::new(move |step| nudge(arranging, column, step)),
        can: Callback::new(move |step| next_place(&arranging.layout.shown(), column, step).is_some()),
    };
    view! {
        <li class="line" class:hole=held data-column=column.key()>
            <span class="handle" role="button" tabindex="0" aria-label=named("table.move_column") aria-describedby="column-drag-hint">
                <Icon name="grip-vertical"/>
            </span>
            <span class="main"><b>{name.clone()}</b></span>
            <Nudge name=name.clone() nudged/>
            {if column == NAME {
                view! { <small class="muted">{t("table.always")}</small> }.into_any()
            } else {
                view! {
                    <button type="button" class="ib" aria-label=named("table.hide_column") on:click=remove><Icon name="minus"/></button>
                }.into_any()
            }}
        </li>
    }
}

#[component]
fn HiddenColumn(arranging: Arranging, column: Column) -> impl IntoView {
    let name = arranging.label(column);
    let label = ta("table.show_column", &[("name", &name)]);
    let add = move |_| {
        let mut columns = arranging.columns();
        columns.push(column);
        arranging.layout.choose_columns(columns);
        focus_on(move || line_of(column), HANDLE);
        arranging.said.set(ta("table.said_shown", &[("name", &arranging.label(column))]));
    };
    view! {
        <li>
            <span class="main"><b>{name}</b></span>
            <button type="button" class="ib" aria-label=label on:click=add><Icon name="plus"/></button>
        </li>
    }
}
