//! A person's profile: names, role, group, rank, «Ответственный» and «Общий доступ» (S2.28-S2.36).

use super::{
    api::save_user,
    frame::or_look_again,
    profile_model::{set_rank, superiors},
    user_deeds::look,
};
use crate::{
    deed::{Deed, Refused},
    i18n::t,
    intent::Intent,
    ui::{SelectField, TextField, Toasts},
};
use domain::{
    access::{Rank, SharedAccess},
    ids::UserId,
    staff::{Member, Profile, Staff},
    text::PERSON_NAME_LIMIT,
};
use leptos::{ev::SubmitEvent, prelude::*};

/// What the form holds: texts as they are typed, choices as they are stored.
#[derive(Clone, Copy)]
struct Form {
    first_name: RwSignal<String>,
    last_name: RwSignal<String>,
    role: RwSignal<String>,
    group: RwSignal<String>,
    superior: RwSignal<String>,
    rank: RwSignal<String>,
    access: RwSignal<SharedAccess>,
}

impl Form {
    fn of(profile: &Profile) -> Self {
        let text = |text: String| RwSignal::new(text);
        Form {
            first_name: text(profile.first_name.clone()),
            last_name: text(profile.last_name.clone()),
            role: text(profile.role.to_string()),
            group: text(profile.group.map(|group| group.to_string()).unwrap_or_default()),
            superior: text(profile.superior.map(|superior| superior.to_string()).unwrap_or_default()),
            rank: text(profile.rank.key().to_owned()),
            access: RwSignal::new(profile.access),
        }
    }

    /// Somebody else changed the profile: what was not touched here follows, what was touched stays.
    fn follow(self, before: &Profile, now: &Profile) {
        fn kept<T: PartialEq + Clone>(mine: &T, before: &T, now: &T) -> T {
            if mine == before { now.clone() } else { mine.clone() }
        }
        let (mine, before, now) = (self, Form::of(before), Form::of(now));
        let fields = |form: Form| [form.first_name, form.last_name, form.role, form.group, form.superior, form.rank];
        for ((mine, before), now) in fields(mine).into_iter().zip(fields(before)).zip(fields(now)) {
            mine.set(kept(&mine.get_untracked(), &before.get_untracked(), &now.get_untracked()));
        }
        mine.access.set(kept(
            &mine.access.get_untracked(),
            &before.access.get_untracked(),
            &now.access.get_untracked(),
        ));
    }

    fn profile(self, before: &Profile) -> Profile {
        Profile {
            first_name: self.first_name.get_untracked(),
            last_name: self.last_name.get_untracked(),
            role: self.role.get_untracked().parse().unwrap_or(before.role),
            group: self.group.get_untracked().parse().ok(),
            rank: Rank::from_key(&self.rank.get_untracked()),
            superior: self.superior.get_untracked().parse().ok(),
            access: self.access.get_untracked(),
        }
    }
}

/// The form; `member` is what was loaded or saved last, `saved` gets the next state.
#[component]
pub fn ProfileForm(staff: RwSignal<Staff>, member: RwSignal<Member>, saved: Callback<Member>) -> impl IntoView {
    let form = Form::of(&member.get_untracked().profile());
    Effect::new(move |before: Option<Profile>| {
        let now = member.get().profile();
        if let Some(before) = before {
            form.follow(&before, &now);
        }
        now
    });
    let (deed, toasts, intent) = (Deed::new(), Toasts::get(), Intent::<(i64, Profile)>::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let before = member.get_untracked();
        let (id, seen, profile) = (before.user.id, before.version, form.profile(&before.profile()));
        let request = intent.request(&(seen, profile.clone()));
        let act = async move {
            or_look_again(save_user(request, id, seen, profile).await, |fresh| look(member, fresh)).await
        };
        deed.run(act, move |after| {
            toasts.say(t("users.saved"));
            saved.try_run(after);
        });
    };
    let (roles, groups) = staff.with_untracked(|staff| (role_options(staff), group_options(staff)));
    view! {
        <form class="form" novalidate on:submit=submit>
            <Refused deed/>
            <div class="two">
                <TextField id="first-name" label=t("users.first_name") value=form.first_name error=deed.problem("first_name")
                    max=Signal::stored(PERSON_NAME_LIMIT) required=true/>
                <TextField id="last-name" label=t("users.last_name") value=form.last_name error=deed.problem("last_name")
                    max=Signal::stored(PERSON_NAME_LIMIT) required=true/>
                <SelectField id="user-role" label=t("users.role") value=form.role options=roles error=deed.problem("role")/>
                <SelectField id="user-group" label=t("users.group") value=form.group options=groups error=deed.problem("group")/>
            </div>
            <Place staff member form deed/>
            <div class="savebar">
                <button class="btn primary" aria-busy=move || deed.is_busy()>{t("ui.save")}</button>
            </div>
        </form>
    }
}

