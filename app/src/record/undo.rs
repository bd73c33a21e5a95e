//! The way back from a change of one field: what the field held before is written again, by the same way and with the
//! version the record has then - unless somebody has changed the field since.

use super::{Card, Changed, Record};
use crate::{api_error::ApiResult, browser, i18n::ta, told, ui::Toasts};
use leptos::{prelude::*, task::spawn_local};

/// So often the record is read anew because somebody changes other fields of it at the same moment.
const TRIES: usize = 3;

/// A change that was made.
#[derive(Clone)]
pub(super) struct Done<R: Record> {
    /// What people call the field.
    pub field: String,
    /// What is said of the change.
    pub words: String,
    /// Writes what it held before.
    pub back: R::Patch,
    /// Writes what it holds since.
    pub now: R::Patch,
    /// The record as the change left it.
    pub fresh: R,
}

impl<R: Record> Done<R> {
    /// Says what was done, with «Отменить».
    pub fn offer_undo(self, card: Card<R>, toasts: Toasts) {
        let text = self.words.clone();
        let undo = move || {
            let done = self.clone();
            spawn_local(async move {
                let field = done.field.clone();
                let words = |key: &str| ta(key, &[("field", &field)]);
                match done.undo(card).await {
                    Ok(true) => toasts.say(words("record.field_undone")),
                    Ok(false) => toasts.complain(words("record.undo_too_late")),
                    Err(error) => toasts.complain(told::error(&error)),
                }
            });
            // Whether it still could is known later, and said by this itself.
            true
        };
        toasts.say_with_undo(text, Callback::new(move |()| undo()));
    }

    /// Writes the old value back; says whether the field still held what was written.
    async fn undo(self, card: Card<R>) -> ApiResult<bool> {
        for _ in 0..TRIES {
            let seen = self.fresh.clone().reload().await?;
            if seen.as_is(&self.now) != self.now {
                card.show(seen);
                return Ok(false);
            }
            match seen.edit(browser::new_request(), self.back.clone()).await {
                Ok(Changed { record, .. }) => {
                    card.show(record);
                    return Ok(true);
                }
                Err(error) if error.is_stale() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }
}
