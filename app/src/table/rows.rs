//! The rows of a list as its page holds them: loaded pages as data, how many there are, and what is on its way. The latest
//! question wins; old rows stay until its answer comes.

use super::{
    news::{Concern, Heard},
    state::ListState,
};
use crate::{
    api_error::{ApiError, ApiResult},
    filters::Terms,
};
use domain::{
    filter::{Cursor, ListQuery, Rows},
    live::LiveNews,
};
use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, hash::Hash, sync::Arc};
use uuid::Uuid;

/// A row that a list can ask for.
pub trait Listed: Clone + Send + Sync + 'static {
    /// What tells rows apart.
    type Id: Copy + Eq + Hash + Into<Uuid> + 'static;
    /// What is told of the whole list: how many rows, and what they come to.
    type Total: Clone + Send + Sync + 'static;

    /// Its id.
    fn id(&self) -> Self::Id;

    /// One page.
    fn page(query: ListQuery) -> impl Future<Output = ApiResult<Rows<Self>>>;

    /// What the whole list comes to.
    fn total(query: ListQuery) -> impl Future<Output = ApiResult<Self::Total>>;

    /// The same of a list that is here as a whole, where its rows are enough to tell.
    fn total_of(rows: &[Arc<Self>]) -> Option<Self::Total>;

    /// Lets a list ask what became of it. The table of a first visit loads the code for that only then.
    fn ask(list: RowList<Self>) {
        spawn_local(list.ask_news());
    }

    /// What of the news concerns a list that shows these rows.
    fn concern(news: &LiveNews, rows: &[Arc<Self>]) -> Concern<Self::Id>;
}

/// What stands below a list's search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The table.
    Rows,
    /// What is asked leaves no row.
    Nothing(ListState),
    /// There are no rows at all.
    None,
}

/// The list and its loading.
pub struct RowList<R: Listed> {
    /// The loaded rows in order.
    pub rows: RwSignal<Vec<Arc<R>>>,
    /// Where the next page begins.
    pub next: RwSignal<Option<Cursor>>,
    /// What the whole list comes to; shown later than the rows.
    pub total: RwSignal<Option<R::Total>>,
    /// Whether an answer is awaited that will replace the rows.
    pub stale: RwSignal<bool>,
    /// Why the last answer did not come.
    pub error: RwSignal<Option<ApiError>>,
    /// Counts how often the rows began anew, to be looked at from the top.
    pub begun_anew: RwSignal<u32>,
    /// Counts the answers that replaced the rows.
    pub answered: RwSignal<u32>,
    /// What others changed meanwhile.
    pub heard: Heard,
    /// What the rows answer.
    state: RwSignal<ListState>,
    /// What its filters mean.
    terms: StoredValue<Terms>,
    /// What was last asked for.
    asked: StoredValue<ListState>,
    /// Counts the questions: an answer to an earlier one is dropped.
    turn: StoredValue<u32>,
    /// Counts the questions about the total, which another order of the same rows leaves alone.
    total_turn: StoredValue<u32>,
    loading_more: StoredValue<bool>,
    /// Whether `error` tells of a next page: the rows before it are there.
    more_failed: StoredValue<bool>,
}

// By hand: the derived ones would ask the same of the rows.
impl<R: Listed> Clone for RowList<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Listed> Copy for RowList<R> {}

impl<R: Listed> RowList<R> {
    /// The list with its first page.
    pub fn new((state, terms): (ListState, StoredValue<Terms>), first: Rows<R>) -> Self {
        RowList {
            rows: RwSignal::new(first.rows.into_iter().map(Arc::new).collect()),
            next: RwSignal::new(first.next),
            total: RwSignal::new(None),
            stale: RwSignal::new(false),
            error: RwSignal::new(None),
            begun_anew: RwSignal::new(0),
            answered: RwSignal::new(0),
            heard: Heard::default(),
            state: RwSignal::new(state.clone()),
            terms,
            asked: StoredValue::new(state),
            turn: StoredValue::new(0),
            total_turn: StoredValue::new(0),
            loading_more: StoredValue::new(false),
            more_failed: StoredValue::new(false),
        }
    }

    /// What there is to show.
    pub fn shown(self) -> Shown {
        if !self.rows.with(Vec::is_empty) {
            return Shown::Rows;
        }
        self.state.with(|state| if state.is_narrowed() { Shown::Nothing(state.clone()) } else { Shown::None })
    }

    fn query(self, state: &ListState, after: Option<Cursor>) -> ListQuery {
        self.terms.with_value(|terms| state.query(terms, after))
    }

    fn begin(self) -> u32 {
        self.turn.update_value(|turn| *turn += 1);
        self.loading_more.set_value(false);
        self.turn.get_value()
    }

    /// The number of the latest question.
    pub(super) fn turn(self) -> u32 {
        self.turn.try_get_value().unwrap_or_default()
    }

