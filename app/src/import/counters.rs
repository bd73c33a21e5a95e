//! Exact counts of rows by outcome, and the table of everything that is wrong.

use super::api::{check_import_issues, list_import_issues};
use crate::{
    api_error::{ApiError, ApiResult},
    format,
    i18n::{t, ta},
    told,
    ui::Icon,
};
use domain::{
    ids::ImportId,
    import::{ImportPlan, Outcomes, RowIssue},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// What rows will come to.
pub const WILL: [&str; 4] = ["import.will.created", "import.will.updated", "import.will.skipped", "import.will.failed"];
/// What rows came to.
pub const DONE: [&str; 4] =
    ["import.count.created", "import.count.updated", "import.count.skipped", "import.count.failed"];

/// Created, updated, skipped and failed rows under these words.
#[component]
pub fn Counters(#[prop(into)] outcomes: Signal<Outcomes>, words: [&'static str; 4]) -> impl IntoView {
    let counter = move |class: &'static str, words: &'static str, count: fn(&Outcomes) -> u32| {
        let shown = move || format::count(i64::from(outcomes.with(count)));
        let class = move || if outcomes.with(count) > 0 { class } else { "counter" };
        view! { <div class=class><b>{shown}</b><span>{t(words)}</span></div> }
    };
    let [created, updated, skipped, failed] = words;
    view! {
        <div class="counters">
            {counter("counter good", created, |outcomes| outcomes.created)}
            {counter("counter", updated, |outcomes| outcomes.updated)}
            {counter("counter warn", skipped, |outcomes| outcomes.skipped)}
            {counter("counter bad", failed, |outcomes| outcomes.failed)}
        </div>
    }
}

/// Where the problems come from that are not told yet.
#[derive(Clone)]
pub enum Rest {
    /// The report of an import.
    Of(ImportId),
    /// The look at a file with this mapping.
    With(ImportId, ImportPlan),
}

impl Rest {
    async fn after(self, row: u32) -> ApiResult<Vec<RowIssue>> {
        match self {
            Rest::Of(id) => list_import_issues(id, row).await,
            Rest::With(id, plan) => check_import_issues(id, plan, row).await,
        }
    }
}

/// What is wrong, by row and column (S2.14): page by page, and how many there are in all.
#[component]
pub fn Issues(issues: Vec<RowIssue>, total: u32, rest: Rest) -> impl IntoView {
    if issues.is_empty() {
        return ().into_any();
    }
    let pages = RwSignal::new(vec![Arc::new(issues)]);
    let (busy, ended, error) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let shown = Memo::new(move |_| pages.with(|pages| pages.iter().map(|page| page.len()).sum::<usize>()));
    let title = move || {
        let all = format::count(i64::from(total));
        let shown = shown.get();
        if shown < total as usize {
            let shown = format::count(i64::try_from(shown).unwrap_or(i64::MAX));
            ta("import.issues_some", &[("n", &shown), ("total", &all)])
        } else {
            ta("import.issues_all", &[("total", &all)])
        }
    };
    let rest = StoredValue::new(rest);
    let further = move |_| {
        if busy.get_untracked() {
            return;
        }
        let last = pages.with_untracked(|pages| pages.last().and_then(|page| page.last()).map_or(0, |issue| issue.row));
        let rest = rest.get_value();
        busy.set(true);
        spawn_local(async move {
            let answer = rest.after(last).await;
            busy.try_set(false);
            match answer {
                Ok(more) => {
                    error.try_set(None);
                    ended.try_set(more.is_empty());
                    pages.try_update(|pages| pages.extend((!more.is_empty()).then(|| Arc::new(more))));
                }
                Err(refused) => drop(error.try_set(Some(refused))),
            }
        });
    };
    let more = move || {
        let button = view! {
            <button type="button" class="btn" aria-busy=move || busy.get().then_some("true") on:click=further>
                {t("record.more")}
            </button>
        };
        (shown.get() < total as usize && !ended.get()).then_some(button)
    };
    let first_row = |page: &Arc<Vec<RowIssue>>| page.first().map(|issue| issue.row);
    let lines = |page: Arc<Vec<RowIssue>>| page.iter().cloned().map(issue).collect_view();
    view! {
        <section class="section" aria-labelledby="issues">
            <header><h2 id="issues">{title}</h2></header>
            <table class="issues">
                <thead><tr>
                    <th scope="col">{t("import.row")}</th><th scope="col">{t("import.column")}</th>
                    <th scope="col">{t("import.value")}</th><th scope="col">{t("import.wrong")}</th>
                </tr></thead>
                <tbody><For each=move || pages.get() key=first_row children=lines/></tbody>
            </table>
            {move || error.get().map(|error| view! {
                <div class="strip bad boxed" role="alert"><Icon name="circle-alert"/><span>{told::error(&error)}</span></div>
            })}
            {more}
        </section>
    }
    .into_any()
}

fn issue(issue: RowIssue) -> impl IntoView {
    let value = (!issue.value.is_empty()).then(|| view! { <code>{issue.value}</code> });
    view! {
        <tr><td>{issue.row.to_string()}</td><td>{issue.column}</td><td>{value}</td><td>{told::problem(&issue.problem)}</td></tr>
    }
}
