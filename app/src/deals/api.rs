//! Server functions of deals.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::{
    deals::{Board, DealCard, NewDeal},
    ids::RequestId,
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// The board as it is first shown.
#[server(input = Json)]
pub async fn open_board() -> ApiResult<Board> {
    Ok(backend::deals::board::open(&cx::cx()?).await?)
}

/// Saves a new deal; its owner is its author unless said otherwise (S0.54, S0.55).
#[server(input = Json)]
pub async fn create_deal(request: RequestId, new: NewDeal) -> ApiResult<DealCard> {
    Ok(backend::deals::create(&cx::cx()?, request, new).await?)
}
