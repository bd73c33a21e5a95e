//! The board «Воронка»: a column per stage with its cards. Counts and sums come from kept totals or, under a filter that
//! these cannot tell apart, from one grouped query - never from loaded cards.

use super::store::board as store;
use crate::{cx::Cx, db::list_plan::FEW, pipelines};
use domain::{
    access::Right,
    deals::{Board, BoardNews, DealCard, StageTotal},
    error::{AppError, Problem},
    fields::Noun,
    filter::{Filter, Page, Rows},
    ids::{DealId, StageId},
};

/// Cards of the first view, all columns together; the rest comes while one scrolls. More would make the page heavy.
const FIRST_CARDS: usize = 104;

/// Cards per column of the first view: at least some, at most two screens of them.
fn first_cards(columns: usize) -> i64 {
    (FIRST_CARDS / columns.max(1)).clamp(6, 20) as i64
}

/// The board as it is first shown, with what the filter leaves of it.
pub async fn open(cx: &Cx, filter: &Filter) -> Result<Board, AppError> {
    cx.require(Right::ViewDeals)?;
    let stages = pipelines::stages(cx).await?;
    let ids: Vec<StageId> = stages.iter().map(|stage| stage.id).collect();
    let bounded = cx.within(Noun::Deal, filter);
    let totals = totals_of(cx, &ids, &bounded).await?;
    let size = first_cards(ids.len());
    // A stage without hits is not walked: it would be walked to its end.
    let full: Vec<StageId> = totals.iter().filter(|total| total.count > 0).map(|total| total.stage).collect();
    let hits: i64 = totals.iter().map(|total| total.count).sum();
    let mut columns = match filter {
        _ if full.is_empty() => Default::default(),
        Filter::All => store::walk_first_cards(cx, &full, &bounded, size).await?,
        _ if hits <= FEW => store::collect_first_cards(cx, &bounded, size).await?,
        _ => store::walk_first_cards(cx, &full, &bounded, size).await?,
    };
    let mut column = |stage: &StageId| columns.remove(stage).unwrap_or(Rows { rows: Vec::new(), next: None });
    Ok(Board { totals, columns: ids.iter().map(&mut column).collect(), stages })
}

/// Counts and sums of every stage.
pub async fn totals(cx: &Cx, filter: &Filter) -> Result<Vec<StageTotal>, AppError> {
    cx.require(Right::ViewDeals)?;
    let ids: Vec<StageId> = pipelines::stages(cx).await?.iter().map(|stage| stage.id).collect();
    totals_of(cx, &ids, &cx.within(Noun::Deal, filter)).await
}

async fn totals_of(cx: &Cx, ids: &[StageId], bounded: &Filter) -> Result<Vec<StageTotal>, AppError> {
    let mut found = store::list_totals(cx, bounded).await?;
    let of = |stage: &StageId| {
        found.remove(stage).unwrap_or_else(|| StageTotal { stage: *stage, count: 0, sums: Vec::new() })
    };
    Ok(ids.iter().map(of).collect())
}

/// So many deals are told of at once.
const NEWS: usize = 1_000;

/// What became of deals that changed; those that the actor does not see, or the filter no longer leaves, are left out.
pub async fn news(cx: &Cx, ids: &[DealId], filter: &Filter) -> Result<BoardNews, AppError> {
    cx.require(Right::ViewDeals)?;
    if ids.len() > NEWS {
        return Err(AppError::invalid("ids", Problem::Unknown));
    }
    let cards = store::list_by_ids(cx, ids, &cx.within(Noun::Deal, filter)).await?;
    Ok(BoardNews { cards, totals: totals(cx, filter).await? })
}

/// More cards of one column.
pub async fn column(cx: &Cx, stage: StageId, filter: &Filter, page: &Page) -> Result<Rows<DealCard>, AppError> {
    cx.require(Right::ViewDeals)?;
    store::list_column(cx, stage, &cx.within(Noun::Deal, filter), page).await
}
