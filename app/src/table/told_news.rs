//! What news make of the rows that are shown: arithmetic over ids, for the order itself is the server's.

use super::rows::Listed;
use domain::filter::Cursor;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// The rows after the news.
pub struct Folded<R> {
    /// The rows, in the order they are shown in.
    pub rows: Vec<Arc<R>>,
    /// Where the next page begins, if that was asked as well.
    pub next: Option<Option<Cursor>>,
    /// Whether rows belong elsewhere, or new ones among them.
    pub moved: bool,
}

/// What became of some rows, in the order of the list.
pub struct Fresh<R: Listed> {
    /// Those that the list has.
    pub rows: Vec<R>,
    /// All that were asked for by their ids.
    pub asked: HashSet<R::Id>,
    /// Whether the list goes on after what is shown.
    pub more: bool,
}

/// What to ask for to learn what became of these rows: them, and those beside them, which tell whether they still stand there.
/// Where the list goes on, its last row tells what belongs further down.
pub fn around<R: Listed>(shown: &[Arc<R>], ids: &[R::Id], more: bool) -> HashSet<R::Id> {
    let told: HashSet<R::Id> = ids.iter().copied().collect();
    let mut asked = told.clone();
    for (place, row) in shown.iter().enumerate() {
        if told.contains(&row.id()) {
            let beside = place.saturating_sub(1)..(place + 2).min(shown.len());
            asked.extend(shown[beside].iter().map(|row| row.id()));
        }
    }
    asked.extend(shown.last().filter(|_| more).map(|row| row.id()));
    asked
}

impl<R: Listed> Fresh<R> {
    /// The shown rows as they are now.
    pub fn fold(self, shown: &[Arc<R>]) -> Folded<R> {
        let places: HashMap<R::Id, usize> = shown.iter().enumerate().map(|(place, row)| (row.id(), place)).collect();
        let order: Vec<Option<usize>> = self.rows.iter().map(|row| places.get(&row.id()).copied()).collect();
        let known: Vec<usize> = order.iter().flatten().copied().collect();
        let jumps = !known.is_sorted();
        // A new row after the last one that is shown belongs further down, where the list goes on.
        let end = order.iter().position(|place| self.more && place.is_some_and(|place| place + 1 == shown.len()));
        let comes = order[..end.unwrap_or(order.len())].contains(&None);
        let mut fresh: HashMap<R::Id, Arc<R>> = self.rows.into_iter().map(|row| (row.id(), Arc::new(row))).collect();
        let now = |row: &Arc<R>| {
            let stays = || (!self.asked.contains(&row.id())).then(|| row.clone());
            fresh.remove(&row.id()).or_else(stays)
        };
        Folded { rows: shown.iter().filter_map(now).collect(), next: None, moved: jumps || comes }
    }
}

impl<R: Listed> Folded<R> {
    /// The shown rows after the list was read again from its beginning; some that were not met stand elsewhere in it.
    pub fn anew(shown: &[Arc<R>], (list, next): (Vec<Arc<R>>, Option<Cursor>), elsewhere: Vec<R>) -> Self {
        let met = list.iter().cloned().chain(elsewhere.into_iter().map(Arc::new));
        let met: HashMap<R::Id, Arc<R>> = met.map(|row| (row.id(), row)).collect();
        let rows: Vec<Arc<R>> = shown.iter().filter_map(|row| met.get(&row.id()).cloned()).collect();
        let ids = |rows: &[Arc<R>]| rows.iter().map(|row| row.id()).collect::<Vec<_>>();
        let same = list.len() >= rows.len() && ids(&rows) == ids(&list[..rows.len()]);
        // Where the shown rows are the beginning of the list, it may go on at once; but not with rows that are new among them.
        if same && !rows.is_empty() {
            return Folded { rows: list, next: Some(next), moved: false };
        }
        Folded { moved: !same || !list.is_empty(), rows, next: None }
    }
}

#[cfg(test)]
mod tests;
