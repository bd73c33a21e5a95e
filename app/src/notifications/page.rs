//! The page «Уведомления»: what the person was told. Whoever opens it has seen them.

use super::{
    api::{list_notifications, see_notifications},
    bell::New,
};
use crate::{
    data::fetched,
    format,
    i18n::{t, ta},
    intent::Intent,
    routes,
    session::person,
    told,
    ui::{Avatar, Empty, Icon},
};
use domain::{fields::Noun, ids::NotificationId, notifications::Notification};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;

/// The page.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let all = fetched(|| (), |()| list_notifications());
    view! {
        <Title text=format!("{} · {}", t("nav.notifications"), t("record.product"))/>
        <header class="top"><h1>{t("nav.notifications")}</h1></header>
        <div class="told">
            <Suspense fallback=|| view! { <span class="sk w5"></span> }>
                {move || Suspend::new(async move {
                    match all.await {
                        Ok(all) => view! { <List all/> }.into_any(),
                        Err(error) => {
                            view! { <Empty icon="circle-alert" title=t("nav.notifications") text=told::error(&error)>""</Empty> }.into_any()
                        }
                    }
                })}
            </Suspense>
        </div>
    }
}

#[component]
fn List(all: Vec<Notification>) -> impl IntoView {
    if all.is_empty() {
        return view! { <Empty icon="bell" title=t("notifications.none") text=t("notifications.none_text")>""</Empty> }
            .into_any();
    }
    let newest = all.first().filter(|_| all.iter().any(|one| one.new)).map(|one| one.id);
    let New(new) = expect_context::<New>();
    Effect::new(move |_| {
        if let Some(last) = newest {
            spawn_local(async move {
                // Refused or not reached, they stay new: the next visit tries again.
                if see_notifications(Intent::<NotificationId>::new().request(&last), last).await.is_ok() {
                    new.try_set(0);
                }
            });
        }
    });
    view! { <ul class="rows">{all.iter().map(row).collect_view()}</ul> }.into_any()
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
