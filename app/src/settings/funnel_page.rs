//! Settings: «Воронка сделок», its stages in their four fixed groups (S3.11-S3.18).

use super::{
    api::{open_funnel, save_funnel},
    funnel_drag::{NAME, first_line, funnel_drag},
    funnel_leaving::{LeavingRow, heir_id},
    funnel_model::{Counts, FunnelModel, Line},
    funnel_row::StageRow,
    guarded,
};
use crate::{
    api_error::{ApiError, ApiResult},
    data::fetched,
    drag::focus_on,
    i18n::t,
    intent::Intent,
    layout::StageColours,
    session::change_viewer,
    table::dom,
    told,
    ui::{Empty, Icon, Toasts},
};
use domain::{
    access::Right,
    error::{AppError, ConflictKind},
    pipelines::{Funnel, Stage, StageDraft, StageGroup},
    users::Viewer,
};
use leptos::{html, prelude::*, task::spawn_local};
use std::sync::Arc;

/// The funnel while it is edited.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    /// What will be saved.
    pub model: RwSignal<FunnelModel>,
    /// What it was before something was taken into the hand.
    pub before: StoredValue<Option<FunnelModel>>,
    /// The line in the hand.
    pub held: RwSignal<Option<u32>>,
    /// The line whose palette is open.
    pub palette: RwSignal<Option<u32>>,
    /// What is said of dragging.
    pub said: RwSignal<String>,
    /// Why the last attempt was refused.
    pub error: RwSignal<Option<ApiError>>,
    /// How many deals each stage holds, where the person may know.
    pub deals: RwSignal<Counts>,
    /// Whether the person tried to save although deals have no place.
    pub asked: RwSignal<bool>,
    /// The lines as they were sent last: what is refused is told by their places then.
    pub sent: StoredValue<Vec<u32>>,
    seen: RwSignal<Vec<Stage>>,
    busy: RwSignal<bool>,
    intent: Intent<Vec<StageDraft>>,
}

/// The page «Воронка».
#[component]
pub fn FunnelPage() -> impl IntoView {
    guarded(Right::SetUpFunnel, || view! { <Funnel/> }.into_any())
}

