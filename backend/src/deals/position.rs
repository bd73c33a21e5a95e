//! Order within a stage (R24, decision 0005): sixteen hexadecimal digits, compared byte by byte. A new card on top takes
//! a smaller number; room is left between two cards for what is dropped there.

use super::store;
use crate::cx::Tx;
use domain::{deals::Deal, error::AppError, ids::StageId};
use std::collections::BTreeMap;

/// Where the first card of a stage lands.
const MIDDLE: u64 = 1 << 63;
/// The room left above each card.
const STEP: u64 = 1 << 16;

/// Keys for `count` cards put on top of a stage one after the other: the last one is the topmost.
pub(super) async fn on_top(tx: &mut Tx, stage: StageId, count: usize) -> Result<Vec<String>, AppError> {
    let top = store::find_top_position(tx, stage).await?;
    let below = match top.as_deref().and_then(leading_number) {
        Some(number) => number,
        None => MIDDLE + STEP,
    };
    Ok((1..=count as u64).map(|place| format!("{:016x}", below.saturating_sub(place * STEP))).collect())
}

/// A key for each deal, on top of its stage in turn. Stages are locked in the order of their ids.
pub(super) async fn on_top_of_stages(tx: &mut Tx, deals: &[Deal]) -> Result<Vec<String>, AppError> {
    let mut counts: BTreeMap<StageId, usize> = BTreeMap::new();
    for deal in deals {
        *counts.entry(deal.stage).or_default() += 1;
    }
    let mut keys = BTreeMap::new();
    for (stage, count) in counts {
        keys.insert(stage, on_top(tx, stage, count).await?.into_iter());
    }
    let next = |deal: &Deal| keys.get_mut(&deal.stage).and_then(Iterator::next);
    Ok(deals.iter().filter_map(next).collect())
}

fn leading_number(key: &str) -> Option<u64> {
    u64::from_str_radix(key.get(..16)?, 16).ok()
}
