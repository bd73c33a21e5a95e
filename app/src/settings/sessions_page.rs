//! Settings, «Сеансы»: where the person is signed in, and the ways to end it.

use super::{
    api::{end_sessions, list_sessions},
    second_factor::SecondFactorSection,
};
use crate::{
    data::fetched,
    deed::{Deed, Refused},
    format,
    i18n::{lang, t, ta},
    intent::Intent,
    told,
    ui::{Empty, Icon, Toasts},
};
use domain::sessions::{Ending, Session, device_in_words};
use leptos::prelude::*;

/// The page; everybody has it.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let sessions = fetched(|| (), |()| list_sessions());
    view! {
        <div class="sethead"><div><h2>{t("settings.sessions")}</h2><p>{t("settings.sessions_text")}</p></div></div>
        <Suspense fallback=|| view! { <span class="sk w5"></span> }>
            {move || Suspend::new(async move {
                match sessions.await {
                    Ok(sessions) => view! { <List sessions/> }.into_any(),
                    Err(error) => {
                        view! { <Empty icon="circle-alert" title=t("settings.sessions") text=told::error(&error)>""</Empty> }.into_any()
                    }
                }
            })}
        </Suspense>
        <SecondFactorSection/>
    }
}

#[component]
fn List(sessions: Vec<Session>) -> impl IntoView {
    let sessions = RwSignal::new(sessions);
    let (deed, toasts) = (Deed::new(), Toasts::get());
    let intent = Intent::<Ending>::new();
    let end = Callback::new(move |which: Ending| {
        let ended = [t("settings.session_ended"), t("settings.sessions_ended")];
        deed.run(end_sessions(intent.request(&which), which), move |()| {
            intent.done();
            let [one, others] = ended;
            match which {
                Ending::One(id) => {
                    sessions.update(|sessions| sessions.retain(|session| session.id != id));
                    toasts.say(one);
                }
                Ending::Others => {
                    sessions.update(|sessions| sessions.retain(|session| session.current));
                    toasts.say(others);
                }
            }
        });
    });
    let others = move || sessions.with(|sessions| sessions.iter().any(|session| !session.current));
    view! {
        <Refused deed/>
        <ul class="rows">{move || sessions.get().into_iter().map(|session| row(&session, end)).collect_view()}</ul>
        <Show when=others>
            <div class="deeds">
                <button type="button" class="btn danger" aria-busy=move || deed.is_busy() on:click=move |_| end.run(Ending::Others)>
                    {t("settings.end_others")}
                </button>
            </div>
        </Show>
    }
}

fn row(session: &Session, end: Callback<Ending>) -> AnyView {
    let device = device_in_words(&session.device, lang()).unwrap_or_else(|| t("settings.unknown_device"));
    let times = [("since", &*format::moment(session.created_at)), ("seen", &*format::moment(session.seen_at))];
    let (id, named) = (session.id, ta("settings.end_session_of", &[("device", &device)]));
    let deed = if session.current {
        view! { <span class="badge good">{t("settings.this_session")}</span> }.into_any()
    } else {
        let press = move |_| end.run(Ending::One(id));
        view! { <button type="button" class="btn s" aria-label=named on:click=press>{t("settings.end_session")}</button> }.into_any()
    };
    view! {
        <li>
            <span class="kind"><Icon name="monitor"/></span>
            <span class="main whole"><b>{device}</b><small>{ta("settings.session_times", &times)}</small></span>
            {deed}
        </li>
    }
    .into_any()
}
