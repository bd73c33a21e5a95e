//! The dialog «Уволить»: who gets all clients and deals, in one act.

use super::{
    api::{dismiss_user, get_staff},
    frame::or_look_again,
    user_deeds::look,
};
use crate::{
    deed::{Deed, Refused},
    i18n::{t, ta},
    intent::Intent,
    session::change_viewer,
    ui::{Dialog, SelectField, Toasts},
};
use domain::{
    ids::UserId,
    staff::{Member, Staff},
    users::{UserStatus, Viewer},
};
use leptos::{ev::SubmitEvent, prelude::*};
use std::sync::Arc;

/// Shown while `open` holds.
#[component]
pub fn DismissDialog(staff: RwSignal<Staff>, member: RwSignal<Member>, open: RwSignal<bool>) -> impl IntoView {
    let title = ta("users.dismissing", &[("name", &member.get_untracked().user.name())]);
    view! { <Dialog open title><DismissForm staff member open/></Dialog> }
}

#[component]
fn DismissForm(staff: RwSignal<Staff>, member: RwSignal<Member>, open: RwSignal<bool>) -> impl IntoView {
    let id = member.get_untracked().user.id;
    let heirs: Vec<(String, String)> = staff.with_untracked(|staff| {
        let stays =
            |other: &&Member| matches!(other.status, UserStatus::Active | UserStatus::Invited) && other.user.id != id;
        staff.members.iter().filter(stays).map(|other| (other.user.id.to_string(), other.user.name())).collect()
    });
    let viewer = expect_context::<StoredValue<Arc<Viewer>>>();
    // Whoever dismisses somebody is asked first.
    let me = viewer.with_value(|viewer| viewer.user.id.to_string());
    let first = heirs.iter().find(|(heir, _)| *heir == me).or(heirs.first()).map(|(heir, _)| heir.clone());
    let heir = RwSignal::new(first.unwrap_or_default());
    let (deed, toasts, intent) = (Deed::new(), Toasts::get(), Intent::<(UserId, i64)>::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(to) = heir.get_untracked().parse::<UserId>() else { return };
        let seen = member.with_untracked(|member| member.version);
        let act = async move {
            let answer = dismiss_user(intent.request(&(to, seen)), id, seen, to).await;
            let handed = or_look_again(answer, |fresh| look(member, fresh)).await?;
            // Whoever answered to them answers to somebody else now.
            Ok((handed, get_staff().await?))
        };
        deed.run(act, move |((clients, deals), after)| {
            let (clients, deals) = (clients.to_string(), deals.to_string());
            toasts.say(ta("users.handed_over", &[("clients", &clients), ("deals", &deals)]));
            change_viewer(viewer, |viewer| {
                if let Some(place) = viewer.people.iter().position(|user| user.id == id) {
                    let gone = viewer.people.remove(place);
                    viewer.former.push(gone);
                }
            });
            open.set(false);
            if let Some(dismissed) = after.members.iter().find(|other| other.user.id == id) {
                member.set(dismissed.clone());
            }
            staff.set(after);
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <div class="dbody">
                <Refused deed/>
                <p>{t("users.dismiss_text")}</p>
                <SelectField id="heir" label=t("users.heir") value=heir options=heirs error=deed.problem("heir")/>
            </div>
            <footer class="dfoot">
                <button type="button" class="btn" on:click=move |_| open.set(false)>{t("ui.cancel")}</button>
                <button class="btn primary danger" aria-busy=move || deed.is_busy()>{t("users.dismiss_now")}</button>
            </footer>
        </form>
    }
}