#[component]
fn Funnel() -> impl IntoView {
    let funnel = fetched(|| (), |()| open_funnel());
    view! {
        <Suspense fallback=|| view! { <span class="sk w5"></span> }>
            {move || Suspend::new(async move {
                match funnel.await {
                    Ok(funnel) => view! { <Stages funnel/> }.into_any(),
                    Err(error) => {
                        view! { <Empty icon="circle-alert" title=t("settings.deal_funnel") text=told::error(&error)>""</Empty> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Stages(funnel: Funnel) -> impl IntoView {
    let Funnel { stages, deals } = funnel;
    let (open, refocus) = (RwSignal::new(false), RwSignal::new(false));
    let edit = move || {
        let node = NodeRef::<html::Button>::new();
        dom::focus_back(node, refocus);
        let begin = move |_| {
            open.set(true);
            // The button gives way to the editor.
            focus_on(first_line, NAME);
        };
        view! { <button type="button" class="btn" node_ref=node on:click=begin><Icon name="pencil"/>{t("settings.edit")}</button> }
    };
    let close = Callback::new(move |()| {
        refocus.set(true);
        open.set(false);
    });
    let editing = Editing {
        model: RwSignal::new(FunnelModel::new(&stages)),
        before: StoredValue::new(None),
        held: RwSignal::new(None),
        palette: RwSignal::new(None),
        said: RwSignal::new(String::new()),
        error: RwSignal::new(None),
        deals: RwSignal::new(deals),
        asked: RwSignal::new(false),
        sent: StoredValue::new(Vec::new()),
        seen: RwSignal::new(stages),
        busy: RwSignal::new(false),
        intent: Intent::new(),
    };
    view! {
        <div class="sethead">
            <div><h2>{t("settings.deal_funnel")}</h2><p>{t("settings.funnel_text")}</p></div>
            {move || (!open.get()).then(edit)}
        </div>
        {move || if open.get() { view! { <Editor editing close/> }.into_any() } else { view! { <Overview seen=editing.seen/> }.into_any() }}
    }
}

#[component]
fn Overview(seen: RwSignal<Vec<Stage>>) -> impl IntoView {
    let of = move |group: StageGroup| {
        seen.get()
            .into_iter()
            .filter(|stage| stage.group == group)
            .map(|stage| view! { <li><i class="dot" data-stage=stage.id.to_string()></i><span class="main"><b>{stage.name}</b></span></li> })
            .collect_view()
    };
    let group = move |group: StageGroup| {
        view! {
            <section class="section" aria-labelledby=group.key()>
                <GroupHead group/>
                <ul class="rows">{move || of(group)}</ul>
            </section>
        }
    };
    StageGroup::ALL.into_iter().map(group).collect_view()
}

#[component]
fn GroupHead(group: StageGroup) -> impl IntoView {
    view! {
        <header>
            <h2 id=group.key()>{t(&format!("board.group.{}", group.key()))}</h2>
            <span class="muted">{t(&format!("settings.group_text.{}", group.key()))}</span>
        </header>
    }
}

#[component]
fn Editor(editing: Editing, close: Callback<()>) -> impl IntoView {
    let drag = funnel_drag(editing);
    let toasts = Toasts::get();
    let (viewer, colours) = (expect_context::<StoredValue<Arc<Viewer>>>(), expect_context::<StageColours>());
    let save = move |_| {
        if editing.busy.get_untracked() {
            return;
        }
        let deals = editing.deals.get_untracked();
        let homeless = editing.model.with_untracked(|model| model.homeless(&deals));
        editing.asked.set(homeless.is_some());
        if let Some(key) = homeless {
            return dom::focus(&heir_id(key));
        }
        spawn_local(async move {
            if let Some(stages) = save(editing).await {
                // Boards and cards take the stages from here.
                change_viewer(viewer, |viewer| viewer.stages.clone_from(&stages));
                colours.0.set(stages);
                // The page may be left by now.
                close.try_run(());
                toasts.say(t("settings.funnel_saved"));
            }
        });
    };
    let give_up = move |_| {
        editing.model.set(editing.seen.with_untracked(|seen| FunnelModel::new(seen)));
        editing.error.set(None);
        editing.asked.set(false);
        close.run(());
    };
    view! {
        {move || general(editing).map(|words| view! {
            <div class="strip bad boxed" role="alert">
                <Icon name="circle-alert"/><span>{words}</span>
                {is_overtaken(editing).then(|| view! { <TakeNew editing/> })}
            </div>
        })}
        <div class="funnel" on:pointerdown=move |event| drag.press(&event) on:keydown=move |event| drag.key(&event)>
            {StageGroup::ALL.into_iter().map(|group| view! { <Group editing group/> }).collect_view()}
        </div>
        <p class="vh" role="status" aria-live="assertive">{move || editing.said.get()}</p>
        <p class="vh" id="stage-drag-hint">{t("settings.stage_drag_hint")}</p>
        <div class="savebar">
            <button type="button" class="btn primary" aria-busy=move || editing.busy.get().then_some("true") on:click=save>{t("ui.save")}</button>
            <button type="button" class="btn" on:click=give_up>{t("ui.cancel")}</button>
        </div>
    }
}

/// What is wrong with the funnel as a whole; what is wrong with a stage stands at its line.
fn general(editing: Editing) -> Option<String> {
    let error = editing.error.get()?;
    match &error {
        ApiError::App(AppError::Invalid(issues)) => {
            issues.iter().find(|issue| issue.field == "stages").map(|issue| told::problem(&issue.problem))
        }
        _ if is_overtaken(editing) => Some(t("settings.funnel_overtaken")),
        error => Some(told::error(error)),
    }
}

/// Whether somebody else has saved the funnel since it was read.
fn is_overtaken(editing: Editing) -> bool {
    editing.error.with(|error| error.as_ref().is_some_and(ApiError::is_stale))
}

/// «Загрузить новые этапы»: what was typed is given up by whoever asks for them, and by nobody else.
#[component]
fn TakeNew(editing: Editing) -> impl IntoView {
    let take = move |_| {
        if editing.busy.get_untracked() {
            return;
        }
        editing.busy.set(true);
        spawn_local(async move {
            let answer = open_funnel().await;
            editing.busy.try_set(false);
            match answer {
                Ok(Funnel { stages, deals }) => {
                    editing.model.try_set(FunnelModel::new(&stages));
                    editing.seen.try_set(stages);
                    editing.deals.try_set(deals);
                    editing.asked.try_set(false);
                    editing.error.try_set(None);
                    // The button goes with what it tells of.
                    focus_on(first_line, NAME);
                }
                Err(error) => drop(editing.error.try_set(Some(error))),
            }
        });
    };
    view! { <button type="button" class="btn s" aria-busy=move || editing.busy.get().then_some("true") on:click=take>{t("settings.take_new_stages")}</button> }
}

async fn save(editing: Editing) -> Option<Vec<Stage>> {
    let (seen, drafts) = (editing.seen.get_untracked(), editing.model.with_untracked(FunnelModel::drafts));
    editing.sent.set_value(editing.model.with_untracked(FunnelModel::keys));
    editing.busy.set(true);
    let answer: ApiResult<Vec<Stage>> = save_funnel(editing.intent.request(&drafts), seen, drafts).await;
    editing.busy.set(false);
    match answer {
        Ok(stages) => {
            editing.intent.done();
            editing.error.set(None);
            editing.model.set(FunnelModel::new(&stages));
            editing.seen.set(stages.clone());
            // The next edit knows how many deals are where now; until then a stage that is emptied is asked about again.
            if let Ok(funnel) = open_funnel().await {
                editing.deals.set(funnel.deals);
            }
            Some(stages)
        }
        Err(error) => {
            refused(editing, &error).await;
            editing.error.set(Some(error));
            None
        }
    }
}

/// The next attempt is made knowing where deals are by now. New stages are only taken when the person asks for them: what
/// was typed would be lost.
async fn refused(editing: Editing, error: &ApiError) {
    let in_use = ApiError::App(AppError::Conflict(ConflictKind::StageInUse));
    if *error != in_use {
        return;
    }
    if let Ok(funnel) = open_funnel().await {
        editing.deals.set(funnel.deals);
    }
}

#[component]
fn Group(editing: Editing, group: StageGroup) -> impl IntoView {
    let lines = Memo::new(move |_| editing.model.with(|model| model.of(group)));
    let leaving =
        Memo::new(move |_| editing.deals.with(|deals| editing.model.with(|model| model.leaving(group, deals))));
    let add = move |_| {
        editing.model.update(|model| {
            model.add(group, t("settings.new_stage"));
        });
    };
    let missing = move || {
        let field = format!("groups.{}", group.key());
        editing.error.with(|error| told::of_field(error.as_ref(), &field))
    };
    view! {
        <section class="section" aria-labelledby=group.key()>
            <GroupHead group/>
            <ul class="rows" data-funnel-group=group.key()>
                <For each=move || lines.get() key=|line: &Line| line.key let:line><StageRow editing key=line.key/></For>
                <For each=move || leaving.get() key=|key| *key let:key><LeavingRow editing key/></For>
                <li class="adder">
                    <button type="button" class="link hstack" on:click=add><Icon name="plus"/>{t("settings.add_stage")}</button>
                </li>
            </ul>
            {move || missing().map(|words| view! { <p class="err" role="alert">{words}</p> })}
        </section>
    }
}
