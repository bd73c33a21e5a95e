//! The fields of a client's card: name, kind, phones, e-mails (S0.4, S0.9, S1.2, R2).

use crate::{
    i18n::t,
    record::{Card, Editor, Inline, Spec},
    session::viewer,
};
use domain::{
    access::Right,
    clients::{Client, ClientKind, ClientPatch, NameParts, checked_client_name},
    email::Email,
    error::Problem,
    phone::{Country, Phone},
    text::{PERSON_NAME_LIMIT, clean},
};
use leptos::prelude::*;

/// «ФИО», or «Наименование» of a company (S0.4, R2, R21).
pub(super) fn name_spec() -> Spec<Client> {
    let limit = viewer().workspace.name_limit;
    let parse = move |_: &Client, text: &str| match checked_client_name(text, limit) {
        Ok(name) => Ok(ClientPatch::Name(name)),
        Err(issue) => Err(issue.problem),
    };
    let called = |client: &Client| match client.kind {
        ClientKind::Person => t("record.field.name"),
        ClientKind::Company => t("record.field.company_name"),
    };
    Spec::line(("name", ""), |client: &Client| client.name.clone(), parse).called(called).max(limit)
}

/// «Фамилия», «Имя», «Отчество» of a person of whom they are kept (S1.3, R21).
#[component]
pub(super) fn PersonParts(card: Card<Client>) -> impl IntoView {
    let has =
        Memo::new(move |_| card.record.with(|client| client.kind == ClientKind::Person && client.parts.is_some()));
    let line =
        move |id: &'static str, label: String, part: Part| view! { <Inline card spec=part_spec(id, label, part) id/> };
    move || {
        has.get().then(|| {
            view! {
                {line("last_name", t("record.field.last_name"), |parts| &mut parts.last)}
                {line("first_name", t("record.field.first_name"), |parts| &mut parts.first)}
                {line("middle_name", t("record.field.middle_name"), |parts| &mut parts.middle)}
            }
        })
    }
}

/// One of the parts.
type Part = fn(&mut NameParts) -> &mut String;

fn part_spec(key: &'static str, label: String, part: Part) -> Spec<Client> {
    let limit = viewer().workspace.name_limit;
    let read = move |client: &Client| {
        let mut parts = client.parts.clone().unwrap_or_default();
        std::mem::take(part(&mut parts))
    };
    let parse = move |client: &Client, text: &str| {
        let mut parts = client.parts.clone().unwrap_or_default();
        *part(&mut parts) = clean(text);
        let name = parts.joined().and_then(|name| checked_client_name(&name, limit));
        name.map(|_| ClientPatch::Parts(parts)).map_err(|issue| issue.problem)
    };
    Spec::line((key, label), read, parse).max(PERSON_NAME_LIMIT)
}

/// «Вид»: persona or company (S1.2).
pub(super) fn kind_spec() -> Spec<Client> {
    let words = |kind: ClientKind| t(&format!("clients.kind_{}", kind.key()));
    let offered = ClientKind::ALL.map(|kind| (kind.key().to_owned(), words(kind))).to_vec();
    let parse = |_: &Client, text: &str| Ok(ClientPatch::Kind(ClientKind::from_key(text)));
    Spec::line(("kind", t("record.field.kind")), |client: &Client| client.kind.key().to_owned(), parse)
        .editor(Editor::Choice(offered))
        .shown(move |key| view! { <span class="txt">{words(ClientKind::from_key(key))}</span> }.into_any())
}

/// The phones and the e-mails, one line each, and one more line for the next.
#[component]
pub(super) fn Contacts(card: Card<Client>) -> impl IntoView {
    let phones = move || 0..=card.record.with(|client| client.phones.len());
    let emails = move || 0..=card.record.with(|client| client.emails.len());
    view! {
        <For each=phones key=|place| *place let:place><Inline card spec=phone_spec(place) id=format!("phone-{place}")/></For>
        <For each=emails key=|place| *place let:place><Inline card spec=email_spec(place) id=format!("email-{place}")/></For>
    }
}

fn phone_spec(place: usize) -> Spec<Client> {
    let country = Country::default_for(viewer().workspace.currency);
    let label = t(if place == 0 { "client_card.phone" } else { "client_card.more_phone" });
    let read = move |client: &Client| client.phones.get(place).map(Phone::format).unwrap_or_default();
    let parse = move |client: &Client, text: &str| {
        let phone = optional(text, |text| Phone::parse(text, country).map_err(Problem::from))?;
        Ok(ClientPatch::Phones(with_place(&client.phones, place, phone)))
    };
    let shown = |text: &str| view! { <span class="txt num">{text.to_owned()}</span> }.into_any();
    let spec = Spec::line(("phones", label), read, parse)
        .editor(Editor::Line("tel"))
        .needs(Right::EditPhone)
        .removable()
        .shown(shown);
    if place == 0 { spec } else { spec.promoted(move |client| ClientPatch::Phones(with_first(&client.phones, place))) }
}

fn email_spec(place: usize) -> Spec<Client> {
    let label = t(if place == 0 { "client_card.email" } else { "client_card.more_email" });
    let read =
        move |client: &Client| client.emails.get(place).map(|email| email.as_str().to_owned()).unwrap_or_default();
    let parse = move |client: &Client, text: &str| {
        let email = optional(text, |text| Email::parse(text).map_err(|error| Problem::of_email(error, text)))?;
        Ok(ClientPatch::Emails(with_place(&client.emails, place, email)))
    };
    let spec = Spec::line(("emails", label), read, parse).editor(Editor::Line("email")).removable();
    if place == 0 { spec } else { spec.promoted(move |client| ClientPatch::Emails(with_first(&client.emails, place))) }
}

fn optional<T>(text: &str, parse: impl Fn(&str) -> Result<T, Problem>) -> Result<Option<T>, Problem> {
    if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
}

/// The list with one place set, added or taken out.
fn with_place<T: Clone>(values: &[T], place: usize, value: Option<T>) -> Vec<T> {
    let mut values = values.to_vec();
    match value {
        Some(value) if place < values.len() => values[place] = value,
        Some(value) => values.push(value),
        None if place < values.len() => drop(values.remove(place)),
        None => {}
    }
    values
}

/// The list with this place in front: the first one is the main one.
fn with_first<T: Clone>(values: &[T], place: usize) -> Vec<T> {
    let mut values = values.to_vec();
    if place < values.len() {
        values[..=place].rotate_right(1);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_the_list_is_set_added_or_taken_out() {
        assert_eq!(with_place(&[1, 2], 1, Some(9)), [1, 9]);
        assert_eq!(with_place(&[1, 2], 2, Some(9)), [1, 2, 9]);
        assert_eq!(with_place(&[1, 2], 0, None), [2]);
        assert_eq!(with_place(&[1, 2], 2, None), [1, 2]);
    }

    #[test]
    fn a_value_made_the_main_one_goes_to_the_front_and_the_others_keep_their_order() {
        assert_eq!(with_first(&[1, 2, 3], 2), [3, 1, 2]);
        assert_eq!(with_first(&[1, 2, 3], 0), [1, 2, 3]);
        assert_eq!(with_first(&[1, 2], 2), [1, 2]);
    }
}
