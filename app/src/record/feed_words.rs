//! Events in words: who did what, old → new, with the names that things had then (S0.11).

use crate::{
    format,
    i18n::t,
    session::{person, viewer},
    ui::{Avatar, Icon},
};
use domain::{
    events::{Change, ChangedField, Event, EventKind, Told},
    fields::FieldValue,
    ids::{StageId, UserId},
    lang::Lang,
    zone::format_short,
};
use leptos::prelude::*;

/// One event of a feed.
#[component]
pub(super) fn EventLine(event: Event) -> impl IntoView {
    let time = format_short(event.at, event.at, &viewer().zone, Lang::Ru);
    view! {
        <article class="ev">
            {author_picture(event.by)}
            <div><span class="w">{author(event.by)}</span>{deed(&event)}</div>
            <time datetime=format!("{:?}", event.at) title=format::moment(event.at)>{time}</time>
        </article>
    }
}

fn author_picture(by: Option<UserId>) -> AnyView {
    match by.and_then(person) {
        Some(user) => view! { <Avatar user/> }.into_any(),
        None => view! { <span class="av"><Icon name=if by.is_some() { "user" } else { "workflow" } class="s"/></span> }
            .into_any(),
    }
}

fn author(by: Option<UserId>) -> String {
    match by {
        None => t("record.system"),
        Some(id) => person(id).map_or_else(|| t("record.former"), |user| user.name()),
    }
}

fn deed(event: &Event) -> AnyView {
    let words = |key: &str| format!(" · {}", t(key));
    match event.kind {
        EventKind::Commented => event.changes.iter().map(said).collect_view().into_any(),
        EventKind::Changed => event.changes.iter().map(changed).collect_view().into_any(),
        EventKind::Moved => {
            let pills = event.changes.iter().map(from_to).collect_view();
            view! { {words("record.did.moved")}{pills} }.into_any()
        }
        // No feed holds them: where a card lies on the board is nothing of the deal, and only fields are restored.
        EventKind::Ordered | EventKind::Arranged | EventKind::Restored => ().into_any(),
        EventKind::Created | EventKind::Imported | EventKind::Deleted => {
            words(&format!("record.did.{}.{}", event.kind.key(), event.noun.key())).into_any()
        }
    }
}

fn said(change: &Change) -> impl IntoView + use<> {
    let words = match &change.new {
        Some(Told::Text(text)) => text.clone(),
        _ => String::new(),
    };
    view! { <div class="said">{words}</div> }
}

fn changed(change: &Change) -> impl IntoView + use<> {
    let name = match &change.field {
        ChangedField::Builtin(key) => t(&format!("record.field.{key}")),
        ChangedField::Custom(_, name) => name.clone(),
    };
    view! {
        <div class="from-to">
            <b class="strong">{name}":"</b><s>{told(change.old.as_ref())}</s><Icon name="arrow-right" class="s"/><span class="vh">"→"</span><span>{told(change.new.as_ref())}</span>
        </div>
    }
}

fn from_to(change: &Change) -> impl IntoView + use<> {
    view! {
        <div class="from-to">{told(change.old.as_ref())}<Icon name="arrow-right"/><span class="vh">"→"</span>{told(change.new.as_ref())}</div>
    }
}

fn told(value: Option<&Told>) -> AnyView {
    let words = match value {
        None => return view! { <span class="muted">{t("record.nothing")}</span> }.into_any(),
        Some(Told::Stage(id, name)) => return view! { <StagePill id=*id name=name.clone()/> }.into_any(),
        Some(Told::Client(_, None)) => {
            return view! { <span class="muted">{t("record.hidden_client")}</span> }.into_any();
        }
        Some(Told::Text(text) | Told::Client(_, Some(text))) => text.clone(),
        Some(Told::Money(money)) => format::money(*money),
        Some(Told::User(id)) => author(Some(*id)),
        Some(Told::Value(value, name)) => custom(value, name.as_deref()),
        Some(Told::Kind(kind)) => kind.key().to_owned(),
        Some(Told::Integer(number)) => format::count(*number),
        Some(Told::ClientKind(kind)) => t(&format!("clients.kind_{}", kind.key())),
        Some(Told::Access(access)) => t(&format!("client_card.access_{}", access.key())),
    };
    words.into_any()
}

fn custom(value: &FieldValue, name: Option<&str>) -> String {
    match value {
        FieldValue::Text(text) => text.clone(),
        FieldValue::Number(number) => format::number(*number),
        FieldValue::Date(date) => format::date(*date),
        FieldValue::Choice(_) => name.map_or_else(|| t("record.former_choice"), str::to_owned),
    }
}

/// A stage by its colour and name.
#[component]
pub(crate) fn StagePill(id: StageId, name: String) -> impl IntoView {
    view! { <span class="pill" data-stage=id.to_string()><i class="dot"></i><span>{name}</span></span> }
}
