//! A card that others work with as well: what they do is read as it happens, yet never under what is being typed.

use super::{Card, Record};
use crate::{
    api_error::{ApiError, ApiResult},
    live,
};
use domain::live::LiveNews;
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// After so long the record is asked for again, when the server could not be reached.
const AGAIN: Duration = Duration::from_secs(2);

/// How many editors of a card are open.
#[derive(Clone, Copy, Default)]
pub(super) struct Typing(RwSignal<u32>);

impl Typing {
    /// Counts this editor as long as it is open.
    pub fn count(self, open: RwSignal<bool>) {
        let counted = StoredValue::new(false);
        let count = move |is_open: bool| {
            if counted.try_get_value() == Some(!is_open) {
                counted.set_value(is_open);
                self.0.try_update(|editors| *editors = if is_open { *editors + 1 } else { editors.saturating_sub(1) });
            }
        };
        Effect::new(move |_| count(open.get()));
        on_cleanup(move || count(false));
    }

    fn is_any(self) -> bool {
        self.0.get() > 0
    }
}

/// Reads the record and its feed again whenever others may have changed them. What is read while a field is edited would
/// have what is typed there written over a value that nobody has seen: it waits until the editors are closed.
pub(super) fn follow<R: Record>(card: Card<R>) {
    let is_told = move |news: &LiveNews| card.record.try_with_untracked(|record| record.is_told(news)) == Some(true);
    let read = move || async move {
        let Some(shown) = card.record.try_get_untracked() else { return Ok(true) };
        let fresh = shown.reload().await?;
        let may_show = card.typing.0.try_get_untracked() == Some(0);
        if may_show {
            card.renew(fresh);
        }
        Ok(may_show)
    };
    read_again(is_told, move || !card.typing.is_any(), read);
}

/// Reads again whenever others may have changed what is shown, once at a time and when it may be read. `read` says whether
/// what came could be shown; if not, it is read once more when it may be.
pub(crate) fn read_again<F>(
    is_told: impl Fn(&LiveNews) -> bool + 'static,
    may_read: impl Fn() -> bool + 'static,
    read: impl Fn() -> F + 'static,
) where
    F: Future<Output = ApiResult<bool>> + 'static,
{
    let wanted = RwSignal::new(false);
    let reading = RwSignal::new(false);
    live::follow(move |news| {
        if is_told(&news) {
            wanted.set(true);
        }
    });
    Effect::new(move |_| {
        if wanted.get() && !reading.get() && may_read() {
            wanted.set(false);
            reading.set(true);
            let answer = read();
            spawn_local(async move {
                end(answer.await, wanted);
                reading.try_set(false);
            });
        }
    });
}

fn end(answer: ApiResult<bool>, wanted: RwSignal<bool>) {
    let again = move || {
        wanted.try_set(true);
    };
    match answer {
        Ok(true) => {}
        Ok(false) => again(),
        Err(ApiError::Transport(_)) => set_timeout(again, AGAIN),
        // It is gone, or not for this person any more: the next change says so.
        Err(ApiError::App(_)) => {}
    }
}
