//! «Создать нового пользователя» (S3.4, S3.6-S3.9): Имя, Фамилия, E-mail, Роль.

use super::api::create_user;
use crate::{
    api_error::{ApiError, ApiResult},
    deed::{Deed, Refused},
    i18n::{t, ta},
    intent::Intent,
    session::change_viewer,
    told,
    ui::{Dialog, SelectField, TextField, Toasts},
};
use domain::{
    access::{Rank, SharedAccess},
    error::{AppError, ConflictKind},
    ids::GroupId,
    roles::RoleKind,
    staff::{Member, NewUser, Profile, Staff},
    text::{EMAIL_LIMIT, PERSON_NAME_LIMIT},
    users::Viewer,
};
use leptos::{ev::SubmitEvent, prelude::*};
use std::sync::Arc;

/// Shown while `open` holds.
#[component]
pub fn NewUserDialog(staff: RwSignal<Staff>, group: GroupId, open: RwSignal<bool>) -> impl IntoView {
    view! { <Dialog open title=t("users.new_user")><NewUserForm staff group open/></Dialog> }
}

/// What the form holds.
#[derive(Clone, Copy)]
struct Form {
    first_name: RwSignal<String>,
    last_name: RwSignal<String>,
    email: RwSignal<String>,
    role: RwSignal<String>,
    group: GroupId,
}

impl Form {
    /// A manager who answers to nobody and shares nothing: more is decided in the profile.
    fn new_user(self) -> ApiResult<NewUser> {
        let not_chosen = || AppError::invalid("role", domain::error::Problem::Required);
        Ok(NewUser {
            email: self.email.get_untracked(),
            profile: Profile {
                first_name: self.first_name.get_untracked(),
                last_name: self.last_name.get_untracked(),
                role: self.role.get_untracked().parse().map_err(|_| not_chosen())?,
                group: Some(self.group),
                rank: Rank::Manager,
                superior: None,
                access: SharedAccess::first_of(Rank::Manager),
            },
        })
    }
}

#[component]
fn NewUserForm(staff: RwSignal<Staff>, group: GroupId, open: RwSignal<bool>) -> impl IntoView {
    let roles = staff.with_untracked(|staff| staff.roles.clone());
    let manager = roles.iter().find(|role| role.kind == RoleKind::Manager).map(|role| role.id.to_string());
    let empty = || RwSignal::new(String::new());
    let role = RwSignal::new(manager.unwrap_or_default());
    let form = Form { first_name: empty(), last_name: empty(), email: empty(), role, group };
    let (deed, toasts, intent) = (Deed::new(), Toasts::get(), Intent::<NewUser>::new());
    let viewer = expect_context::<StoredValue<Arc<Viewer>>>();
    // «Пользователь с такой почтой уже существует» stands at the address.
    let email_error = Signal::derive(move || {
        let taken = ApiError::App(AppError::Conflict(ConflictKind::EmailTaken));
        deed.error.with(|error| match error {
            Some(error) if *error == taken => Some(told::error(error)),
            error => told::of_field(error.as_ref(), "email"),
        })
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let made = async move {
            let new = form.new_user()?;
            create_user(intent.request(&new), new).await
        };
        deed.run(made, move |member: Member| {
            toasts.say(ta("users.created", &[("email", &member.email)]));
            change_viewer(viewer, |viewer| viewer.people.push(member.user.clone()));
            staff.update(|staff| staff.members.push(member));
            open.set(false);
        });
    };
    let roles = roles.into_iter().map(|role| (role.id.to_string(), role.name)).collect();
    view! {
        <form novalidate on:submit=submit>
            <div class="dbody">
                <Show when=move || email_error.get().is_none()><Refused deed/></Show>
                <div class="two">
                    <TextField id="first-name" label=t("users.first_name") value=form.first_name error=deed.problem("first_name")
                        max=Signal::stored(PERSON_NAME_LIMIT) required=true autofocus=true/>
                    <TextField id="last-name" label=t("users.last_name") value=form.last_name error=deed.problem("last_name")
                        max=Signal::stored(PERSON_NAME_LIMIT) required=true/>
                </div>
                <TextField id="user-email" label=t("users.email") value=form.email error=email_error
                    max=Signal::stored(EMAIL_LIMIT) required=true kind="email"/>
                <SelectField id="user-role" label=t("users.role") value=form.role options=roles error=deed.problem("role")/>
                <p class="hint">{t("users.letter_follows")}</p>
            </div>
            <footer class="dfoot">
                <button type="button" class="btn" on:click=move |_| open.set(false)>{t("ui.cancel")}</button>
                <button class="btn primary" aria-busy=move || deed.is_busy()>{t("ui.add")}</button>
            </footer>
        </form>
    }
}
