//! The page «Уведомления»: what the person was told, and what they are told while it is open. What is shown here they have
//! seen.

use super::{
    api::{count_notifications, list_notifications, see_notifications},
    bell::New,
};
use crate::{
    browser,
    data::fetched,
    deed::{Deed, Refused},
    format,
    i18n::{t, ta},
    routes,
    session::person,
    told,
    ui::{Avatar, Empty, Icon},
};
use domain::{
    fields::Noun,
    ids::NotificationId,
    notifications::{Notification, Told},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;

/// The page.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let New { count, again } = expect_context::<New>();
    Effect::new(move |before: Option<usize>| {
        let now = count.get();
        if before.is_some_and(|before| before < now) {
            again.update(|times| *times += 1);
        }
        now
    });
    let first = fetched(move || again.get(), |_| list_notifications(None));
    view! {
        <Title text=format!("{} · {}", t("nav.notifications"), t("record.product"))/>
        <header class="top"><h1>{t("nav.notifications")}</h1></header>
        <div class="told">
            <Transition fallback=|| view! { <span class="sk w5"></span> }>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok(first) => view! { <List first/> }.into_any(),
                        Err(error) => view! {
                            <Empty icon="circle-alert" title=t("nav.notifications") text=told::error(&error)>
                                <button type="button" class="btn primary" on:click=move |_| again.update(|times| *times += 1)>
                                    {t("ui.retry")}
                                </button>
                            </Empty>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn List(first: Told) -> impl IntoView {
    if first.all.is_empty() {
        return view! { <Empty icon="bell" title=t("notifications.none") text=t("notifications.none_text")>""</Empty> }
            .into_any();
    }
    let (all, next) = (RwSignal::new(first.all), RwSignal::new(first.next));
    let New { count, .. } = expect_context::<New>();
    Effect::new(move |shown: Option<usize>| {
        let new = |all: &Vec<Notification>| {
            let added = all.iter().skip(shown.unwrap_or_default());
            (added.filter(|one| one.new).map(|one| one.id).collect(), all.len())
        };
        let (new, len): (Vec<NotificationId>, usize) = all.with(new);
        if !new.is_empty() {
            spawn_local(see(new, count));
        }
        len
    });
    let deed = Deed::new();
    let more = move |_| {
        deed.run(list_notifications(next.get_untracked()), move |page| {
            // One that came meanwhile does not push what is shown into this page: it begins after a certain one.
            all.try_update(|all| all.extend(page.all));
            next.try_set(page.next);
        });
    };
    view! {
        <ul class="rows"><For each=move || all.get() key=|one| one.id children=|one| row(&one)/></ul>
        {move || next.get().is_some().then(|| view! {
            <Refused deed/>
            <button type="button" class="btn s" aria-busy=move || deed.is_busy() on:click=more>{t("record.more")}</button>
        })}
    }
    .into_any()
}

/// Tells the server that they were shown, and asks how many are new then: others may have come.
async fn see(shown: Vec<NotificationId>, count: RwSignal<usize>) {
    // Refused or not reached, they stay new: the next visit tries again.
    if see_notifications(browser::new_request(), shown).await.is_ok()
        && let Ok(now) = count_notifications().await
    {
        count.try_set(now);
    }
}

fn row(one: &Notification) -> AnyView {
    let by = one.by.and_then(person);
    let who = by.as_ref().map_or_else(|| t("notifications.somebody"), |user| user.name());
    let href = match one.noun {
        Noun::Client => routes::client(one.record.into()),
        // Of what somebody left there are clients first.
        Noun::User => routes::CLIENTS.to_owned(),
        _ => routes::deal(one.record.into()),
    };
    let picture = match by {
        Some(user) => view! { <Avatar user class="m"/> }.into_any(),
        None => view! { <span class="kind"><Icon name="bell"/></span> }.into_any(),
    };
    let words = ta(&format!("notifications.{}_{}", one.kind.key(), one.noun.key()), &[("who", &who)]);
    let new = one.new.then(|| view! { <span class="badge info">{t("notifications.is_new")}</span> });
    view! {
        <li>
            {picture}
            <span class="main"><b><a href=href>{one.name.clone()}</a></b><small>{words}</small></span>
            {new}
            <time class="muted" datetime=format!("{:?}", one.at)>{format::short(one.at)}</time>
        </li>
    }
    .into_any()
}