    /// Whether rows are on their way.
    pub fn awaits_rows(self) -> bool {
        self.stale.try_get_untracked() != Some(false) || self.loading_more.try_get_value() != Some(false)
    }

    /// What the rows that are shown answer.
    pub(super) fn shown_query(self) -> ListQuery {
        self.state.with_untracked(|state| self.query(state, None))
    }

    pub(super) fn is_current(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    /// Follows the address; the old rows stay until the new ones come.
    pub fn follow(self, state: ListState) {
        if self.asked.with_value(|asked| *asked != state) {
            self.load(state);
        }
    }

    /// Asks for this list, again if need be.
    pub fn load(self, state: ListState) {
        let turn = self.begin();
        self.error.set(None);
        self.more_failed.set_value(false);
        self.stale.set(true);
        self.asked.set_value(state.clone());
        let query = self.query(&state, None);
        spawn_local(async move {
            let answer = R::page(query).await;
            if self.is_current(turn) {
                self.stale.set(false);
                self.show(state, answer);
                self.take_up();
            }
        });
    }

    /// Asks for the same list again, from its beginning.
    pub fn load_again(self) {
        self.load(self.asked.get_value());
    }

    /// Asks once more for what did not come: the next page where the rows before it are there.
    pub fn try_again(self, state: ListState) {
        if self.more_failed.get_value() && self.asked.with_value(|asked| *asked == state) {
            self.error.set(None);
            self.more_failed.set_value(false);
            self.load_more();
        } else {
            self.load(state);
        }
    }

    fn show(self, state: ListState, answer: ApiResult<Rows<R>>) {
        match answer {
            Ok(page) => {
                self.heard.moved.set(false);
                self.next.set(page.next);
                self.rows.set(page.rows.into_iter().map(Arc::new).collect());
                let others =
                    self.state.with_untracked(|shown| shown.search != state.search || shown.filters != state.filters);
                self.state.set(state);
                self.answered.update(|times| *times += 1);
                self.begun_anew.update(|times| *times += 1);
                if others {
                    self.load_total();
                }
            }
            Err(error) => self.error.set(Some(error)),
        }
    }

    /// Asks what the list comes to; late, because the rows matter more. A list that is here as a whole may need no question.
    pub fn load_total(self) {
        let whole = self.next.with_untracked(Option::is_none);
        if let Some(total) = whole.then(|| self.rows.with_untracked(|rows| R::total_of(rows))).flatten() {
            self.total_turn.update_value(|turn| *turn += 1);
            self.total.set(Some(total));
            return;
        }
        self.total.set(None);
        self.follow_total();
    }

    /// Asks what the list comes to by now; what was known stays until the answer comes.
    pub fn follow_total(self) {
        self.total_turn.update_value(|turn| *turn += 1);
        let (turn, query) = (self.total_turn.get_value(), self.shown_query());
        spawn_local(async move {
            let answer = R::total(query).await;
            // A total that does not come leaves its place as it is: the list itself says what fails.
            if let (Ok(total), true) = (answer, self.total_turn.try_get_value() == Some(turn)) {
                self.total.set(Some(total));
            }
        });
    }

    /// Asks for the next page, once.
    pub fn load_more(self) {
        let Some(after) = self.next.get_untracked() else { return };
        if self.loading_more.get_value() || self.stale.get_untracked() || self.error.with_untracked(Option::is_some) {
            return;
        }
        self.loading_more.set_value(true);
        let turn = self.turn.get_value();
        let query = self.state.with_untracked(|state| self.query(state, Some(after)));
        spawn_local(async move {
            let answer = R::page(query).await;
            if self.is_current(turn) {
                self.loading_more.set_value(false);
                self.append(answer);
                self.take_up();
            }
        });
    }

    /// A row that changed its place between two pages is not shown twice.
    fn append(self, answer: ApiResult<Rows<R>>) {
        match answer {
            Ok(page) => {
                self.rows.update(|rows| {
                    let known: std::collections::HashSet<R::Id> = rows.iter().map(|row| row.id()).collect();
                    rows.extend(page.rows.into_iter().filter(|row| !known.contains(&row.id())).map(Arc::new));
                });
                self.next.set(page.next);
            }
            Err(error) => {
                self.more_failed.set_value(true);
                self.error.set(Some(error));
            }
        }
    }

    /// Changes a row that is shown; its place stays until the list is asked for again.
    pub fn change(self, id: R::Id, change: impl FnOnce(&R) -> R) {
        self.rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.id() == id) {
                *row = Arc::new(change(row));
            }
        });
    }

    /// The place of a row as `aria-rowindex` counts it: from 1, the head included. It follows when others above it go.
    pub fn row_index(self, id: R::Id) -> Option<String> {
        let place = self.rows.with(|rows| rows.iter().position(|row| row.id() == id))?;
        Some((place + 2).to_string())
    }
}
