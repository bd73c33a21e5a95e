//! A group: its people, and «+ Создать нового пользователя» (S3.4).

use super::{
    api::{delete_group, rename_group},
    frame::{Head, Staffed, or_look_again},
    groups_page::people_of,
    name_dialog::{NameDialog, SaveName, saving},
    new_user::NewUserDialog,
    person_row::People,
};
use crate::{
    deed::{Deed, Refused},
    i18n::{t, ta},
    intent::Intent,
    routes,
    settings::guarded,
    ui::{Empty, Icon},
};
use domain::{
    access::Right,
    ids::GroupId,
    staff::{Group, Staff},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};

/// The page of a group.
#[component]
pub fn GroupPage() -> impl IntoView {
    guarded(Right::SetUpUsers, || view! { <Staffed shown=shown/> }.into_any())
}

fn shown(staff: RwSignal<Staff>) -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id")).and_then(|id| id.parse::<GroupId>().ok());
    let known = staff.with_untracked(|staff| staff.groups.iter().find(|group| Some(group.id) == id).cloned());
    match known {
        Some(group) => view! { <Shown staff group/> }.into_any(),
        None => view! {
            <Empty icon="users" title=t("users.tab.groups") text=t("errors.not_found.group")>
                <a class="btn primary" href=routes::GROUPS>{t("users.tab.groups")}</a>
            </Empty>
        }
        .into_any(),
    }
}

#[component]
fn Shown(staff: RwSignal<Staff>, group: Group) -> impl IntoView {
    let group = RwSignal::new(group);
    let (creating, renaming) = (RwSignal::new(false), RwSignal::new(false));
    let name = RwSignal::new(group.with_untracked(|group| group.name.clone()));
    let people = Signal::derive(move || {
        staff.with(|staff| group.with(|group| people_of(staff, group).cloned().collect::<Vec<_>>()))
    });
    let intent = Intent::<(i64, String)>::new();
    let save: SaveName = Callback::new(move |name: String| {
        let Group { id, version, .. } = group.get_untracked();
        let act = rename_group(intent.request(&(version, name.clone())), id, version, name);
        saving(async move { or_look_again(act.await, |fresh| look(group, id, fresh)).await })
    });
    let title = Signal::derive(move || group.with(|group| group.name.clone()));
    let rename = move || ta("users.rename_group", &[("name", &title.get())]);
    view! {
        <Head back=routes::GROUPS words="users.tab.groups" title>
            <button type="button" class="ib" aria-label=rename on:click=move |_| renaming.set(true)><Icon name="pencil"/></button>
            <button type="button" class="btn primary" on:click=move |_| creating.set(true)>
                <Icon name="plus"/>{t("users.create")}
            </button>
        </Head>
        <People staff shown=people/>
        <Removal group people/>
        <NewUserDialog staff group=group.get_untracked().id open=creating/>
        <NameDialog open=renaming title=t("users.renaming_group") name save saved=Callback::new(move |saved| group.set(saved))/>
    }
}

/// Shows the group as it is now.
fn look(group: RwSignal<Group>, id: GroupId, fresh: Staff) {
    if let Some(now) = fresh.groups.into_iter().find(|now| now.id == id) {
        group.try_set(now);
    }
}

/// An empty group can be deleted.
#[component]
fn Removal(group: RwSignal<Group>, people: Signal<Vec<domain::staff::Member>>) -> impl IntoView {
    let deed = Deed::new();
    let intent = Intent::<(GroupId, i64)>::new();
    let navigate = use_navigate();
    let remove = move |_| {
        let (Group { id, version, .. }, navigate) = (group.get_untracked(), navigate.clone());
        let act = delete_group(intent.request(&(id, version)), id, version);
        deed.run(async move { or_look_again(act.await, |fresh| look(group, id, fresh)).await }, move |()| {
            // Whoever has gone elsewhere meanwhile stays there.
            if !group.is_disposed() {
                navigate(routes::GROUPS, Default::default());
            }
        });
    };
    view! {
        <Refused deed/>
        <Show when=move || people.get().is_empty()>
            <div class="deeds">
                <button type="button" class="btn danger" aria-busy=move || deed.is_busy() on:click=remove.clone()>{t("users.delete_group")}</button>
            </div>
        </Show>
    }
}
