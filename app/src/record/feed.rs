//! The feed of a card: the composer, then everything that happened, newest first (S0.11).

use super::{
    Card, Record,
    composer::Composer,
    feed_list::{Clock, FeedList},
    feed_words::EventLine,
};
use crate::{
    api_error::ApiResult,
    i18n::{lang, t},
    session::viewer,
    told,
    ui::Toasts,
};
use domain::{
    events::Event,
    filter::{Page, Rows},
    zone::DayHeading,
};
use leptos::{prelude::*, task::spawn_local};

/// The right side of a card; its first page was fetched together with the record.
#[component]
pub fn Feed<R: Record>(card: Card<R>, first: ApiResult<Rows<Event>>) -> impl IntoView {
    let events = match first {
        Ok(page) => view! { <Events card list=page.into()/> }.into_any(),
        Err(error) => {
            view! { <div class="strip bad boxed" role="alert"><span>{told::error(&error)}</span></div> }.into_any()
        }
    };
    let writable = Memo::new(move |_| card.record.with(Record::is_writable));
    view! {
        <section class="feed" aria-label=t("record.feed")>
            {move || writable.get().then(|| view! { <Composer card/> })}
            {events}
        </section>
    }
}

#[component]
fn Events<R: Record>(card: Card<R>, list: FeedList) -> impl IntoView {
    let list = RwSignal::new(list);
    Effect::new(move |seen: Option<u32>| {
        let news = card.news.get();
        if seen.is_some_and(|seen| seen != news) {
            join_news(card, list);
        }
        news
    });
    let days = move || list.with(|list| list.with_days(&clock(list)));
    view! {
        <For each=days key=|(heading, event)| (event.id, heading.is_some()) let((heading, event))>
            <Day heading/><EventLine event=event/>
        </For>
        <Older card list/>
    }
}

fn clock(list: &FeedList) -> Clock {
    let viewer = viewer();
    Clock { now: viewer.now, newest: list.newest(&viewer.zone, viewer.now), zone: viewer.zone.clone(), lang: lang() }
}

fn join_news<R: Record>(card: Card<R>, list: RwSignal<FeedList>) {
    let record = card.record.get_untracked();
    spawn_local(async move {
        // News that could not be fetched come with the next ones; what was saved has been said already.
        if let Ok(page) = record.feed(Page::first()).await {
            list.try_update(|list| list.join_news(page));
        }
    });
}

#[component]
fn Day(heading: Option<DayHeading>) -> impl IntoView {
    let words = heading.map(|heading| match heading {
        DayHeading::Today => t("record.today"),
        DayHeading::Yesterday => t("record.yesterday"),
        DayHeading::Date(date) => date,
    });
    words.map(|words| view! { <h3 class="day">{words}</h3> })
}

#[component]
fn Older<R: Record>(card: Card<R>, list: RwSignal<FeedList>) -> impl IntoView {
    let (busy, toasts) = (RwSignal::new(false), Toasts::get());
    let more = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let page = Page { after: list.with_untracked(|list| list.next.clone()), ..Page::first() };
        let record = card.record.get_untracked();
        spawn_local(async move {
            match record.feed(page).await {
                Ok(page) => drop(list.try_update(|list| list.join_older(page))),
                Err(error) => toasts.complain(told::error(&error)),
            }
            busy.try_set(false);
        });
    };
    move || {
        list.with(|list| list.next.is_some()).then(|| {
            view! { <button type="button" class="btn s" aria-busy=move || busy.get().then_some("true") on:click=more>{t("record.more")}</button> }
        })
    }
}
