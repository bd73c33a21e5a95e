//! The first rows of the file as they were read, before anything is mapped.

use crate::i18n::{t, ta};
use domain::import::FileGlimpse;
use leptos::prelude::*;

/// A small table: a column for each of the file's, the rows by their numbers in the file.
#[component]
pub(super) fn Peek(glimpse: FileGlimpse) -> impl IntoView {
    let shown = glimpse.columns.len().min(FileGlimpse::CELLS);
    let headings = glimpse.columns.iter().map(|column| column.heading.clone()).take(shown);
    let row = move |(number, mut cells): (u32, Vec<String>)| {
        cells.resize(shown, String::new());
        let cells = cells.into_iter().map(|cell| view! { <td title=cell.clone()>{cell.clone()}</td> }).collect_view();
        view! { <tr><td>{number}</td>{cells}</tr> }
    };
    let count = glimpse.first.len().to_string();
    (!glimpse.first.is_empty()).then(|| {
        view! {
            <div class="peek" tabindex="0" role="region" aria-label=ta("import.peek", &[("n", &count)])>
                <table>
                    <thead><tr><th><span class="vh">{t("import.row")}</span></th>{headings.map(|heading| view! { <th>{heading}</th> }).collect_view()}</tr></thead>
                    <tbody>{glimpse.first.clone().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
    })
}
