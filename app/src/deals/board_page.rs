//! The board «Воронка» (S3.12, R8, R22, R24): columns under the bands of their groups.

use super::{
    api::open_board,
    board_card::DRAG_HINT,
    board_column::{BoardColumn, sums_in_words},
    board_drag::{Targets, board_drag},
    board_filter::Narrowing,
    board_focus::keep_focus,
    board_menu::BoardMenu,
    board_model::BoardModel,
    board_state::BoardState,
    board_view::BoardView,
    board_window::rows,
    quick_deal::QuickDeal,
    views::Views,
};
use crate::{
    api_error::ApiError,
    data::fetched,
    filters::{FilterBar, Kind, Terms},
    format,
    i18n::{t, ta},
    live,
    record::News,
    routes,
    session::{may, with_viewer},
    table::{Layout, ListState, address::table_state},
    told,
    ui::{Empty, Icon, WhenDrawn},
};
use domain::{
    access::Right,
    board_layout::{BoardLayout, Density},
    columns::Table,
    deals::{Deal, DealCard},
    fields::Noun,
    ids::ClientId,
    pipelines::{Stage, StageGroup},
};
use leptos::{ev, prelude::*};
use leptos_meta::Title;

/// The filters of deals (S0.35, S0.36, S0.39).
pub(super) const FILTERS: &[Kind] = &[Kind::Owner, Kind::Stage, Kind::Budget, Kind::Created, Kind::Changed];

/// The section «Сделки».
#[component]
pub fn DealBoardPage() -> impl IntoView {
    live::begin();
    // As the list reads it, its order included: the switch between both brings all of it back.
    let state = table_state(Layout::of(Table::Deals), routes::DEALS, FILTERS);
    let narrowing = Narrowing::new(state.get_untracked(), with_viewer(|viewer| Terms::of(viewer, Noun::Deal)));
    let first = fetched(
        || (),
        move |()| {
            narrowing.begin(state.get_untracked());
            open_board(narrowing.filter())
        },
    );
    let retry = Callback::new(move |()| first.refetch());
    view! {
        <Title text=format!("{} · {}", t("nav.deals"), t("record.product"))/>
        <Suspense fallback=|| view! { <BoardSkeleton/> }>
            {move || Suspend::new(async move {
                let board = first.await;
                WhenDrawn::new(move || match board {
                    Ok(board) => view! { <OpenBoard model=board.into() narrowing state/> }.into_any(),
                    Err(error) => view! { <BoardFailed error retry/> }.into_any(),
                })
            })}
        </Suspense>
    }
}

#[component]
fn BoardSkeleton() -> impl IntoView {
    let column = |_| view! { <section class="col"><header><span class="sk w5"></span></header><div class="cards"><span class="sk block"></span><span class="sk block"></span></div></section> };
    view! {
        <div class="top"><h1>{t("nav.deals")}</h1></div>
        <div class="board" aria-busy="true"><div class="group"><div class="cols">{(0..4).map(column).collect_view()}</div></div></div>
    }
}

#[component]
fn BoardFailed(error: ApiError, retry: Callback<()>) -> impl IntoView {
    view! {
        <div class="top"><h1>{t("nav.deals")}</h1></div>
        <Empty icon="triangle-alert" title=t("board.failed") text=told::error(&error)>
            <button type="button" class="btn primary" on:click=move |_| retry.run(())>{t("ui.retry")}</button>
        </Empty>
    }
}

#[component]
fn OpenBoard(model: BoardModel, narrowing: Narrowing, state: Signal<ListState>) -> impl IntoView {
    let stages: Vec<Stage> = model.columns.iter().map(|column| column.stage.clone()).collect();
    let board = BoardState::new(model, narrowing);
    Effect::new(move |_| board.follow(state.get()));
    // The card over the board changes its deal: the board follows.
    News::follow(move |deal: Deal| board.take_over(&deal));
    live::follow(move |news| board.hear(news));
    keep_focus(board);
    let none = Memo::new(move |_| board.model.with(|model| model.count() == 0));
    let empty = Memo::new(move |_| none.get() && !narrowing.is_narrowed());
    let done = Callback::new(move |(_, deal): (Option<ClientId>, DealCard)| board.add(deal));
    view! {
        <Top board state/>
        {move || board.outdated.get().then(|| view! { <OutdatedStages root=routes::DEALS state/> })}
        {move || (!empty.get()).then(|| view! { <FilterBar state root=routes::DEALS noun=Noun::Deal kinds=FILTERS/> })}
        <NotFiltered board state/>
        {move || (none.get() && !empty.get()).then(|| view! { <NothingFound state/> })}
        {move || if empty.get() { view! { <NoDeals board/> }.into_any() } else { view! { <Columns board stages=stages.clone()/> }.into_any() }}
        <QuickDeal place=board.quick done/>
    }
}

