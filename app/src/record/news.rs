//! What a card changed, for the list that lies under it.

use leptos::prelude::*;

/// The last change of a kind; a section provides it, its cards tell it, its list follows it.
pub struct News<T: Send + Sync + 'static>(RwSignal<Option<T>>);

// By hand: the derived ones would ask the same of what is told.
impl<T: Send + Sync + 'static> Clone for News<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for News<T> {}

impl<T: Clone + Send + Sync + 'static> News<T> {
    /// Lets the cards below tell and the list beside them hear.
    pub fn provide() {
        provide_context(News(RwSignal::new(None::<T>)));
    }

    /// Where to tell; nowhere without a section that listens.
    pub fn here() -> Option<Self> {
        use_context()
    }

    /// Tells a change.
    pub fn tell(self, change: T) {
        self.0.try_set(Some(change));
    }

    /// Calls `hear` with every change from now on.
    pub fn follow(hear: impl Fn(T) + 'static) {
        let Some(News(news)) = Self::here() else { return };
        // What was told while nobody listened is in what this list has just fetched.
        news.set(None);
        Effect::new(move |_| {
            if let Some(change) = news.get() {
                hear(change);
                news.set(None);
            }
        });
    }
}
