//! The state of one field being edited: opened, typed, saved or given up. A failed save keeps what was typed.

use super::{Card, Record, Spec};
use crate::{
    api_error::{ApiError, ApiResult},
    intent::Intent,
    told,
    ui::is_half_typed,
};
use domain::error::{AppError, Problem};
use leptos::{html, prelude::*, task::spawn_local};

/// How far a save is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Saving {
    /// Nothing to say.
    No,
    /// Under way.
    Now,
    /// Just done.
    Done,
}

/// One field being edited.
pub(super) struct Edit<R: Record> {
    /// The record.
    pub card: Card<R>,
    /// What is edited.
    pub spec: StoredValue<Spec<R>>,
    /// What the field is called.
    pub label: Memo<String>,
    /// The text of the field as the record has it.
    pub text: Memo<String>,
    /// Whether its editor is open.
    pub open: RwSignal<bool>,
    /// What is typed.
    pub draft: RwSignal<String>,
    /// Why it was refused.
    pub error: RwSignal<Option<ApiError>>,
    /// How far the save is.
    pub saving: RwSignal<Saving>,
    /// Whether the closed field takes the focus back.
    pub refocus: RwSignal<bool>,
    /// Where it is typed, unless it is chosen.
    pub input: NodeRef<html::Input>,
    intent: Intent<(R::Patch, i64)>,
}

impl<R: Record> Clone for Edit<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Record> Copy for Edit<R> {}

impl<R: Record> Edit<R> {
    pub fn new(card: Card<R>, spec: Spec<R>) -> Self {
        let (label, read) = (spec.label.clone(), spec.read.clone());
        Edit {
            card,
            label: Memo::new(move |_| card.record.with(|record| label(record))),
            text: Memo::new(move |_| card.record.with(|record| read(record))),
            spec: StoredValue::new(spec),
            open: RwSignal::new(false),
            draft: RwSignal::new(String::new()),
            error: RwSignal::new(None),
            saving: RwSignal::new(Saving::No),
            refocus: RwSignal::new(false),
            input: NodeRef::new(),
            intent: Intent::new(),
        }
    }

    /// Opens the editor with the value that is shown.
    pub fn begin(self) {
        self.draft.set(self.text.get_untracked());
        self.error.set(None);
        self.saving.set(Saving::No);
        self.open.set(true);
    }

    /// Gives up what was typed.
    pub fn cancel(self) {
        self.refocus.set(true);
        self.open.set(false);
    }

    /// Saves what was typed; nothing is sent when it is what is shown already.
    pub fn commit(self, refocus: bool) {
        if !self.open.get_untracked() || self.saving.get_untracked() == Saving::Now {
            return;
        }
        self.refocus.set(refocus);
        if is_half_typed(self.input) {
            let key = self.spec.with_value(|spec| spec.key.clone());
            return self.error.set(Some(AppError::invalid(key, Problem::NotADate).into()));
        }
        let draft = self.draft.get_untracked();
        if draft == self.text.get_untracked() {
            self.open.set(false);
            return;
        }
        match self.understood(&draft) {
            Ok(patch) => self.send(patch),
            Err(error) => self.error.set(Some(error)),
        }
    }

    /// Makes this value the main one of several; what was typed is given up.
    pub fn promote(self) {
        if self.saving.get_untracked() == Saving::Now {
            return;
        }
        self.refocus.set(true);
        let promoted = self.spec.with_value(|spec| spec.promoted.clone());
        if let Some(promoted) = promoted {
            self.send(self.card.record.with_untracked(|record| promoted(record)));
        }
    }

    fn understood(self, draft: &str) -> ApiResult<R::Patch> {
        self.spec.with_value(|spec| {
            let patch = self.card.record.with_untracked(|record| (spec.parse)(record, draft));
            patch.map_err(|problem| AppError::invalid(spec.key.clone(), problem).into())
        })
    }

    fn send(self, patch: R::Patch) {
        // The same change of the same version is the same intent.
        let seen = self.card.record.with_untracked(Record::version);
        let request = self.intent.request(&(patch.clone(), seen));
        self.saving.set(Saving::Now);
        self.error.set(None);
        let field = self.label.get_untracked();
        spawn_local(async move {
            let outcome = self.card.save(request, field, patch).await;
            let failed = outcome.is_err();
            self.saving.try_set(if failed { Saving::No } else { Saving::Done });
            self.error.try_set(outcome.err());
            if !failed {
                self.open.try_set(false);
            }
        });
    }

    /// Whether somebody else was faster. What they wrote is told of then, and not written over before the person asks for
    /// it again: whoever merely leaves the field may not have read it.
    pub fn is_overtaken(self) -> bool {
        self.error.with(|error| error.as_ref().is_some_and(ApiError::is_stale))
    }

    /// Why it was refused, in words.
    pub fn problem(self) -> Option<String> {
        let error = self.error.get()?;
        let of_field = self.spec.with_value(|spec| told::of_field(Some(&error), &spec.key));
        Some(of_field.unwrap_or_else(|| told::error(&error)))
    }
}