/// Somebody has changed the stages since the page was made.
#[component]
pub(super) fn OutdatedStages(root: &'static str, state: Signal<ListState>) -> impl IntoView {
    let href = move || state.with(|state| state.href(root));
    view! {
        <div class="strip info" role="status">
            <Icon name="info"/><span>{t("board.stages_changed")}</span>
            <a class="btn s" href=href rel="external">{t("ui.reload")}</a>
        </div>
    }
}

/// A filter whose answer did not come, or a board that is refused by now; what was there before stays.
#[component]
fn NotFiltered(board: BoardState, state: Signal<ListState>) -> impl IntoView {
    move || {
        board.narrowing.problem.get().map(|error| {
            let filter = board.narrowing.lags().then(|| format!("{} ", t("filters.failed")));
            view! {
                <div class="strip bad" role="alert">
                    <Icon name="circle-alert"/><span>{filter}{told::error(&error)}</span>
                    <button type="button" class="btn s" on:click=move |_| board.load(state.get_untracked())>{t("ui.retry")}</button>
                </div>
            }
        })
    }
}

/// The filter leaves no deal: the columns stay, and the filter can be dropped.
#[component]
fn NothingFound(state: Signal<ListState>) -> impl IntoView {
    let reset = move || state.with(|state| state.reset().href(routes::DEALS));
    view! {
        <div class="strip info" role="status">
            <Icon name="filter"/><span><b>{t("filters.nothing")}</b>". "{t("filters.nothing_deals")}</span>
            <a class="btn s" href=reset>{t("filters.reset")}</a>
        </div>
    }
}

#[component]
fn Top(board: BoardState, state: Signal<ListState>) -> impl IntoView {
    let open = move || {
        let (count, sums) = board.model.with(BoardModel::open_total);
        ta("board.open_total", &[("n", &format::count(count)), ("sum", &sums_in_words(&sums))])
    };
    view! {
        <div class="top">
            <h1>{t("nav.deals")}</h1>
            <span class="count">{move || format::count(board.model.with(BoardModel::count))}</span>
            <Views here=routes::DEALS state/>
            <span class="grow"></span>
            <span class="soft num sumline">{open}</span>
            <BoardView look=board.look/>
        </div>
    }
}

#[component]
fn NoDeals(board: BoardState) -> impl IntoView {
    let first = board.shown.get_untracked();
    view! {
        <Empty icon="square-kanban" title=t("board.empty") text=t("board.empty_text")>
            {first.filter(|_| may(Right::CreateDeals)).map(|stage| view! {
                <button type="button" class="btn primary" on:click=move |_| board.quick.ask_at(stage)><Icon name="plus"/>{t("board.add_first")}</button>
            })}
        </Empty>
    }
}

#[component]
fn Columns(board: BoardState, stages: Vec<Stage>) -> impl IntoView {
    let (tabs, choices) = (stages.clone(), stages.clone());
    let drag = may(Right::EditDeals).then(|| board_drag(board));
    let press = move |event: &ev::PointerEvent| drag.into_iter().for_each(|drag| drag.press(event));
    let key = move |event: &ev::KeyboardEvent| drag.into_iter().for_each(|drag| drag.key(event));
    let group = move |group: StageGroup| {
        let inside: Vec<Stage> = stages.iter().filter(|stage| stage.group == group).cloned().collect();
        (!inside.is_empty()).then(|| {
            view! {
                <div class="group">
                    <h2>{t(&format!("board.group.{}", group.key()))}</h2>
                    <div class="cols">{inside.into_iter().map(|stage| view! { <BoardColumn board stage/> }).collect_view()}</div>
                </div>
            }
        })
    };
    view! {
        <div class="stage-tabs" role="tablist" aria-label=t("board.stages")>
            {tabs.into_iter().map(|stage| view! { <StageTab board stage/> }).collect_view()}
        </div>
        <div class="board" class:stale=move || board.narrowing.loading.get() data-density=move || board.look.layout.with(density)
            data-rows=move || board.look.layout.with(rows).to_string() on:pointerdown=move |event| press(&event)
            on:keydown=move |event| key(&event)
            on:dragstart=move |event| event.prevent_default()>
            {StageGroup::ALL.into_iter().map(group).collect_view()}
        </div>
        <Targets board/>
        <p class="vh" role="status" aria-live="assertive">{move || board.said.get()}</p>
        <p class="vh" id=DRAG_HINT>{t("board.drag_hint")}</p>
        <BoardMenu board stages=choices/>
    }
}

/// A density as the style sheet calls it.
fn density(layout: &BoardLayout) -> &'static str {
    match layout.density() {
        Density::Regular => "regular",
        Density::Compact => "compact",
    }
}

/// A phone shows one stage; its tab chooses it.
#[component]
fn StageTab(board: BoardState, stage: Stage) -> impl IntoView {
    let id = stage.id;
    let count = move || board.model.with(|model| model.column(id).map(|column| format::count(column.total.count)));
    view! {
        <button type="button" role="tab" data-stage=id.to_string() aria-selected=move || (board.shown.get() == Some(id)).to_string()
            on:click=move |_| board.shown.set(Some(id))>
            <i class="dot"></i>{stage.name}<b class="num">{count}</b>
        </button>
    }
}
