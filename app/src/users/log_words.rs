//! Lines of the security log in words, alike on the page and in the file.

use crate::i18n::{lang, t};
use domain::{
    access::Right,
    events::{Change, ChangedField, Event, EventKind, Told},
    fields::Noun,
    ids::{RoleId, UserId},
    security_log::{Access, LogLine, Logged},
    sessions::device_in_words,
    staff::Staff,
};
use uuid::Uuid;

/// A line in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineWords {
    /// Who did it, or whose account it was.
    pub who: String,
    /// What happened.
    pub what: String,
    /// What was asked for, or what changed: old → new.
    pub details: String,
    /// «Chrome, Windows».
    pub device: String,
    /// The address of the network.
    pub address: String,
}

impl LineWords {
    /// As the file has it.
    pub fn cells(self) -> [String; 5] {
        [self.who, self.what, self.details, self.device, self.address]
    }
}

/// The headings of the file.
pub fn headings() -> [String; 6] {
    ["time", "who", "what", "details", "device", "address"].map(|column| t(&format!("users.log.column.{column}")))
}

/// A line in words, with the names that people, roles and groups have now.
pub fn line_words(line: &LogLine, staff: &Staff) -> LineWords {
    match &line.what {
        Logged::Access(access) => of_access(access, staff),
        Logged::Change(event) => of_change(event, staff),
    }
}

fn of_access(access: &Access, staff: &Staff) -> LineWords {
    LineWords {
        who: person(access.user, staff),
        what: t(&format!("users.log.kind.{}", access.kind.key())),
        details: access.asked.clone(),
        device: device_in_words(&access.device, lang()).unwrap_or_else(|| access.device.clone()),
        address: access.address.clone(),
    }
}

fn of_change(event: &Event, staff: &Staff) -> LineWords {
    let did = t(&format!("users.log.did.{}_{}", event.noun.key(), event.kind.key()));
    let details = match event.noun {
        Noun::Role => of_role(event),
        _ => event.changes.iter().map(|change| changed(change, staff)).collect::<Vec<_>>().join("; "),
    };
    LineWords {
        who: event.by.map_or_else(|| t("users.log.system"), |id| person(id, staff)),
        what: format!("{did}: {}", subject(event, staff)),
        details,
        device: String::new(),
        address: String::new(),
    }
}

fn person(id: UserId, staff: &Staff) -> String {
    let found = staff.members.iter().find(|member| member.user.id == id);
    found.map_or_else(|| t("users.log.former"), |member| member.user.name())
}

/// What was changed, by its name now, or by the last one that the event knows.
fn subject(event: &Event, staff: &Staff) -> String {
    let now = match event.noun {
        Noun::User => return person(event.record.into(), staff),
        Noun::Role => staff.roles.iter().find(|role| Uuid::from(role.id) == event.record).map(|role| role.name.clone()),
        _ => staff.groups.iter().find(|group| Uuid::from(group.id) == event.record).map(|group| group.name.clone()),
    };
    let then = || {
        let name = event.changes.iter().find(|change| field(change) == "name")?;
        match name.new.as_ref().or(name.old.as_ref())? {
            Told::Text(name) => Some(name.clone()),
            _ => None,
        }
    };
    now.or_else(then).map_or_else(|| t("users.log.gone"), |name| format!("«{name}»"))
}

fn field(change: &Change) -> &str {
    match &change.field {
        ChangedField::Builtin(key) => key,
        ChangedField::Custom(_, name) => name,
    }
}

/// Switches are told by what they are now: on or off.
fn of_role(event: &Event) -> String {
    let turned = |to: i64, words: &str| {
        let is = |change: &&Change| change.new == Some(Told::Integer(to));
        let rights = event
            .changes
            .iter()
            .filter(is)
            .filter_map(|change| Right::ALL.iter().find(|right| right.key() == field(change)));
        let names: Vec<String> = rights.map(|right| t(&format!("users.right.{}", right.key()))).collect();
        (!names.is_empty()).then(|| format!("{} {}", t(words), names.join(", ")))
    };
    let renamed = event.changes.iter().find(|change| event.kind == EventKind::Changed && field(change) == "name");
    let renamed = renamed.map(|change| format!("{} → {}", plain(change.old.as_ref()), plain(change.new.as_ref())));
    let code = event.changes.iter().find(|change| field(change) == "second_factor");
    let code = code.map(|change| format!("{}: {}", t("users.log.field.second_factor"), on_or_off(change.new.as_ref())));
    let parts = [renamed, code, turned(1, "users.log.turned_on"), turned(0, "users.log.turned_off")];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn on_or_off(value: Option<&Told>) -> String {
    if value == Some(&Told::Integer(1)) { t("users.log.on") } else { t("users.log.off") }
}

fn plain(value: Option<&Told>) -> String {
    match value {
        Some(Told::Text(text)) => text.clone(),
        _ => "–".to_owned(),
    }
}

fn changed(change: &Change, staff: &Staff) -> String {
    let key = field(change);
    let name = t(&format!("users.log.field.{key}"));
    // That a password changed is told, never what it is.
    if change.old.is_none() && change.new.is_none() {
        return name;
    }
    let told = |value: Option<&Told>| in_words(key, value, staff);
    match (&change.old, &change.new) {
        (None, new) => format!("{name}: {}", told(new.as_ref())),
        (old, new) => format!("{name}: {} → {}", told(old.as_ref()), told(new.as_ref())),
    }
}

fn in_words(key: &str, value: Option<&Told>, staff: &Staff) -> String {
    match value {
        Some(Told::User(id)) => person(*id, staff),
        Some(Told::Integer(_)) => on_or_off(value),
        Some(Told::Text(text)) => match key {
            "rank" => t(&format!("users.rank.{text}")),
            "status" => t(&format!("users.status.{text}")),
            "access" => access(text),
            "lang" => t(&format!("me.lang_{text}")),
            "role" => {
                let id = text.parse::<RoleId>().ok();
                let found = staff.roles.iter().find(|role| Some(role.id) == id);
                found.map_or_else(|| t("users.log.gone"), |role| role.name.clone())
            }
            "group" => {
                let found = staff.groups.iter().find(|group| group.id.to_string() == *text);
                found.map_or_else(|| t("users.log.gone"), |group| group.name.clone())
            }
            _ => text.clone(),
        },
        _ => "–".to_owned(),
    }
}

/// The modes of supervisors and of managers that are called alike have the same words.
fn access(mode: &str) -> String {
    let rank = if mode == "director" { "supervisor" } else { "manager" };
    t(&format!("users.access.{rank}.{mode}"))
}
