//! A view that is made when it is drawn, and only then.

use leptos::{
    prelude::*,
    tachys::{
        html::attribute::any_attribute::AnyAttribute,
        hydration::Cursor,
        no_attrs,
        ssr::StreamBuilder,
        view::{Position, PositionState, any_view::AnyViewState},
    },
};

/// What is shown of data that is here. Before Leptos draws what waits for data it looks through all of it for more to wait for, and makes
/// every view for this look: a page of a list was made twice. What fetches nothing by itself need not be looked through.
pub struct WhenDrawn(Box<dyn FnOnce() -> AnyView + Send>);

impl WhenDrawn {
    /// What `make` will make.
    pub fn new(make: impl FnOnce() -> AnyView + Send + 'static) -> Self {
        WhenDrawn(Box::new(make))
    }

    fn made(self) -> AnyView {
        untrack(self.0)
    }
}

impl Render for WhenDrawn {
    type State = AnyViewState;

    fn build(self) -> AnyViewState {
        self.made().build()
    }

    fn rebuild(self, state: &mut AnyViewState) {
        self.made().rebuild(state);
    }
}

no_attrs!(WhenDrawn);

impl RenderHtml for WhenDrawn {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        attributes: Vec<AnyAttribute>,
    ) {
        self.made().to_html_with_buf(buf, position, escape, mark_branches, attributes);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buf: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        attributes: Vec<AnyAttribute>,
    ) {
        self.made().to_html_async_with_buf::<OUT_OF_ORDER>(buf, position, escape, mark_branches, attributes);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> AnyViewState {
        self.made().hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}
