//! A record as its card holds it: each field saves itself with the version that was shown (R18).

use super::{News, following, following::Typing, undo::Done};
use crate::{api_error::ApiResult, i18n::ta, ui::Toasts};
use async_lock::Mutex;
use chrono::{DateTime, Utc};
use domain::{
    access::{Actor, Right},
    events::Event,
    fields::{FieldValue, FieldValues},
    filter::{Page, Rows},
    ids::{FieldId, RequestId, UserId},
    live::LiveNews,
    users::Viewer,
};
use leptos::prelude::*;
use std::{future::Future, sync::Arc};

/// By whom and when a record was created and last changed.
#[derive(Clone, PartialEq)]
pub struct Touched {
    /// When and by whom it was created.
    pub created: (DateTime<Utc>, UserId),
    /// When and by whom it was last changed.
    pub updated: (DateTime<Utc>, UserId),
}

/// What a card has to know of its record.
pub trait Record: Clone + Send + Sync + 'static {
    /// One change that the card can make.
    type Patch: Clone + PartialEq + Send + Sync + 'static;
    /// The right to make any.
    const EDIT: Right;

    /// Counts the changes.
    fn version(&self) -> i64;
    /// Its address.
    fn path(&self) -> String;
    /// Whether they see it.
    fn is_seen_by(&self, actor: &Actor) -> bool;
    /// Whether they can make this change, which brings back what stood in the record before.
    fn can_return(&self, back: &Self::Patch, before: &Self, actor: &Actor) -> bool;
    /// Whether the one who looks may change it as far as it is a matter of this record, whatever their rights.
    fn is_writable(&self) -> bool {
        true
    }
    /// Whether it may have changed, by what a page hears.
    fn is_told(&self, news: &LiveNews) -> bool;
    /// Ответственный.
    fn owner(&self) -> UserId;
    /// Another Ответственный.
    fn owner_patch(owner: UserId) -> Self::Patch;
    /// Values of custom fields.
    fn custom(&self) -> &FieldValues;
    /// The change that writes what the field of this change holds now.
    fn as_is(&self, patch: &Self::Patch) -> Self::Patch;
    /// Another value of a custom field.
    fn custom_patch(field: FieldId, value: Option<FieldValue>) -> Self::Patch;
    /// Its authors.
    fn touched(&self) -> Touched;
    /// Makes a change of what is shown.
    fn edit(self, request: RequestId, patch: Self::Patch) -> impl Future<Output = ApiResult<Changed<Self>>> + Send;
    /// The record as it is now.
    fn reload(self) -> impl Future<Output = ApiResult<Self>> + Send;
    /// A page of its feed.
    fn feed(self, page: Page) -> impl Future<Output = ApiResult<Rows<Event>>> + Send;
    /// Leaves a comment.
    fn comment(self, request: RequestId, text: String) -> impl Future<Output = ApiResult<()>> + Send;
}

/// A record as a change left it.
pub struct Changed<R: Record> {
    /// The record.
    pub record: R,
    /// Set where the change was more than that of its field.
    pub more: Option<MoreChanged<R::Patch>>,
}

/// What a change did beside its field.
pub struct MoreChanged<P> {
    /// What the message says of it.
    pub words: String,
    /// The way back of all of it.
    pub back: P,
}

impl<R: Record> From<R> for Changed<R> {
    fn from(record: R) -> Self {
        Changed { record, more: None }
    }
}

/// The record of an open card.
pub struct Card<R: Send + Sync + 'static> {
    /// What is shown.
    pub record: RwSignal<R>,
    /// Counts what the feed does not show yet.
    pub news: RwSignal<u32>,
    /// Its editors that are open.
    pub(super) typing: Typing,
    viewer: StoredValue<Arc<Viewer>>,
    /// The list under the card.
    list: Option<News<R>>,
    toasts: Toasts,
    /// One change is saved after the other: each is made of what the one before left.
    turn: StoredValue<Arc<Mutex<()>>>,
}

impl<R: Send + Sync> Clone for Card<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Send + Sync> Copy for Card<R> {}

impl<R: Record> Card<R> {
    /// The card of a record just read. It follows what others do with the record.
    pub fn new(record: R) -> Self {
        let card = Card {
            record: RwSignal::new(record),
            news: RwSignal::new(0),
            typing: Typing::default(),
            viewer: expect_context(),
            list: News::here(),
            toasts: Toasts::get(),
            turn: StoredValue::default(),
        };
        following::follow(card);
        card
    }

    /// Makes one change of a field and offers the way back. When somebody else was faster, the fresh values are shown
    /// before the refusal is.
    pub async fn save(self, request: RequestId, field: String, patch: R::Patch) -> ApiResult<()> {
        let Some(turn) = self.turn.try_get_value() else { return Ok(()) };
        let _turn = turn.lock().await;
        let Some(seen) = self.record.try_get_untracked() else { return Ok(()) };
        let outcome = seen.clone().edit(request, patch.clone()).await;
        match outcome {
            Ok(Changed { record: fresh, more }) => {
                self.show(fresh.clone());
                let (before, now) = (seen.as_is(&patch), fresh.as_is(&patch));
                let is_changed = before != now;
                let (back, words) = match more {
                    Some(MoreChanged { words, back }) => (back, words),
                    None => (before, ta("record.field_changed", &[("field", &field)])),
                };
                if is_changed {
                    self.say_changed(&seen, Done { field, words, back, now, fresh });
                }
                Ok(())
            }
            Err(error) => {
                if error.is_stale() {
                    self.show(seen.reload().await?);
                }
                Err(error)
            }
        }
    }

    /// Says what was done, with the way back where there is one: not from what the person no longer sees or may change, nor
    /// to what they did not see before.
    fn say_changed(self, before: &R, done: Done<R>) {
        let fresh = &done.fresh;
        let asked = |viewer: &Arc<Viewer>| {
            (fresh.is_seen_by(&viewer.actor), fresh.can_return(&done.back, before, &viewer.actor))
        };
        match self.viewer.try_with_value(asked) {
            Some((false, _)) => self.toasts.say(ta("record.out_of_sight", &[("did", &done.words)])),
            Some((true, true)) => done.offer_undo(self, self.toasts),
            Some((true, false)) | None => self.toasts.say(done.words),
        }
    }

    /// Shows the record as others left it, unless a newer one is shown. The list under the card hears of them by itself.
    pub(super) fn renew(self, fresh: R) {
        self.record.try_update(|shown| {
            if fresh.version() >= shown.version() {
                *shown = fresh;
            }
        });
        self.tell_feed();
    }

    /// Shows a record unless a newer one is shown, and lets the feed catch up. The list under a card that is closed by now
    /// is told as well.
    pub fn show(self, fresh: R) {
        let newer = self.record.try_update(|shown| {
            let newer = fresh.version() >= shown.version();
            if newer {
                shown.clone_from(&fresh);
            }
            newer
        });
        if newer != Some(false)
            && let Some(list) = self.list
        {
            list.tell(fresh);
        }
        self.tell_feed();
    }

    /// Lets the feed catch up.
    pub fn tell_feed(self) {
        self.news.try_update(|news| *news += 1);
    }
}
