//! What a person's events tell of changes by administrators: old → new. Ids are told as they are; names are looked up.

use domain::{
    events::{Change, Told},
    staff::Member,
};
use uuid::Uuid;

/// A new person.
pub(super) fn created(member: &Member) -> Vec<Change> {
    let mut changes: Vec<Change> = Change::of("email", None, text(&member.email)).into_iter().collect();
    changes.extend(fields(member).into_iter().filter_map(|(field, now)| Change::of(field, None, now)));
    changes
}

/// What differs between two states.
pub(super) fn changed(before: &Member, after: &Member) -> Vec<Change> {
    let pairs = fields(before).into_iter().zip(fields(after));
    pairs.filter_map(|((field, old), (_, new))| Change::of(field, old, new)).collect()
}

fn fields(member: &Member) -> [(&'static str, Option<Told>); 7] {
    let id = |id: Uuid| text(&id.to_string());
    [
        ("first_name", text(&member.user.first_name)),
        ("last_name", text(&member.user.last_name)),
        ("role", id(member.role.into())),
        ("group", member.group.and_then(|group| id(group.into()))),
        ("rank", text(member.user.rank.key())),
        ("superior", member.superior.map(Told::User)),
        ("access", text(member.access.key())),
    ]
}

fn text(text: &str) -> Option<Told> {
    Some(Told::Text(text.to_owned()))
}
