//! Who looks at the page: brought by the page itself, found in the context of every screen.

pub mod api;

use domain::{
    access::Right,
    ids::{StageId, UserId},
    users::{User, Viewer},
};
use leptos::prelude::*;
use std::sync::Arc;

/// The one who looks at the page, with all that is known of their company. Screens inside the frame always have one.
pub fn viewer() -> Arc<Viewer> {
    expect_context::<StoredValue<Arc<Viewer>>>().get_value()
}

/// Changes what the page knows of the one who looks at it; what is drawn already stays.
pub fn change_viewer(viewer: StoredValue<Arc<Viewer>>, change: impl FnOnce(&mut Viewer)) {
    viewer.update_value(|viewer| change(Arc::make_mut(viewer)));
}

/// Reads of the one who looks at the page.
pub fn with_viewer<T>(read: impl FnOnce(&Viewer) -> T) -> T {
    expect_context::<StoredValue<Arc<Viewer>>>().with_value(|viewer| read(viewer))
}

/// Whether the one who looks at the page has this right. Hides what would be refused; the server decides.
pub fn may(right: Right) -> bool {
    with_viewer(|viewer| viewer.actor.can(right))
}

/// A colleague by id.
pub fn person(id: UserId) -> Option<User> {
    with_viewer(|viewer| viewer.person(id).cloned())
}

/// The name of a stage.
pub fn stage_name(id: StageId) -> String {
    with_viewer(|viewer| viewer.stage(id).map(|stage| stage.name.clone())).unwrap_or_default()
}

/// The id of the element that carries the viewer to the browser.
pub const CARRIER: &str = "viewer";

/// The viewer as data of the page; the server provides it to every page behind the sign-in.
pub fn carried() -> Option<impl IntoView> {
    let json = serde_json::to_string(&*use_context::<Arc<Viewer>>()?).ok()?;
    // The text of a script is raw: no name in it may close the element.
    let json = json.replace('<', "\\u003c");
    Some(view! { <script type="application/json" id=CARRIER>{json}</script> })
}
