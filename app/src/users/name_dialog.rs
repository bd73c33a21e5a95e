//! A dialog that asks for one name: of a new group, or of one that is renamed.

use crate::{
    api_error::{ApiError, ApiResult},
    deed::{Deed, Refused},
    i18n::t,
    told,
    ui::{Dialog, TextField},
};
use domain::{
    error::{AppError, ConflictKind},
    roles::ROLE_NAME_LIMIT,
    staff::Group,
};
use leptos::{ev::SubmitEvent, prelude::*};
use std::{future::Future, pin::Pin};

/// A name that is being saved.
pub type Saving = Pin<Box<dyn Future<Output = ApiResult<Group>>>>;
/// What saves a name.
pub type SaveName = Callback<String, Saving>;

/// Puts what saves a name where any of its kind fits.
pub fn saving(save: impl Future<Output = ApiResult<Group>> + 'static) -> Saving {
    Box::pin(save)
}

/// Shown while `open` holds; `saved` gets the group.
#[component]
pub fn NameDialog(
    open: RwSignal<bool>,
    #[prop(into)] title: String,
    name: RwSignal<String>,
    save: SaveName,
    saved: Callback<Group>,
) -> impl IntoView {
    view! { <Dialog open title><NameForm open name save saved/></Dialog> }
}

#[component]
fn NameForm(open: RwSignal<bool>, name: RwSignal<String>, save: SaveName, saved: Callback<Group>) -> impl IntoView {
    let deed = Deed::new();
    // A name that is taken is the name's problem, and stands below it.
    let taken = ApiError::App(AppError::Conflict(ConflictKind::NameTaken));
    let is_taken = Memo::new(move |_| deed.error.with(|error| error.as_ref() == Some(&taken)));
    let problem = Signal::derive(move || {
        let of_field = deed.error.with(|error| told::of_field(error.as_ref(), "name"));
        of_field.or_else(|| is_taken.get().then(|| t("errors.name_taken")))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        deed.run(save.run(name.get_untracked()), move |group| {
            open.set(false);
            saved.try_run(group);
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <div class="dbody">
                {move || (!is_taken.get()).then(|| view! { <Refused deed/> })}
                <TextField id="group-name" label=t("users.group_name") value=name error=problem
                    max=Signal::stored(ROLE_NAME_LIMIT) required=true autofocus=true/>
            </div>
            <footer class="dfoot">
                <button type="button" class="btn" on:click=move |_| open.set(false)>{t("ui.cancel")}</button>
                <button class="btn primary" aria-busy=move || deed.is_busy()>{t("ui.save")}</button>
            </footer>
        </form>
    }
}
