//! One deed at a time: whether it is under way, and why the last one was refused.

use crate::{
    api_error::{ApiError, ApiResult},
    told,
    ui::Icon,
};
use leptos::{prelude::*, task::spawn_local};
use std::future::Future;

/// What a form or a row of buttons is doing.
#[derive(Clone, Copy)]
pub struct Deed {
    busy: RwSignal<bool>,
    /// Why the last attempt was refused.
    pub error: RwSignal<Option<ApiError>>,
}

impl Deed {
    /// Nothing is under way.
    pub fn new() -> Self {
        Deed { busy: RwSignal::new(false), error: RwSignal::new(None) }
    }

    /// Does it, unless something else is still being done; `done` gets the answer.
    pub fn run<T: 'static>(self, deed: impl Future<Output = ApiResult<T>> + 'static, done: impl FnOnce(T) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = deed.await;
            self.busy.try_set(false);
            match answer {
                Ok(answer) => {
                    self.error.try_set(None);
                    done(answer);
                }
                Err(error) => drop(self.error.try_set(Some(error))),
            }
        });
    }

    /// For `aria-busy`.
    pub fn is_busy(self) -> Option<&'static str> {
        self.busy.get().then_some("true")
    }

    /// The problem of one field.
    pub fn problem(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.error.with(|error| told::of_field(error.as_ref(), field)))
    }
}

impl Default for Deed {
    fn default() -> Self {
        Deed::new()
    }
}

/// What was refused as a whole; what is wrong with a field stands at the field.
#[component]
pub fn Refused(deed: Deed) -> impl IntoView {
    move || {
        let words = deed.error.with(|error| error.as_ref().and_then(told::beside_fields))?;
        Some(view! { <div class="strip bad boxed" role="alert"><Icon name="circle-alert"/><span>{words}</span></div> })
    }
}
