//! The board «Воронка»: a column per stage with its cards, counts and sums from kept totals - never over loaded cards.

use super::store;
use crate::{cx::Cx, pipelines};
use domain::{
    access::Right,
    deals::{Board, BoardNews, DealCard, StageTotal},
    error::{AppError, Problem},
    filter::{Page, Rows},
    ids::{DealId, StageId},
};

/// Cards of the first view, all columns together; the rest comes while one scrolls. More would make the page heavy.
const FIRST_CARDS: usize = 104;

/// Cards per column of the first view: at least some, at most two screens of them.
fn first_cards(columns: usize) -> i64 {
    (FIRST_CARDS / columns.max(1)).clamp(6, 20) as i64
}

/// The board as it is first shown.
pub async fn open(cx: &Cx) -> Result<Board, AppError> {
    cx.require(Right::ViewDeals)?;
    let stages = pipelines::stages(cx).await?;
    let ids: Vec<StageId> = stages.iter().map(|stage| stage.id).collect();
    let totals = totals_of(cx, &ids).await?;
    let columns = store::list_first_cards(cx, &ids, first_cards(ids.len())).await?;
    Ok(Board { stages, totals, columns })
}

/// Counts and sums of every stage.
pub async fn totals(cx: &Cx) -> Result<Vec<StageTotal>, AppError> {
    cx.require(Right::ViewDeals)?;
    let ids: Vec<StageId> = pipelines::stages(cx).await?.iter().map(|stage| stage.id).collect();
    totals_of(cx, &ids).await
}

async fn totals_of(cx: &Cx, ids: &[StageId]) -> Result<Vec<StageTotal>, AppError> {
    let mut kept = store::list_totals(cx).await?;
    let of = |stage: &StageId| {
        kept.remove(stage).unwrap_or_else(|| StageTotal { stage: *stage, count: 0, sums: Vec::new() })
    };
    Ok(ids.iter().map(of).collect())
}

/// So many deals are told of at once.
const NEWS: usize = 1_000;

/// What became of deals that changed; those that the actor does not see, or no longer, are left out.
pub async fn news(cx: &Cx, ids: &[DealId]) -> Result<BoardNews, AppError> {
    cx.require(Right::ViewDeals)?;
    if ids.len() > NEWS {
        return Err(AppError::invalid("ids", Problem::Unknown));
    }
    Ok(BoardNews { cards: store::list_by_ids(cx, ids).await?, totals: totals(cx).await? })
}

/// More cards of one column.
pub async fn column(cx: &Cx, stage: StageId, page: &Page) -> Result<Rows<DealCard>, AppError> {
    cx.require(Right::ViewDeals)?;
    store::list_column(cx, stage, page).await
}
