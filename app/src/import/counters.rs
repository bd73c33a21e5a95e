//! Exact counts of rows by outcome, and the table of everything that is wrong.

use crate::{
    format,
    i18n::{t, ta},
    told,
};
use domain::import::{Outcomes, RowIssue};
use leptos::prelude::*;

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

/// What is wrong, by row and column (S2.14); says how many there are when not all are shown.
#[component]
pub fn Issues(issues: Vec<RowIssue>, total: u32) -> impl IntoView {
    if issues.is_empty() {
        return ().into_any();
    }
    let count = |count: usize| format::count(i64::try_from(count).unwrap_or(i64::MAX));
    let (shown, all) = (count(issues.len()), format::count(i64::from(total)));
    let title = if issues.len() < total as usize {
        ta("import.issues_some", &[("n", &shown), ("total", &all)])
    } else {
        ta("import.issues_all", &[("total", &all)])
    };
    view! {
        <section class="section" aria-labelledby="issues">
            <header><h2 id="issues">{title}</h2></header>
            <table class="issues">
                <thead><tr>
                    <th scope="col">{t("import.row")}</th><th scope="col">{t("import.column")}</th>
                    <th scope="col">{t("import.value")}</th><th scope="col">{t("import.wrong")}</th>
                </tr></thead>
                <tbody>{issues.into_iter().map(issue).collect_view()}</tbody>
            </table>
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
