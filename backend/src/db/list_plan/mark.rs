//! Where a page ended and the next one goes on, as a cursor carries it.

use super::{Segment, SortKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    error::{AppError, Problem},
    filter::Cursor,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;

/// The walks that are left, the one in which the page ended first, and the last row's key. They are in the order of the first
/// page: whoever is renamed and whatever is moved between two pages, no row is passed over and none is met twice.
#[derive(Serialize, Deserialize)]
struct Mark(Vec<u32>, SortKey, Uuid);

/// A cursor to what comes after this row in the first of these walks.
pub(super) fn write(left: &[Segment], (key, id): (SortKey, Uuid)) -> Result<Cursor, AppError> {
    let mark = Mark(left.iter().map(short).collect(), key, id);
    let json = serde_json::to_vec(&mark).map_err(|_| refused())?;
    Ok(Cursor(URL_SAFE_NO_PAD.encode(json)))
}

/// Those of a list's walks that are left, and the last row's key. What is new since the first page is not among them; where
/// the walk in which the page ended is gone, nobody knows what comes next.
pub(super) fn read(cursor: &Cursor, all: Vec<Segment>) -> Result<(Vec<Segment>, (SortKey, Uuid)), AppError> {
    let json = URL_SAFE_NO_PAD.decode(&cursor.0).map_err(|_| refused())?;
    let Mark(left, key, id) = serde_json::from_slice(&json).map_err(|_| refused())?;
    if matches!(&key, SortKey::Text(text) if text.contains('\0')) {
        // No key of ours has one, and PostgreSQL takes none.
        return Err(refused());
    }
    let mut known: HashMap<u32, Segment> = all.into_iter().map(|segment| (short(&segment), segment)).collect();
    let mut left = left.iter().map(|short| known.remove(short));
    let first = left.next().flatten().ok_or_else(refused)?;
    Ok((std::iter::once(first).chain(left.flatten()).collect(), (key, id)))
}

/// A walk's name in a cursor, which is short because a list by owners has as many as the company has people: the end of an id,
/// which is random.
fn short(segment: &Segment) -> u32 {
    let end = |id: Uuid| id.as_u128() as u32;
    match segment {
        Segment::Column { .. } | Segment::Values(..) | Segment::SeenClient => 0,
        Segment::NoColumn(_) | Segment::NoValue(_) | Segment::NoSeenClient => 1,
        Segment::Owner(user) => end(user.0),
        Segment::Stage(stage) => end(stage.0),
        Segment::Choice(_, option) => end(option.0),
    }
}

/// A cursor of another list, or none of ours.
pub(super) fn refused() -> AppError {
    AppError::invalid("page", Problem::Unknown)
}
