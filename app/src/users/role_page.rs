//! A role: its name and its switches; also the page of a new one.

use super::{
    api::{create_role, delete_role, save_role},
    frame::{Head, Staffed, or_look_again},
    switches::Switches,
};
use crate::{
    api_error::{ApiError, ApiResult},
    deed::{Deed, Refused},
    i18n::t,
    intent::Intent,
    routes,
    session::change_viewer,
    settings::guarded,
    told,
    ui::{Empty, TextField, Toasts},
};
use domain::{
    access::Right,
    error::{AppError, ConflictKind},
    ids::RoleId,
    roles::{ROLE_NAME_LIMIT, Role, RoleDraft, RoleKind},
    staff::Staff,
    users::Viewer,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::{use_navigate, use_params_map};
use std::sync::Arc;

/// The page of a role, or of a new one.
#[component]
pub fn RolePage() -> impl IntoView {
    guarded(Right::SetUpUsers, || view! { <Staffed shown=shown/> }.into_any())
}

fn shown(staff: RwSignal<Staff>) -> AnyView {
    let wanted = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    if routes::NEW_ROLE.ends_with(&format!("/{wanted}")) {
        return view! { <Editor role=None/> }.into_any();
    }
    let id = wanted.parse::<RoleId>().ok();
    match staff.with_untracked(|staff| staff.roles.iter().find(|role| Some(role.id) == id).cloned()) {
        Some(role) => view! { <Editor role=Some(role)/> }.into_any(),
        None => view! {
            <Empty icon="shield" title=t("users.tab.roles") text=t("errors.not_found.role")>
                <a class="btn primary" href=routes::ROLES>{t("users.tab.roles")}</a>
            </Empty>
        }
        .into_any(),
    }
}

#[component]
fn Editor(role: Option<Role>) -> impl IntoView {
    let draft = role.as_ref().map_or_else(RoleDraft::empty, |role| RoleDraft {
        name: role.name.clone(),
        rights: role.rights,
        second_factor: role.second_factor,
    });
    let title = role.as_ref().map_or_else(|| t("users.new_role"), |role| role.name.clone());
    let (name, rights) = (RwSignal::new(draft.name), RwSignal::new(draft.rights));
    let second_factor = RwSignal::new(draft.second_factor);
    let is_own = role.as_ref().is_some_and(|role| role.kind == RoleKind::Own);
    let is_administrators = role.as_ref().is_some_and(|role| role.kind == RoleKind::Administrator);
    let role = RwSignal::new(role);
    // Somebody else changed the role: what was not touched here follows, what was touched stays.
    Effect::new(move |before: Option<Option<Role>>| {
        let now = role.get();
        if let (Some(Some(before)), Some(now)) = (before, &now) {
            name.update(|name| {
                if *name == before.name {
                    name.clone_from(&now.name)
                }
            });
            rights.update(|rights| {
                if *rights == before.rights {
                    *rights = now.rights
                }
            });
            second_factor.update(|on| {
                if *on == before.second_factor {
                    *on = now.second_factor
                }
            });
        }
        now
    });
    let (deed, toasts, intent) = (Deed::new(), Toasts::get(), Intent::<(Option<i64>, RoleDraft)>::new());
    let viewer = expect_context::<StoredValue<Arc<Viewer>>>();
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        let (name, rights) = (name.get_untracked(), rights.get_untracked());
        let draft = RoleDraft { name, rights, second_factor: second_factor.get_untracked() };
        let before = role.get_untracked();
        let id = before.as_ref().map(|role| role.id);
        let act = async move { or_look_again(save(intent, before, draft).await, |fresh| look(role, id, fresh)).await };
        deed.run(act, move |after| {
            intent.done();
            toasts.say(t("users.role_saved"));
            // One's own role: buttons that are refused now are gone at the next screen.
            change_viewer(viewer, |viewer| {
                if viewer.actor.role == after.id {
                    viewer.actor.rights = after.rights;
                }
            });
            // Whoever has gone elsewhere meanwhile stays there.
            if role.try_set(Some(after)).is_none() {
                navigate(routes::ROLES, Default::default());
            }
        });
    };
    let taken = ApiError::App(AppError::Conflict(ConflictKind::NameTaken));
    let is_taken = Memo::new(move |_| deed.error.with(|error| error.as_ref() == Some(&taken)));
    let problem = Signal::derive(move || {
        let of_field = deed.error.with(|error| told::of_field(error.as_ref(), "name"));
        of_field.or_else(|| is_taken.get().then(|| t("errors.name_taken")))
    });
    view! {
        <Head back=routes::ROLES words="users.tab.roles" title=Signal::stored(title)>""</Head>
        <form class="form" novalidate on:submit=submit>
            {move || (!is_taken.get()).then(|| view! { <Refused deed/> })}
            <TextField id="role-name" label=t("users.role_name") value=name error=problem max=Signal::stored(ROLE_NAME_LIMIT) required=true/>
            <label class="check">
                <input type="checkbox" class="switch" role="switch" checked=second_factor.get_untracked()
                    prop:checked=move || second_factor.get() on:change=move |event| second_factor.set(event_target_checked(&event))/>
                <span>{t("users.second_factor")}</span>
            </label>
            {is_administrators.then(|| view! { <p class="muted">{t("users.administrators_role")}</p> })}
            <Switches rights disabled=is_administrators/>
            <div class="savebar">
                <button class="btn primary" aria-busy=move || deed.is_busy()>{t("ui.save")}</button>
                {is_own.then(|| view! { <Removal role deed/> })}
            </div>
        </form>
    }
}

async fn save(intent: Intent<(Option<i64>, RoleDraft)>, before: Option<Role>, draft: RoleDraft) -> ApiResult<Role> {
    let request = intent.request(&(before.as_ref().map(|role| role.version), draft.clone()));
    match before {
        Some(role) => save_role(request, role.id, role.version, draft).await,
        None => create_role(request, draft).await,
    }
}

/// Shows the role as it is now. One that is gone stays: it would be created anew.
fn look(role: RwSignal<Option<Role>>, id: Option<RoleId>, fresh: Staff) {
    if let Some(now) = fresh.roles.into_iter().find(|now| Some(now.id) == id) {
        role.try_set(Some(now));
    }
}

/// A role of one's own that nobody has can be deleted.
#[component]
fn Removal(role: RwSignal<Option<Role>>, deed: Deed) -> impl IntoView {
    let intent = Intent::<(RoleId, i64)>::new();
    let navigate = use_navigate();
    let remove = move |_| {
        let Some(Role { id, version, .. }) = role.get_untracked() else { return };
        let navigate = navigate.clone();
        let act = delete_role(intent.request(&(id, version)), id, version);
        deed.run(async move { or_look_again(act.await, |fresh| look(role, Some(id), fresh)).await }, move |()| {
            if !role.is_disposed() {
                navigate(routes::ROLES, Default::default());
            }
        });
    };
    view! {
        <button type="button" class="btn danger" aria-busy=move || deed.is_busy() on:click=remove>{t("users.delete_role")}</button>
    }
}
