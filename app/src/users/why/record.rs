//! What the person may do with one client or deal: found by its name or by its address, answered act by act.

use super::{About, words};
use crate::{
    clients::api::{get_client, suggest_clients},
    deals::api::{get_deal, list_deals},
    deed::{Deed, Refused},
    i18n::{t, ta},
    record::{Finding, Found, Search, SearchInput, SearchList},
    routes,
    session::may,
    ui::{FieldError, Icon},
    users::api::explain_access,
};
use domain::{
    access::{Act, Explained, Right, Subject, Verdict},
    fields::Noun,
    filter::{Filter, ListQuery, Page},
    ids::UserId,
};
use leptos::{html, prelude::*};
use web_sys::KeyboardEvent;

/// As many deals are offered.
const OFFERED: u16 = 10;

/// The field, and the answer below it.
#[component]
pub fn OfRecord(about: Memo<About>) -> impl IntoView {
    let (deed, answer) = (Deed::new(), RwSignal::new(None::<Explained>));
    let ask = move |user: UserId, subject: Subject| {
        deed.run(explain_access(user, subject), move |told| drop(answer.try_set(Some(told))));
    };
    let choose = Callback::new(move |(subject, _): Found<Subject>| {
        ask(about.with_untracked(|about| about.user), subject);
    });
    // What was answered holds for the profile as it was then.
    Effect::new(move |before: Option<About>| {
        let now = about.get();
        let shown = answer.with_untracked(|answer| answer.as_ref().map(|told| told.subject));
        if let Some(subject) = shown.filter(|_| before.is_some_and(|before| before != now)) {
            ask(now.user, subject);
        }
        now
    });
    let search = Search::new(("why-record", "users.why.find", "users.why.nothing"), finding(), choose);
    view! {
        <h3 id="why-record">{t("users.why.record")}</h3>
        <Finder search/>
        <Refused deed/>
        <div aria-live="polite">{move || answer.get().map(|told| view! { <Answer told about/> })}</div>
    }
}

/// What a text finds: the record at an address, or clients and deals by their names, of those that the asker sees.
fn finding() -> Callback<String, Finding<Subject>> {
    let (clients, deals) = (may(Right::ViewClients), may(Right::ViewDeals));
    Callback::new(move |text: String| -> Finding<Subject> {
        Box::pin(async move {
            let mut found = Vec::new();
            match routes::record_at(&text) {
                Some(Subject::Client(id)) => found.push(client(Subject::Client(id), &get_client(id).await?.name)),
                Some(Subject::Deal(id)) => {
                    let known = get_deal(id).await?;
                    found.push(deal(Subject::Deal(id), known.number, &known.title));
                }
                None if text.trim().is_empty() => {}
                None => {
                    if clients {
                        let named = suggest_clients(text.clone()).await?;
                        found.extend(named.into_iter().map(|(id, name)| client(Subject::Client(id), &name)));
                    }
                    if deals {
                        let page = Page { after: None, size: OFFERED };
                        let query = ListQuery { filter: Filter::Search(text), page, ..ListQuery::default() };
                        let rows = list_deals(query).await?.rows;
                        found.extend(rows.iter().map(|row| deal(Subject::Deal(row.id), row.number, &row.title)));
                    }
                }
            }
            Ok(found)
        })
    })
}

fn client(subject: Subject, name: &str) -> Found<Subject> {
    (subject, ta("users.why.client", &[("name", name)]))
}

fn deal(subject: Subject, number: i64, title: &str) -> Found<Subject> {
    (subject, ta("users.why.deal", &[("number", &number.to_string()), ("name", title)]))
}

#[component]
fn Finder(search: Search<Subject>) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let keys = Callback::new(move |event: KeyboardEvent| {
        if event.key() == "Escape" && search.has_found() {
            event.prevent_default();
            search.clear();
        } else {
            search.on_key(&event);
        }
    });
    let problem = Signal::derive(move || search.problem());
    view! {
        <div class="field" on:focusout=move |_| search.fold()>
            <span class="finder"><SearchInput search label="why-record" node ask=Callback::new(move |()| search.ask()) keys/><SearchList search/></span>
            <span class="foot"><FieldError id="why-record-error" text=problem/></span>
        </div>
    }
}

#[component]
fn Answer(told: Explained, about: Memo<About>) -> impl IntoView {
    let href = routes::record(told.subject);
    let (_, name) = match told.subject {
        Subject::Client(_) => client(told.subject, &told.name),
        Subject::Deal(_) => deal(told.subject, told.number, &told.name),
    };
    let acts = about.with_untracked(|about| {
        let noun = match told.subject {
            Subject::Client(_) => Noun::Client,
            Subject::Deal(_) => Noun::Deal,
        };
        let line = |(act, verdict): &(Act, Verdict)| {
            // Nobody can do it yet, whatever their role allows.
            let there = act.is_there(noun).then(|| words::rule(*verdict, &told, about));
            verdict_line(*act, *verdict, there)
        };
        told.acts.iter().map(line).collect_view()
    });
    view! {
        <p id="why-answer"><a class="link" href=href>{name}</a></p>
        <ul class="rows" aria-labelledby="why-answer">{acts}</ul>
    }
}

/// An act, the answer and the rule; what has none is not there yet.
fn verdict_line(act: Act, verdict: Verdict, rule: Option<String>) -> AnyView {
    let (icon, class, word) = match verdict {
        _ if rule.is_none() => ("clock", "badge", "users.why.not_yet"),
        Ok(_) => ("check", "badge good", "users.why.yes"),
        Err(_) => ("x", "badge bad", "users.why.no"),
    };
    let rule = rule.unwrap_or_else(|| t("users.why.not_there"));
    view! {
        <li>
            <span class="main whole"><b>{t(&format!("users.why.act.{}", act.key()))}</b><small>{rule}</small></span>
            <span class=class><Icon name=icon/>{t(word)}</span>
        </li>
    }
    .into_any()
}
