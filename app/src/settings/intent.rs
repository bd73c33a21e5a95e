//! One request id per intent: the same words sent again are a retry, other words are another intent.

use crate::browser;
use domain::ids::RequestId;
use leptos::prelude::*;
use std::fmt::Debug;

/// What was sent last, and under which id.
#[derive(Clone, Copy, Default)]
pub struct Intent(StoredValue<Option<(String, RequestId)>>);

impl Intent {
    /// The id to send this body with; called from event handlers only.
    pub fn request(self, body: &impl Debug) -> RequestId {
        let body = format!("{body:?}");
        let kept = self.0.with_value(|last| last.as_ref().filter(|(sent, _)| *sent == body).map(|(_, id)| *id));
        let id = kept.unwrap_or_else(browser::new_request);
        self.0.set_value(Some((body, id)));
        id
    }

    /// The act is done: the same words mean a new act from now on.
    pub fn done(self) {
        self.0.set_value(None);
    }
}
