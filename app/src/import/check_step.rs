//! The step «Проверка»: what the import would do, found out by the server; nothing is written yet.

use super::{
    counters::{Counters, Issues, Rest, WILL},
    steps::FileCard,
    wizard::Wizard,
};
use crate::{
    format,
    i18n::{t, ta, tn},
    session::viewer,
    ui::Icon,
};
use domain::{
    import::{Creates, DryRun, StageCount},
    money::Money,
};
use leptos::{prelude::*, task::spawn_local};

/// Exact counts, everything that will be created, and every problem.
#[component]
pub fn CheckStep(wizard: Wizard, found: DryRun) -> impl IntoView {
    let outcomes = found.outcomes;
    let name = wizard.report.with_untracked(|report| report.file_name.clone());
    let writes = i64::from(outcomes.created + outcomes.updated);
    let id = wizard.report.with_untracked(|report| report.id);
    let rest = Rest::With(id, wizard.plan.get_untracked());
    view! {
        <FileCard name about=tn("import.rows", i64::from(outcomes.rows))>""</FileCard>
        <Counters outcomes=Signal::stored(outcomes) words=WILL/>
        {(outcomes.failed > 0).then(|| view! {
            <div class="strip warn boxed"><Icon name="triangle-alert"/><span>{t("import.failed_stay_out")}</span></div>
        })}
        <NewThings creates=found.creates/>
        <Stages stages=found.stages/>
        <Issues issues=found.issues total=found.issues_total rest/>
        <div class="savebar">
            <button type="button" class="btn primary" disabled=writes == 0 aria-busy=move || wizard.busy.get().then_some("true")
                on:click=move |_| { if !wizard.busy.get_untracked() { spawn_local(wizard.start()) } }>
                {tn("import.start", writes)}
            </button>
            <button type="button" class="btn" on:click=move |_| wizard.checked.set(None)>{t("import.back")}</button>
        </div>
    }
}

#[component]
fn NewThings(creates: Creates) -> impl IntoView {
    let fields = creates.fields.into_iter().map(|name| (t("import.creates.field"), name));
    let stages = creates.stages.into_iter().map(|(name, group)| {
        let group = t(&format!("import.group.{}", group.key()));
        (ta("import.creates.stage", &[("group", &group)]), name)
    });
    let options =
        creates.options.into_iter().map(|(field, name)| (ta("import.creates.option", &[("name", &field)]), name));
    let lines: Vec<(String, String)> = fields.chain(stages).chain(options).collect();
    (!lines.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="creates">
            <header><h2 id="creates">{t("import.creates")}</h2></header>
            <ul class="rows">
                {lines.into_iter().map(|(kind, name)| view! {
                    <li><span class="kind"><Icon name="plus"/></span><span class="main"><b>{name}</b><small>{kind}</small></span></li>
                }).collect_view()}
            </ul>
        </section>
    })
}

/// How many deals go to which stage.
#[component]
fn Stages(stages: Vec<StageCount>) -> impl IntoView {
    let currency = viewer().workspace.currency;
    let row = move |stage: StageCount| {
        let amount = format::money(Money { minor: stage.amount, currency });
        let group = t(&format!("import.group.{}", stage.group.key()));
        view! {
            <li>
                <span class="main"><b>{stage.name}</b><small>{group}</small></span>
                <span class="num">{tn("import.deals", i64::from(stage.deals))}</span><span class="num muted">{amount}</span>
            </li>
        }
    };
    (!stages.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="by-stage">
                <header><h2 id="by-stage">{t("import.by_stage")}</h2></header>
                <ul class="rows">{stages.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}
