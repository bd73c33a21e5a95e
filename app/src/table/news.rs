//! What others change in a list that is shown. Values follow at once, and rows that are gone go. Nothing jumps and nothing is
//! pushed in under the pointer: a row that now belongs elsewhere, or is new among those that are shown, is only told of,
//! until the person asks for the list again.

use super::{
    rows::{Listed, RowList},
    told_news::{Folded, Fresh, around},
};
use crate::{
    api_error::{ApiError, ApiResult},
    patience,
};
use domain::{
    error::AppError,
    filter::{Cursor, Filter, ListQuery, Page, Rows},
    live::LiveNews,
};
use leptos::prelude::*;
use std::{collections::HashSet, sync::Arc};

/// What of the news concerns a list.
pub struct Concern<Id> {
    /// These rows, if the list has them.
    pub ids: Vec<Id>,
    /// What else may have changed, as the list's server can find it.
    pub others: Option<Filter>,
    /// Perhaps any row.
    pub all: bool,
}

/// What a list has heard.
#[derive(Clone, Copy)]
pub struct Heard {
    /// Whether rows belong elsewhere by now, or new ones among them.
    pub moved: RwSignal<bool>,
    /// News that were not asked about yet.
    waiting: StoredValue<LiveNews>,
    /// Whether an answer about news is awaited, or the pause before it is asked for again.
    asking: StoredValue<bool>,
    /// How often in a row the news could not be had.
    failed: StoredValue<u32>,
}

impl Default for Heard {
    fn default() -> Self {
        Heard {
            moved: RwSignal::new(false),
            waiting: StoredValue::default(),
            asking: StoredValue::new(false),
            failed: StoredValue::new(0),
        }
    }
}

impl<R: Listed> RowList<R> {
    /// Hears what others changed: asks what became of it, one question at a time.
    pub fn hear(self, news: LiveNews) {
        self.heard.waiting.try_update_value(|waiting| waiting.add(news));
        self.take_up();
    }

    /// Asks about what waits, unless rows are on their way: these may be older than the news. Where the list was refused,
    /// the person asks for it again.
    pub(super) fn take_up(self) {
        let waits = self.heard.waiting.try_with_value(|news| !news.is_empty()) == Some(true);
        if waits
            && self.error.try_with_untracked(Option::is_none) == Some(true)
            && self.heard.asking.try_get_value() == Some(false)
        {
            self.heard.asking.set_value(true);
            R::ask(self);
        }
    }

    /// Asks what became of the list, until no news wait.
    pub async fn ask_news(self) {
        while !self.awaits_rows()
            && let Some(news) = self.heard.waiting.try_update_value(std::mem::take).filter(|news| !news.is_empty())
        {
            let turn = self.turn();
            let Some(shown) = self.rows.try_get_untracked() else { break };
            let answer = self.look_up(&news, &shown).await;
            if !self.is_current(turn) || self.awaits_rows() || !self.still_shows(&shown) {
                // Other rows are on their way by now, or there, like a client just added: of these nothing is known.
                self.heard.waiting.try_update_value(|waiting| waiting.add(news));
                continue;
            }
            match answer {
                Ok(folded) => {
                    self.heard.failed.try_set_value(0);
                    self.fold(folded);
                }
                Err(ApiError::App(AppError::NotSignedIn)) => {}
                Err(error) => {
                    let failed = self.heard.failed.try_get_value().unwrap_or_default();
                    let Some(pause) = patience::after_error(&error, failed) else {
                        self.error.try_set(Some(error));
                        break;
                    };
                    self.heard.failed.try_set_value(failed.saturating_add(1));
                    // What was missed is not known any more: everything is looked at, as soon as that works.
                    let everything = LiveNews { all_clients: true, ..LiveNews::everything() };
                    let again = move || {
                        self.heard.asking.try_set_value(false);
                        self.hear(everything.clone());
                    };
                    set_timeout(again, pause);
                    return;
                }
            }
        }
        self.heard.asking.try_set_value(false);
    }

