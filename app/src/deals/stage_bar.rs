//! The way of a deal through its funnel: the bar above its card and the field «Этап».

use super::card_page::DealDeed;
use crate::{
    browser, format,
    i18n::{t, tn},
    record::{Card, Editor, Spec, StagePill},
    session::{may, viewer},
    told,
    ui::Toasts,
};
use domain::{
    access::Right,
    deals::Deal,
    error::Problem,
    ids::StageId,
    pipelines::{Stage, StageGroup},
};
use leptos::{prelude::*, task::spawn_local};

/// A chevron per stage; pressing one moves the deal there.
#[component]
pub(super) fn StageBar(card: Card<Deal>) -> impl IntoView {
    let stages = StoredValue::new(viewer().stages.clone());
    let current = Memo::new(move |_| card.record.with(|deal| (deal.stage, deal.stage_since)));
    let toasts = Toasts::get();
    let go = Callback::new(move |to: StageId| {
        if current.get_untracked().0 == to {
            return;
        }
        let request = browser::new_request();
        spawn_local(async move {
            if let Err(error) = card.save(request, t("record.field.stage"), DealDeed::Move(to)).await {
                toasts.complain(told::error(&error));
            }
        });
    });
    let locked = !may(Right::EditDeals);
    view! {
        <div class="stages" role="group" aria-label=t("record.field.stage")>
            <For each=move || stages.get_value() key=|stage| stage.id let:stage>
                {
                    let id = stage.id;
                    let step = Memo::new(move |_| stages.with_value(|stages| step(stages, current.get().0, id)));
                    let days = move || (step.get() == Step::Now).then(|| view! {
                        <span>"· "{tn("deals.days", format::days_since(current.get().1))}</span>
                    });
                    view! {
                        <button type="button" class=move || step.get().class() disabled=locked
                            data-stage=move || (step.get() != Step::Ahead).then(|| id.to_string())
                            aria-current=move || (step.get() == Step::Now).then_some("step") on:click=move |_| go.run(id)>
                            <span class="cut">{stage.name}</span>{days}
                        </button>
                    }
                }
            </For>
        </div>
    }
}

/// Where a stage lies on the deal's way.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Done,
    Now,
    Ahead,
}

impl Step {
    fn class(self) -> &'static str {
        match self {
            Step::Done => "done",
            Step::Now => "now",
            Step::Ahead => "",
        }
    }
}

/// A failed deal has not gone through the successful stages, so nothing lies behind it.
fn step(stages: &[Stage], current: StageId, stage: StageId) -> Step {
    let place = |id| stages.iter().position(|stage| stage.id == id);
    let failed = stages.iter().any(|stage| stage.id == current && stage.group == StageGroup::Failed);
    match (place(stage), place(current)) {
        (here, now) if here == now => Step::Now,
        (Some(here), Some(now)) if here < now && !failed => Step::Done,
        _ => Step::Ahead,
    }
}

/// The field «Этап».
pub(super) fn stage_spec() -> Spec<Deal> {
    let stages = viewer().stages.clone();
    let options = stages.iter().map(|stage| (stage.id.to_string(), stage.name.clone())).collect();
    let parse = |_: &Deal, text: &str| text.parse().map(DealDeed::Move).map_err(|_| Problem::NotAChoice);
    let shown = move |text: &str| {
        let stage = stages.iter().find(|stage| stage.id.to_string() == text);
        stage.map(|stage| view! { <StagePill id=stage.id name=stage.name.clone()/> }).into_any()
    };
    Spec::line(("stage", t("record.field.stage")), |deal: &Deal| deal.stage.to_string(), parse)
        .editor(Editor::Choice(options))
        .shown(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::colour::Colour;

    fn stage(id: u128, group: StageGroup) -> Stage {
        Stage { id: uuid::Uuid::from_u128(id).into(), group, name: String::new(), colour: Colour::preset(1) }
    }

    #[test]
    fn stages_before_the_current_one_are_done_unless_the_deal_failed() {
        let stages =
            [stage(1, StageGroup::Unprocessed), stage(2, StageGroup::Successful), stage(3, StageGroup::Failed)];
        let steps = |current: usize| -> Vec<Step> {
            stages.iter().map(|stage| step(&stages, stages[current].id, stage.id)).collect()
        };
        assert_eq!(steps(1), [Step::Done, Step::Now, Step::Ahead]);
        assert_eq!(steps(2), [Step::Ahead, Step::Ahead, Step::Now]);
    }
}
