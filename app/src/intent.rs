//! One intent of a person, sent as often as it takes: the server does it once.

use crate::browser;
use domain::ids::RequestId;
use leptos::prelude::*;

/// Remembers under which id a body was last sent.
pub struct Intent<T: Send + Sync + 'static>(StoredValue<Option<(T, RequestId)>>);

// By hand: the derived ones would ask the same of the body.
impl<T: Send + Sync + 'static> Clone for Intent<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Intent<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Intent<T> {
    /// Nothing has been sent yet.
    pub fn new() -> Self {
        Intent(StoredValue::new(None))
    }

    /// The id for this body: a retry keeps its id, another body is another intent.
    pub fn request(self, body: &T) -> RequestId {
        let kept = self.0.with_value(|sent| sent.as_ref().filter(|(earlier, _)| earlier == body).map(|(_, id)| *id));
        kept.unwrap_or_else(|| {
            let id = browser::new_request();
            self.0.set_value(Some((body.clone(), id)));
            id
        })
    }

    /// It is done: the same body again is a new wish.
    pub fn done(self) {
        self.0.try_set_value(None);
    }
}

/// What was typed in a field while the text before it was on its way.
pub fn typed_since(now: &str, sent: &str) -> String {
    now.strip_prefix(sent).unwrap_or(now).trim_start().to_owned()
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Default for Intent<T> {
    fn default() -> Self {
        Intent::new()
    }
}

#[cfg(test)]
mod tests {
    use super::typed_since;

    #[test]
    fn what_is_typed_meanwhile_is_no_part_of_what_was_sent() {
        assert_eq!(typed_since("Поставка", "Поставка"), "");
        assert_eq!(typed_since("Поставка Ремонт", "Поставка"), "Ремонт");
        assert_eq!(typed_since("Ремонт", "Поставка"), "Ремонт", "the old text was replaced by hand");
    }
}
