//! What a client's events tell: old → new, field by field.

use super::sharing::missing_in;
use domain::{
    clients::{Client, ClientKind, NameParts},
    events::{Change, ChangedField, Told},
    fields::{FieldDef, FieldValue, FieldValues},
    ids::UserId,
};

/// The field of changes of managers.
pub(super) const MANAGERS: &str = "managers";

/// A new client's fields.
pub(super) fn created(client: &Client, fields: &[FieldDef]) -> Vec<Change> {
    let mut changes = Vec::new();
    changes.extend(Change::of(name_field(client), None, text(&client.name)));
    changes.extend(Change::of("phones", None, phones(client)));
    changes.extend(Change::of("emails", None, emails(client)));
    changes.extend(Change::of("owner", None, Some(Told::User(client.owner))));
    changes.extend(custom(&FieldValues::new(), &client.custom, fields));
    changes
}

/// What differs between two states.
pub(super) fn changed(before: &Client, after: &Client, fields: &[FieldDef]) -> Vec<Change> {
    let mut changes = Vec::new();
    let kind = |client: &Client| Some(Told::ClientKind(client.kind));
    changes.extend(Change::of("kind", kind(before), kind(after)));
    changes.extend(Change::of(name_field(after), text(&before.name), text(&after.name)));
    if before.name == after.name {
        changes.extend(parts(before, after));
    }
    changes.extend(Change::of("phones", phones(before), phones(after)));
    changes.extend(Change::of("emails", emails(before), emails(after)));
    changes.extend(Change::of("owner", Some(Told::User(before.owner)), Some(Told::User(after.owner))));
    changes.extend(missing_in(&after.managers, &before.managers).into_iter().map(manager_left));
    changes.extend(missing_in(&before.managers, &after.managers).into_iter().map(manager_came));
    changes.extend(Change::of("access", Some(Told::Access(before.access)), Some(Told::Access(after.access))));
    changes.extend(custom(&before.custom, &after.custom, fields));
    changes
}

/// A company has no ФИО.
fn name_field(client: &Client) -> &'static str {
    match client.kind {
        ClientKind::Person => "name",
        ClientKind::Company => "company_name",
    }
}

type Part = fn(&NameParts) -> &String;

/// Another name says it all; the parts are told where the same name is made of others.
fn parts(before: &Client, after: &Client) -> impl Iterator<Item = Change> {
    let fields: [(&str, Part); 3] = [
        ("last_name", |parts| &parts.last),
        ("first_name", |parts| &parts.first),
        ("middle_name", |parts| &parts.middle),
    ];
    let part = |client: &Client, of: Part| client.parts.as_ref().and_then(|parts| text(of(parts)));
    fields.into_iter().filter_map(move |(field, of)| Change::of(field, part(before, of), part(after, of)))
}

/// Somebody is no manager any more. One change for each, so that whoever reads it need not compare lists.
pub(super) fn manager_left(manager: UserId) -> Change {
    Change { field: ChangedField::Builtin(MANAGERS.into()), old: Some(Told::User(manager)), new: None }
}

fn manager_came(manager: UserId) -> Change {
    Change { field: ChangedField::Builtin(MANAGERS.into()), old: None, new: Some(Told::User(manager)) }
}

/// A comment's words.
pub(crate) fn comment(words: String) -> Vec<Change> {
    Change::of("comment", None, Some(Told::Text(words))).into_iter().collect()
}

/// Custom values that differ, with the names they have now.
pub(crate) fn custom(before: &FieldValues, after: &FieldValues, fields: &[FieldDef]) -> Vec<Change> {
    let differs = fields.iter().filter(|field| before.get(&field.id) != after.get(&field.id));
    differs
        .map(|field| Change {
            field: ChangedField::Custom(field.id, field.name.clone()),
            old: before.get(&field.id).map(|value| told(field, value)),
            new: after.get(&field.id).map(|value| told(field, value)),
        })
        .collect()
}

fn told(field: &FieldDef, value: &FieldValue) -> Told {
    let name = match value {
        FieldValue::Choice(id) => field.option(*id).map(|option| option.name.clone()),
        _ => None,
    };
    Told::Value(value.clone(), name)
}

fn text(text: &str) -> Option<Told> {
    (!text.is_empty()).then(|| Told::Text(text.to_owned()))
}

fn phones(client: &Client) -> Option<Told> {
    text(&client.phones.iter().map(|phone| phone.format()).collect::<Vec<_>>().join(", "))
}

fn emails(client: &Client) -> Option<Told> {
    text(&client.emails.iter().map(|email| email.as_str()).collect::<Vec<_>>().join(", "))
}
