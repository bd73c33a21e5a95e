//! The list of deals: any order, page by page, and what it comes to - never over loaded rows.

use super::store::{board::KEPT, listed};
use crate::{clients, cx::Cx, pipelines, settings};
use domain::{
    access::Right,
    deals::{DealRow, DealTotals},
    error::AppError,
    fields::Noun,
    filter::{ListQuery, Rows},
    ids::{ClientId, StageId, UserId},
};
use std::collections::BTreeSet;

/// One page of the list.
pub async fn page(cx: &Cx, query: &ListQuery) -> Result<Rows<DealRow>, AppError> {
    cx.require(Right::ViewDeals)?;
    let settings = settings::of(cx).await?;
    let stages: Vec<StageId> = pipelines::stages(cx).await?.iter().map(|stage| stage.id).collect();
    let people: Vec<UserId> = settings.people.iter().map(|user| user.id).collect();
    let mut page = listed::page(cx, query, (&settings.deal_fields, &people, &stages)).await?;
    let clients: BTreeSet<ClientId> = page.rows.iter().filter_map(|row| Some(row.client.as_ref()?.id)).collect();
    let names = clients::names(cx, clients.into_iter().collect()).await?;
    for client in page.rows.iter_mut().filter_map(|row| row.client.as_mut()) {
        client.name = names.get(&client.id).cloned();
    }
    Ok(page)
}

/// How many deals the filter leaves and what they come to: from kept totals if they can tell its deals apart.
pub async fn totals(cx: &Cx, query: &ListQuery) -> Result<DealTotals, AppError> {
    cx.require(Right::ViewDeals)?;
    let filter = cx.within(Noun::Deal, &query.filter);
    let found = if filter.asks_only(&KEPT) {
        listed::list_kept_totals(cx, &filter).await?
    } else {
        listed::list_counted_totals(cx, &filter).await?
    };
    let count = found.iter().map(|(count, _)| count).sum();
    Ok(DealTotals { count, sums: found.into_iter().map(|(_, sum)| sum).filter(|sum| sum.minor != 0).collect() })
}