    /// Whether these are the rows, none of them changed.
    fn still_shows(self, shown: &[Arc<R>]) -> bool {
        let same = |rows: &Vec<Arc<R>>| {
            rows.len() == shown.len() && rows.iter().zip(shown).all(|(row, was)| Arc::ptr_eq(row, was))
        };
        self.rows.try_with_untracked(same) == Some(true)
    }

    async fn look_up(self, news: &LiveNews, shown: &[Arc<R>]) -> ApiResult<Option<Folded<R>>> {
        // Once more would be too late: the page may be left while an answer is awaited.
        let query = self.shown_query();
        let concern = R::concern(news, shown);
        if concern.all {
            return look_anew(&query, shown).await;
        }
        if concern.ids.is_empty() && concern.others.is_none() {
            return Ok(None);
        }
        let more = self.next.with_untracked(Option::is_some);
        let asked = around(shown, &concern.ids, more);
        if asked.len() > usize::from(Page::MAX) {
            return look_anew(&query, shown).await;
        }
        let these = Filter::These(asked.iter().map(|id| (*id).into()).collect());
        let filter = match concern.others {
            Some(others) => Filter::Or(vec![these, others]),
            None => these,
        };
        let answer = part::<R>(&query, filter, None).await?;
        if answer.next.is_some() {
            return look_anew(&query, shown).await;
        }
        Ok(Some(Fresh { rows: answer.rows, asked, more }.fold(shown)))
    }

    fn fold(self, folded: Option<Folded<R>>) {
        let Some(Folded { rows, next, moved }) = folded else { return };
        if rows.is_empty() && (moved || self.next.with_untracked(Option::is_some)) {
            // Nothing is shown that could jump.
            self.load_again();
            return;
        }
        self.rows.set(rows);
        if let Some(next) = next {
            self.next.set(next);
            self.heard.moved.set(false);
        }
        if moved {
            self.heard.moved.set(true);
        }
        self.follow_total();
    }
}

/// Every row that is shown, as it is now. The list is read again as deep as it is shown; rows that are not there any more
/// are asked for by themselves, for they may only have gone further down.
async fn look_anew<R: Listed>(query: &ListQuery, shown: &[Arc<R>]) -> ApiResult<Option<Folded<R>>> {
    let again = pages(query, Filter::All, shown.len()).await?;
    let rows: Vec<Arc<R>> = again.rows.into_iter().map(Arc::new).collect();
    let known: HashSet<R::Id> = rows.iter().map(|row| row.id()).collect();
    let missing: Vec<R::Id> = shown.iter().map(|row| row.id()).filter(|id| !known.contains(id)).collect();
    let mut elsewhere = Vec::new();
    for some in missing.chunks(Page::MAX.into()) {
        let these = Filter::These(some.iter().map(|id| (*id).into()).collect());
        elsewhere.extend(pages(query, these, usize::MAX).await?.rows);
    }
    Ok(Some(Folded::anew(shown, (rows, again.next), elsewhere)))
}

/// Page after page, since long rows take more than one, until there are enough rows or no more.
async fn pages<R: Listed>(query: &ListQuery, filter: Filter, enough: usize) -> ApiResult<Rows<R>> {
    let mut all: Rows<R> = part(query, filter.clone(), None).await?;
    while all.rows.len() < enough && all.next.is_some() {
        let page = part(query, filter.clone(), all.next.take()).await?;
        all.rows.extend(page.rows);
        all.next = page.next;
    }
    Ok(all)
}

/// What else this leaves of a list.
async fn part<R: Listed>(query: &ListQuery, filter: Filter, after: Option<Cursor>) -> ApiResult<Rows<R>> {
    let page = Page { after, size: Page::MAX };
    R::page(ListQuery { filter: query.filter.clone().and(filter), sort: query.sort, page }).await
}
