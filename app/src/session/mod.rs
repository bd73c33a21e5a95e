//! Who looks at the page: loaded once, found in the context of every screen.

pub mod api;

use domain::{
    access::Right,
    ids::UserId,
    users::{User, Viewer},
};
use leptos::prelude::*;

/// The one who looks at the page. Screens inside the frame always have one.
pub fn viewer() -> Viewer {
    expect_context::<StoredValue<Viewer>>().get_value()
}

/// Whether the one who looks at the page has this right. Hides what would be refused; the server decides.
pub fn may(right: Right) -> bool {
    expect_context::<StoredValue<Viewer>>().with_value(|viewer| viewer.actor.can(right))
}

/// A colleague by id.
pub fn person(id: UserId) -> Option<User> {
    expect_context::<StoredValue<Viewer>>().with_value(|viewer| viewer.person(id).cloned())
}
