//! How the tables look to the one who looks: what is chosen shows at once and is saved behind it, one change after the
//! other. It outlives the pages, so that a table looks the same when it is opened again.

use super::jobs::{Job, Jobs};
use crate::{
    api_error::ApiResult,
    browser,
    i18n::{t, ta},
    pages::{Deed, deed},
    session::change_viewer,
    told,
    ui::Toasts,
};
use domain::{
    columns::{Column, Table},
    fields::FieldDef,
    filter::Sort,
    preferences::{Preference, Subject},
    table_layout::TableLayout,
    users::Viewer,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// The looks of all tables; found in the context of every screen.
#[derive(Clone, Copy)]
struct Layouts {
    clients: Layout,
    deals: Layout,
}

/// How one table looks.
#[derive(Clone, Copy)]
pub struct Layout {
    /// Which table.
    pub table: Table,
    viewer: StoredValue<Arc<Viewer>>,
    chosen: RwSignal<TableLayout>,
    /// A width while it is being pulled.
    held: RwSignal<Option<(Column, u16)>>,
    jobs: StoredValue<Jobs>,
    toasts: Toasts,
}

impl Layout {
    /// Lets every screen below find the looks of tables.
    pub fn provide(viewer: StoredValue<Arc<Viewer>>) {
        let new = |table| Layout {
            table,
            viewer,
            chosen: RwSignal::new(viewer.with_value(|viewer| viewer.preferences.table(table))),
            held: RwSignal::new(None),
            jobs: StoredValue::new(Jobs::default()),
            toasts: Toasts::get(),
        };
        provide_context(Layouts { clients: new(Table::Clients), deals: new(Table::Deals) });
    }

    /// The look of a table.
    pub fn of(table: Table) -> Self {
        let layouts: Layouts = expect_context();
        match table {
            Table::Clients => layouts.clients,
            Table::Deals => layouts.deals,
        }
    }

    /// Reads the custom fields that the table can show.
    pub fn with_fields<T>(self, read: impl FnOnce(&[FieldDef]) -> T) -> T {
        self.viewer.with_value(|viewer| read(viewer.fields(self.table.noun())))
    }

    /// Reads what is chosen now.
    pub fn with<T>(self, read: impl FnOnce(&TableLayout) -> T) -> T {
        self.chosen.with(read)
    }

    /// What was chosen, without following it.
    pub fn now(self) -> TableLayout {
        self.chosen.get_untracked()
    }

    /// The columns that are shown, in order.
    pub fn shown(self) -> Vec<Column> {
        self.with_fields(|fields| self.with(|layout| layout.shown(self.table, fields)))
    }

    /// The columns that could be shown.
    pub fn hidden(self) -> Vec<Column> {
        self.with_fields(|fields| self.with(|layout| layout.hidden(self.table, fields)))
    }

    /// So many columns stay in sight.
    pub fn pinned(self) -> usize {
        self.with(|layout| layout.pinned(self.table))
    }

    /// The order of the rows when the address says none.
    pub fn sort(self) -> Sort {
        self.chosen.with_untracked(TableLayout::sort)
    }

    /// The width that is being pulled.
    pub fn held(self) -> Option<(Column, u16)> {
        self.held.get()
    }

    /// Shows a width without keeping it yet.
    pub fn hold(self, held: Option<(Column, u16)>) {
        self.held.set(held);
    }

    /// Shows a choice without keeping it yet, such as columns while one is carried.
    pub fn show(self, chosen: TableLayout) {
        let after = self.with_fields(|fields| chosen.over(&self.now()).healed(self.table, fields));
        self.chosen.set(after);
    }

    /// Shows a choice at once and keeps it.
    pub fn choose(self, chosen: TableLayout) {
        self.show(chosen.clone());
        self.push(Job::Save(chosen));
    }

    /// Shows these columns at once and keeps them.
    pub fn choose_columns(self, columns: Vec<Column>) {
        self.choose(TableLayout { columns: Some(columns), ..TableLayout::default() });
    }

    /// Gives a column this width at once and keeps it.
    pub fn choose_width(self, column: Column, width: u16) {
        self.choose(TableLayout { widths: vec![(column, width)], ..TableLayout::default() });
    }

    /// Keeps so many columns in sight.
    pub fn choose_pinned(self, pinned: usize) {
        let pinned = u8::try_from(pinned).ok();
        self.choose(TableLayout { pinned, ..TableLayout::default() });
    }

    /// Remembers the order of the rows.
    pub fn choose_sort(self, sort: Sort) {
        self.choose(TableLayout { sort: Some(sort), ..TableLayout::default() });
    }

    /// Takes this column out of the table.
    pub fn hide(self, column: Column) {
        self.choose_columns(untrack(|| self.shown()).into_iter().filter(|other| *other != column).collect());
    }

    /// Returns to the company's look.
    pub fn reset(self) {
        self.push(Job::Reset);
    }

    /// Makes the look of this moment everybody's who has not chosen otherwise.
    pub fn choose_for_all(self) {
        let now = self.now();
        let all = TableLayout {
            columns: Some(untrack(|| self.shown())),
            pinned: u8::try_from(untrack(|| self.pinned())).ok(),
            sort: Some(now.sort()),
            ..now
        };
        self.push(Job::SaveForAll(all));
    }

    fn push(self, job: Job) {
        self.jobs.update_value(|jobs| jobs.push(job));
        self.go_on();
    }

    /// Sends what waits, one after the other: a later choice never arrives before an earlier one.
    fn go_on(self) {
        let Some(job) = self.jobs.try_update_value(Jobs::start).flatten() else { return };
        spawn_local(async move {
            match self.send(job.clone()).await {
                Ok(()) => {
                    self.jobs.update_value(Jobs::done);
                    self.finish(job);
                    self.go_on();
                }
                Err(error) => {
                    // The table stays as it was arranged.
                    self.jobs.update_value(|jobs| jobs.failed(job));
                    self.toasts.complain(ta("table.not_saved", &[("why", &told::error(&error))]));
                }
            }
        });
    }

    async fn send(self, job: Job) -> ApiResult<()> {
        let request = browser::new_request();
        let wanted = match job {
            Job::Save(layout) => Deed::Prefer(request, Preference::of_table(self.table, layout)),
            Job::SaveForAll(layout) => Deed::PreferForAll(request, Preference::of_table(self.table, layout)),
            Job::Reset => Deed::Forget(request, Subject::of(self.table)),
        };
        deed(wanted).await.await
    }

    fn finish(self, job: Job) {
        match job {
            Job::Save(_) => {}
            Job::SaveForAll(layout) => {
                let chosen = Preference::of_table(self.table, layout);
                change_viewer(self.viewer, |viewer| viewer.preferences.put_company(chosen));
                self.toasts.say(t("table.saved_for_all"));
            }
            Job::Reset => {
                self.chosen.set(self.viewer.with_value(|viewer| viewer.preferences.company_table(self.table)));
                self.toasts.say(t("table.reset_done"));
            }
        }
    }
}
