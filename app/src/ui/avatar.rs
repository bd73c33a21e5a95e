//! A person's two letters on their hue.

use domain::users::User;
use leptos::prelude::*;

/// The avatar of a person; the name is its title for whoever hovers or listens.
#[component]
pub fn Avatar(user: User, #[prop(optional)] class: &'static str) -> impl IntoView {
    view! {
        <span class=format!("av {class}") data-hue=user.hue().to_string() title=user.name()>{user.initials()}</span>
    }
}
