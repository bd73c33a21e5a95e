//! Server functions of deals.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::{
    deals::{Board, BoardNews, Deal, DealCard, DealPatch, DealRow, DealTotals, NewDeal, Slot, StageTotal},
    events::Event,
    filter::{Filter, ListQuery, Page, Rows},
    ids::{DealId, RequestId, StageId},
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// The board as it is first shown.
#[server(input = Json)]
pub async fn open_board(#[server(default)] filter: Filter) -> ApiResult<Board> {
    Ok(backend::deals::board::open(&cx::cx()?, &filter).await?)
}

/// One page of the list of deals.
#[server(input = Json)]
pub async fn list_deals(query: ListQuery) -> ApiResult<Rows<DealRow>> {
    Ok(backend::deals::list::page(&cx::cx()?, &query).await?)
}

/// How many deals the list holds, and what they come to.
#[server(input = Json)]
pub async fn total_deals(query: ListQuery) -> ApiResult<DealTotals> {
    Ok(backend::deals::list::totals(&cx::cx()?, &query).await?)
}

/// Saves a new deal; its owner is its author unless said otherwise (S0.54, S0.55).
#[server(input = Json)]
pub async fn create_deal(request: RequestId, new: NewDeal) -> ApiResult<DealCard> {
    Ok(backend::deals::create(&cx::cx()?, request, new).await?)
}

/// More cards of one column.
#[server(input = Json)]
pub async fn list_column(stage: StageId, #[server(default)] filter: Filter, page: Page) -> ApiResult<Rows<DealCard>> {
    Ok(backend::deals::board::column(&cx::cx()?, stage, &filter, &page).await?)
}

/// Counts and sums of every stage.
#[server(input = Json)]
pub async fn board_totals(#[server(default)] filter: Filter) -> ApiResult<Vec<StageTotal>> {
    Ok(backend::deals::board::totals(&cx::cx()?, &filter).await?)
}

/// What became of deals that changed, as far as the filter leaves them.
#[server(input = Json)]
pub async fn news_of_deals(ids: Vec<DealId>, #[server(default)] filter: Filter) -> ApiResult<BoardNews> {
    Ok(backend::deals::board::news(&cx::cx()?, &ids, &filter).await?)
}

/// Moves a deal into a slot of a stage, or to its top (R24); it may take one's own move back.
#[server(input = Json)]
pub async fn move_deal(
    request: RequestId,
    id: DealId,
    to: StageId,
    slot: Option<Slot>,
    undoes: Option<RequestId>,
) -> ApiResult<Deal> {
    Ok(backend::deals::move_to_stage(&cx::cx()?, request, id, domain::deals::Move { to, slot, undoes }).await?)
}

/// One deal.
#[server(input = Json)]
pub async fn get_deal(id: DealId) -> ApiResult<Deal> {
    Ok(backend::deals::get(&cx::cx()?, id).await?)
}

/// Changes one field of a deal (R18).
#[server(input = Json)]
pub async fn edit_deal(request: RequestId, id: DealId, seen: i64, patch: DealPatch) -> ApiResult<Deal> {
    Ok(backend::deals::edit(&cx::cx()?, request, id, seen, patch).await?)
}

/// A deal's feed.
#[server(input = Json)]
pub async fn deal_feed(id: DealId, page: Page) -> ApiResult<Rows<Event>> {
    Ok(backend::deals::feed(&cx::cx()?, id, &page).await?)
}

/// Leaves a comment on a deal.
#[server(input = Json)]
pub async fn comment_deal(request: RequestId, id: DealId, text: String) -> ApiResult<()> {
    Ok(backend::deals::comment(&cx::cx()?, request, id, text).await?)
}
