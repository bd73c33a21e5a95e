//! Order within a stage (R24, decision 0005): sixteen hexadecimal digits and, where the room between two numbers is used
//! up, digits after them; compared byte by byte. A new card on top takes a smaller number; one that is dropped between two
//! others takes a key between theirs.

use super::store::positions::{self, Beside};
use crate::cx::Tx;
use domain::{
    deals::{Deal, Slot},
    error::AppError,
    events::EventKind,
    fields::Noun,
    ids::{DealId, StageId},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Where the first card of a stage lands.
const MIDDLE: u64 = 1 << 63;
/// The room left above each card.
const STEP: u64 = 1 << 16;
/// Keys do not grow longer than this: the cards around are spread first.
const LONG: usize = 32;
/// As many cards to each side are spread at first.
const AROUND: usize = 32;
/// The least room between cards that were spread.
const ROOM: u64 = 1 << 8;

/// Keys for `count` cards put on top of a locked stage one after the other: the last one is the topmost.
pub(super) async fn on_top(tx: &mut Tx, stage: StageId, count: usize) -> Result<Vec<String>, AppError> {
    let below = topmost(tx, stage).await?;
    Ok((1..=count as u64).map(|place| format!("{:016x}", below.saturating_sub(place * STEP))).collect())
}

/// The top of a stage, in steps: whoever takes so many steps less and the rest lands as many steps above it.
pub(super) struct Top {
    /// Steps of the number of what is on top; fits a number of the databases, which the whole key's number does not.
    pub steps: i64,
    /// What is left of that number, as the last four digits of a key.
    pub rest: String,
}

/// The top of a locked stage, for cards that a statement puts there.
pub(super) async fn top(tx: &mut Tx, stage: StageId) -> Result<Top, AppError> {
    let number = topmost(tx, stage).await?;
    Ok(Top { steps: (number / STEP) as i64, rest: format!("{:04x}", number % STEP) })
}

async fn topmost(tx: &mut Tx, stage: StageId) -> Result<u64, AppError> {
    let top = positions::find_top_position(tx, stage).await?;
    Ok(top.as_deref().and_then(leading_number).unwrap_or(MIDDLE + STEP))
}

/// A key for a deal in the slot of a locked stage that a person saw: right below the card above it, else right above the card below it,
/// else on top. A neighbour that has left the stage meanwhile, or that the person may not see, does not count.
pub(super) async fn in_slot(tx: &mut Tx, stage: StageId, moved: DealId, slot: Slot) -> Result<String, AppError> {
    for _ in 0..2 {
        let (above, below) = match neighbours(tx, stage, moved, slot).await? {
            (None, None) => return Ok(on_top(tx, stage, 1).await?.remove(0)),
            found => found,
        };
        if let Some(key) = between(above.as_deref(), below.as_deref()).filter(|key| key.len() <= LONG) {
            return Ok(key);
        }
        let around = above.or(below).unwrap_or_default();
        spread(tx, stage, moved, &around).await?;
    }
    let id = Uuid::now_v7();
    tracing::error!(%id, %stage, "no room between two cards that were spread");
    Err(AppError::Internal(id))
}

/// The keys above and below a slot as the stage is now.
async fn neighbours(
    tx: &mut Tx,
    stage: StageId,
    moved: DealId,
    slot: Slot,
) -> Result<(Option<String>, Option<String>), AppError> {
    if let Some(above) = position_of(tx, stage, moved, slot.above).await? {
        let below = positions::find_beside(tx, stage, moved, (Beside::Below, &above)).await?;
        return Ok((Some(above), below));
    }
    match position_of(tx, stage, moved, slot.below).await? {
        Some(below) => Ok((positions::find_beside(tx, stage, moved, (Beside::Above, &below)).await?, Some(below))),
        None => Ok((None, None)),
    }
}

async fn position_of(
    tx: &mut Tx,
    stage: StageId,
    moved: DealId,
    neighbour: Option<DealId>,
) -> Result<Option<String>, AppError> {
    match neighbour.filter(|neighbour| *neighbour != moved) {
        Some(neighbour) => positions::find_position(tx, stage, neighbour).await,
        None => Ok(None),
    }
}

/// Gives the cards around a used-up gap keys with room between them: few cards, so that nobody waits for long. Each is
/// told as an event, because whoever looks at the stage orders it by keys.
async fn spread(tx: &mut Tx, stage: StageId, moved: DealId, around: &str) -> Result<(), AppError> {
    let mut reach = AROUND;
    loop {
        let (mut cards, lower) = positions::list_around(tx, stage, around, reach).await?;
        let first = if cards.len() - lower > reach { cards.remove(0).1 } else { String::new() };
        let last = if lower > reach { cards.pop().map(|card| card.1) } else { None };
        let whole = first.is_empty() && last.is_none();
        let margin = STEP * reach as u64;
        let edge = |key: Option<&(DealId, String)>| key.and_then(|card| leading_number(&card.1)).unwrap_or(MIDDLE);
        let low = leading_number(&first).unwrap_or_else(|| edge(cards.first()).saturating_sub(margin));
        let high =
            last.as_deref().and_then(leading_number).unwrap_or_else(|| edge(cards.last()).saturating_add(margin));
        let room = high.saturating_sub(low) / (cards.len() as u64 + 1);
        if room >= ROOM || whole {
            let keys = (1..).map(|place| format!("{:016x}", low + place * room));
            let spread: Vec<(DealId, String)> = cards.iter().map(|card| card.0).zip(keys).collect();
            if let (Some((_, top)), Some((_, bottom))) = (cards.first(), cards.last()) {
                positions::lock(tx, stage, moved, (top.as_str(), bottom.as_str())).await?;
            }
            positions::set_positions(tx, stage, &spread).await?;
            for (deal, _) in spread {
                tx.record(Noun::Deal, deal, EventKind::Ordered, Vec::new());
            }
            return Ok(());
        }
        reach *= 4;
    }
}

/// A key for each deal, on top of its stage in turn. Stages are locked in the order of their ids.
pub(super) async fn on_top_of_stages(tx: &mut Tx, deals: &[Deal]) -> Result<Vec<String>, AppError> {
    let mut counts: BTreeMap<StageId, usize> = BTreeMap::new();
    for deal in deals {
        *counts.entry(deal.stage).or_default() += 1;
    }
    let mut keys = BTreeMap::new();
    for (stage, count) in counts {
        if !positions::lock_stage(tx, stage).await? {
            return Err(AppError::NotFound(Noun::Stage));
        }
        keys.insert(stage, on_top(tx, stage, count).await?.into_iter());
    }
    let next = |deal: &Deal| keys.get_mut(&deal.stage).and_then(Iterator::next);
    Ok(deals.iter().filter_map(next).collect())
}

/// A key between two others; without one of them at that end of the stage.
fn between(above: Option<&str>, below: Option<&str>) -> Option<String> {
    let (above, below) = match (above, below) {
        (None, None) => return Some(format!("{MIDDLE:016x}")),
        (None, Some(below)) => (Key { number: leading_number(below)?.checked_sub(STEP)?, tail: "" }, Key::of(below)?),
        (Some(above), None) => (Key::of(above)?, Key { number: leading_number(above)?.checked_add(STEP)?, tail: "" }),
        (Some(above), Some(below)) => (Key::of(above)?, Key::of(below)?),
    };
    let room = below.number.checked_sub(above.number)?;
    if room > 1 {
        return Some(format!("{:016x}", above.number + room / 2));
    }
    // Everything that begins with the upper number and goes on further than its tail is between the two.
    let tail = if room == 1 { tail_between(above.tail, None) } else { tail_between(above.tail, Some(below.tail)) };
    Some(format!("{:016x}{tail}", above.number))
}

/// A key as its number and what follows.
struct Key<'a> {
    number: u64,
    tail: &'a str,
}

