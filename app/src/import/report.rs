//! The report of an import (S0.71, S4.19): it stays for ever; whoever watched the import run gets it as a window first.

use super::{
    counters::{Counters, DONE, Issues, Rest},
    steps::{FileCard, Steps},
};
use crate::{
    format,
    i18n::{t, ta},
    routes,
    ui::{Dialog, Icon},
};
use domain::{
    fields::Noun,
    import::{ImportReport, ImportState},
};
use leptos::prelude::*;

/// The report.
#[component]
pub fn Report(report: ImportReport, watched: RwSignal<bool>) -> impl IntoView {
    let ended = report.finished_at.map(format::moment).unwrap_or_default();
    let (class, icon, title) = head(report.state, report.outcomes.failed);
    let text = said(&report);
    let links = report.noun;
    let open = RwSignal::new(false);
    let finished = report.state == ImportState::Finished;
    Effect::new(move |_| {
        if finished && watched.get_untracked() {
            open.set(true);
        }
    });
    let (window_title, window_text) = (title.clone(), text.clone());
    view! {
        <Steps now=if finished { 4 } else { 3 }/>
        <div class="box"><div class=format!("pad result {class}")>
            <span class="pic"><Icon name=icon class="l"/></span>
            <div><h2>{title}</h2><p>{text}</p></div>
        </div></div>
        <FileCard name=report.file_name about=ended>""</FileCard>
        <Counters outcomes=Signal::stored(report.outcomes) words=DONE/>
        <Issues issues=report.issues total=report.issues_total rest=Rest::Of(report.id)/>
        <div class="savebar"><Links noun=links/><a class="btn" href=routes::IMPORT>{t("import.new")}</a></div>
        <Dialog open title=window_title>
            <div class="dbody"><p>{window_text.clone()}</p></div>
            <footer class="dfoot">
                <button type="button" class="btn" on:click=move |_| open.set(false)>{t("import.see_report")}</button>
                <Links noun=links/>
            </footer>
        </Dialog>
    }
}

/// Where the new records are. A whole page is loaded: the frame paints new stages.
#[component]
fn Links(noun: Noun) -> impl IntoView {
    let (href, words) =
        if noun == Noun::Deal { (routes::DEALS, "import.to_deals") } else { (routes::CLIENTS, "import.to_clients") };
    view! { <a class="btn primary" href=href rel="external">{t(words)}</a> }
}

fn head(state: ImportState, failed: u32) -> (&'static str, &'static str, String) {
    match state {
        ImportState::Cancelled => ("warn", "circle-x", t("import.cancelled")),
        ImportState::Failed => ("bad", "circle-alert", t("import.failed")),
        _ if failed > 0 => ("warn", "check", t("import.finished")),
        _ => ("", "check", t("import.finished")),
    }
}

fn said(report: &ImportReport) -> String {
    let count = |count: u32| format::count(i64::from(count));
    let outcomes = &report.outcomes;
    let counts = [
        ("created", count(outcomes.created)),
        ("updated", count(outcomes.updated)),
        ("skipped", count(outcomes.skipped)),
        ("failed", count(outcomes.failed)),
    ];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    match (report.state, &report.failure) {
        (ImportState::Failed, Some(failure)) => {
            let values: Vec<(&str, &str)> = failure.args.iter().map(|(name, value)| (&**name, &**value)).collect();
            format!("{} {}", ta(&failure.code, &values), ta("import.written_before", &counts))
        }
        (ImportState::Failed, None) => ta("import.written_before", &counts),
        (ImportState::Cancelled, _) => ta("import.cancelled_text", &counts),
        _ => ta("import.finished_text", &counts),
    }
}
