//! What can be done with a person as a whole: the letter again, suspend, take back, dismiss.

use super::{
    api::{reactivate_user, resend_invitation, reset_second_factor, suspend_user},
    dismissal::DismissDialog,
    frame::or_look_again,
};
use crate::{
    deed::{Deed, Refused},
    i18n::t,
    intent::Intent,
    ui::Toasts,
};
use domain::{
    ids::UserId,
    staff::{Member, Staff},
    users::UserStatus,
};
use leptos::prelude::*;

/// The buttons that fit the person's status; `changed` gets the next state.
#[component]
pub fn UserDeeds(staff: RwSignal<Staff>, member: RwSignal<Member>, changed: Callback<Member>) -> impl IntoView {
    let (deed, toasts) = (Deed::new(), Toasts::get());
    let dismissing = RwSignal::new(false);
    let status = Memo::new(move |_| member.with(|member| member.status));
    let id: UserId = member.get_untracked().user.id;
    // One intent per button and state: a second click after a lost answer is the same request.
    let intent = Intent::<(&'static str, i64)>::new();
    let request = move |deed: &'static str| intent.request(&(deed, member.get_untracked().version));
    let resend = move |_| {
        deed.run(resend_invitation(request("resend"), id), move |()| {
            intent.done();
            staff.try_update(|staff| staff.unreached.retain(|unreached| *unreached != id));
            toasts.say(t("users.letter_sent"));
        });
    };
    let version = move || member.with_untracked(|member| member.version);
    let suspend = move |_| {
        let act = suspend_user(request("suspend"), id, version());
        let act = async move { or_look_again(act.await, |fresh| look(member, fresh)).await };
        deed.run(act, move |after| {
            changed.try_run(after);
        });
    };
    let reactivate = move |_| {
        let act = reactivate_user(request("reactivate"), id, version());
        let act = async move { or_look_again(act.await, |fresh| look(member, fresh)).await };
        deed.run(act, move |after| {
            changed.try_run(after);
        });
    };
    let reset = move |_| {
        deed.run(reset_second_factor(request("reset"), id), move |was_on| {
            intent.done();
            toasts.say(t(if was_on { "users.factor_gone" } else { "users.no_factor" }));
        });
    };
    let is = move |wanted: &'static [UserStatus]| move || wanted.contains(&status.get());
    use UserStatus::{Active, Dismissed, Invited, Suspended};
    view! {
        <Refused deed/>
        <div class="deeds">
            <Show when=is(&[Invited])>
                <button type="button" class="btn" aria-busy=move || deed.is_busy() on:click=resend>{t("users.resend")}</button>
            </Show>
            <Show when=is(&[Active, Invited])>
                <button type="button" class="btn" aria-busy=move || deed.is_busy() on:click=suspend>{t("users.suspend")}</button>
            </Show>
            <Show when=is(&[Suspended, Dismissed])>
                <button type="button" class="btn" aria-busy=move || deed.is_busy() on:click=reactivate>{t("users.reactivate")}</button>
            </Show>
            <Show when=is(&[Active])>
                <button type="button" class="btn" aria-busy=move || deed.is_busy() on:click=reset>{t("users.reset_factor")}</button>
            </Show>
            <Show when=is(&[Active, Invited, Suspended])>
                <button type="button" class="btn danger" on:click=move |_| dismissing.set(true)>{t("users.dismiss")}</button>
            </Show>
        </div>
        <DismissDialog staff member open=dismissing/>
    }
}

/// Shows the person as they are now.
pub(super) fn look(member: RwSignal<Member>, fresh: Staff) {
    // The page may be left by now.
    let Some(id) = member.try_with_untracked(|member| member.user.id) else { return };
    if let Some(now) = fresh.members.into_iter().find(|now| now.user.id == id) {
        member.set(now);
    }
}