impl<'a> Key<'a> {
    fn of(key: &'a str) -> Option<Self> {
        Some(Key { number: leading_number(key)?, tail: key.get(16..)? })
    }
}

/// A tail after `above` and before `below`. No tail ends in a zero: nothing would fit before it.
fn tail_between(above: &str, below: Option<&str>) -> String {
    let digit = |text: &str, place: usize| text.as_bytes().get(place).map_or(0, |byte| hex(*byte));
    let mut tail = String::new();
    let mut below = below;
    for place in 0.. {
        let low = digit(above, place);
        let high = below.map_or(16, |below| digit(below, place));
        if high - low > 1 {
            tail.push(sign((low + high) / 2));
            break;
        }
        tail.push(sign(low));
        if high > low {
            // From here on only the upper one bounds.
            below = None;
        }
    }
    tail
}

fn hex(byte: u8) -> u32 {
    char::from(byte).to_digit(16).unwrap_or_default()
}

fn sign(digit: u32) -> char {
    char::from_digit(digit, 16).unwrap_or('0')
}

fn leading_number(key: &str) -> Option<u64> {
    u64::from_str_radix(key.get(..16)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_between_two_is_between_them_whatever_is_dropped_where() {
        proptest!(|(drops in prop::collection::vec(any::<prop::sample::Index>(), 1..300))| {
            let mut keys: Vec<String> = Vec::new();
            for drop in drops {
                let place = drop.index(keys.len() + 1);
                let above = place.checked_sub(1).map(|above| keys[above].as_str());
                let key = between(above, keys.get(place).map(String::as_str)).expect("a key");
                keys.insert(place, key);
                prop_assert!(keys.is_sorted_by(|one, other| one < other), "{keys:?}");
            }
        });
    }

    #[test]
    fn a_gap_that_everybody_drops_into_keeps_its_order_until_it_is_spread() {
        let (mut above, below) = ("8000000000000000".to_owned(), "8000000000000001".to_owned());
        for _ in 0..100 {
            let key = between(Some(&above), Some(&below)).expect("a key");
            assert!(above < key && key < below, "{above} {key} {below}");
            above = key;
        }
        assert!(above.len() > LONG, "{above}");
    }
}