/// Rank, superior and access: each depends on the one before.
#[component]
fn Place(staff: RwSignal<Staff>, member: RwSignal<Member>, form: Form, deed: Deed) -> impl IntoView {
    let me: UserId = member.get_untracked().user.id;
    let rank = Memo::new(move |_| Rank::from_key(&form.rank.get()));
    let above = move || staff.with(|staff| superiors(staff, me, rank.get()));
    Effect::new(move |before: Option<Rank>| {
        let now = rank.get();
        if before.is_some_and(|before| before != now) {
            let mut profile = form.profile(&member.get_untracked().profile());
            set_rank(&mut profile, now, &above());
            form.superior.set(profile.superior.map(|superior| superior.to_string()).unwrap_or_default());
            form.access.set(profile.access);
        }
        now
    });
    let ranks = Rank::ALL.map(|rank| (rank.key().to_owned(), t(&format!("users.rank.{}", rank.key())))).to_vec();
    let chosen = move || {
        let nobody = (String::new(), t("users.nobody_above"));
        let options = std::iter::once(nobody).chain(above().into_iter().map(|user| (user.id.to_string(), user.name())));
        view! {
            <SelectField id="user-superior" label=t("users.superior") value=form.superior options=options.collect()
                error=deed.problem("superior") disabled=rank.get() == Rank::Director/>
        }
    };
    view! {
        <section class="section" aria-labelledby="place">
            <header><h2 id="place">{t("users.place")}</h2></header>
            <div class="two">
                <SelectField id="user-rank" label=t("users.rank") value=form.rank options=ranks error=deed.problem("rank")/>
                {chosen}
            </div>
        </section>
        <section class="section" aria-labelledby="access">
            <header><h2 id="access">{t("users.access")}</h2></header>
            <p class="muted">{t("users.access_text")}</p>
            {move || view! { <Modes rank=rank.get() access=form.access/> }}
        </section>
    }
}

/// «Общий доступ»: one of the rank's modes, each with what it means.
#[component]
fn Modes(rank: Rank, access: RwSignal<SharedAccess>) -> impl IntoView {
    let mode = move |mode: SharedAccess| {
        let words = |part: &str| t(&format!("users.access.{}.{}{part}", rank.key(), mode.key()));
        view! {
            <label class="check">
                <input type="radio" name="access" value=mode.key() prop:checked=move || access.get() == mode checked=access.get_untracked() == mode
                    on:change=move |_| access.set(mode)/>
                <span>{words("")}<small>{words("_text")}</small></span>
            </label>
        }
    };
    let modes = SharedAccess::of(rank);
    view! {
        <div class="choices-of" role="radiogroup" aria-labelledby="access">
            {modes.is_empty().then(|| view! { <p>{t("users.access.director_sees_all")}</p> })}
            {modes.iter().copied().map(mode).collect_view()}
        </div>
    }
}

fn role_options(staff: &Staff) -> Vec<(String, String)> {
    staff.roles.iter().map(|role| (role.id.to_string(), role.name.clone())).collect()
}

fn group_options(staff: &Staff) -> Vec<(String, String)> {
    let groups = staff.groups.iter().map(|group| (group.id.to_string(), group.name.clone()));
    std::iter::once((String::new(), t("users.no_group"))).chain(groups).collect()
}
