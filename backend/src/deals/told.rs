//! What a deal's events tell: old → new, field by field.

use super::Surroundings;
use crate::clients::told::custom;
use chrono::{DateTime, Utc};
use domain::{
    deals::Deal,
    events::{Change, ChangedField, Event, Told},
    fields::FieldValues,
    ids::{ClientId, StageId},
    pipelines::Stage,
};

/// A new deal's fields.
pub(super) fn created(deal: &Deal, around: &Surroundings) -> Vec<Change> {
    let mut changes = Vec::new();
    changes.extend(Change::of("title", None, Some(Told::Text(deal.title.clone()))));
    changes.extend(Change::of("client", None, client(deal)));
    changes.extend(Change::of("budget", None, budget(deal)));
    changes.extend(Change::of("stage", None, Some(stage(deal.stage, &around.stages))));
    changes.extend(Change::of("owner", None, Some(Told::User(deal.owner))));
    changes.extend(custom(&FieldValues::new(), &deal.custom, &around.fields));
    changes
}

/// What differs between two states, the stage apart.
pub(super) fn changed(before: &Deal, after: &Deal, around: &Surroundings) -> Vec<Change> {
    let title = |deal: &Deal| Some(Told::Text(deal.title.clone()));
    let mut changes = Vec::new();
    changes.extend(Change::of("title", title(before), title(after)));
    changes.extend(Change::of("client", client(before), client(after)).filter(|_| before.client != after.client));
    changes.extend(Change::of("budget", budget(before), budget(after)));
    changes.extend(currency(before, after));
    changes.extend(Change::of("owner", Some(Told::User(before.owner)), Some(Told::User(after.owner))));
    changes.extend(custom(&before.custom, &after.custom, &around.fields));
    changes
}

/// Told with a move for whoever takes it back: since when the deal was in the stage that it left. No feed says it.
const STAGE_SINCE: &str = "stage_since";

/// A move from stage to stage.
pub(super) fn moved(before: &Deal, after: &Deal, stages: &[Stage]) -> Vec<Change> {
    let moved = Change::of("stage", Some(stage(before.stage, stages)), Some(stage(after.stage, stages)));
    let since = Change::of(STAGE_SINCE, Some(Told::Integer(before.stage_since.timestamp_micros())), None);
    moved.into_iter().chain(since).collect()
}

/// Which stage a deal left by a move, and since when it had been there.
pub(super) fn left(moved: &[Change]) -> Option<(StageId, DateTime<Utc>)> {
    let old = |field: &str| {
        let told = moved.iter().find(|change| is_builtin(change, field));
        told.and_then(|change| change.old.as_ref())
    };
    match (old("stage"), old(STAGE_SINCE)) {
        (Some(Told::Stage(stage, _)), Some(Told::Integer(since))) => {
            Some((*stage, DateTime::from_timestamp_micros(*since)?))
        }
        _ => None,
    }
}

/// Takes out of an event what its feed does not say.
pub(super) fn keep_unsaid(event: &mut Event) {
    event.changes.retain(|change| !is_builtin(change, STAGE_SINCE));
}

fn is_builtin(change: &Change, field: &str) -> bool {
    matches!(&change.field, ChangedField::Builtin(name) if name == field)
}

/// A move of whatever was in one stage to the other.
pub(super) fn moved_between(from: &Stage, to: &Stage) -> Vec<Change> {
    let told = |stage: &Stage| Some(Told::Stage(stage.id, stage.name.clone()));
    Change::of("stage", told(from), told(to)).into_iter().collect()
}

fn stage(id: StageId, stages: &[Stage]) -> Told {
    let name = stages.iter().find(|stage| stage.id == id).map(|stage| stage.name.clone());
    Told::Stage(id, name.unwrap_or_default())
}

fn client(deal: &Deal) -> Option<Told> {
    deal.client.as_ref().map(|client| Told::Client(client.id, client.name.clone()))
}

/// The clients that an event names.
pub(super) fn clients_of(event: &mut Event) -> impl Iterator<Item = (&ClientId, &mut Option<String>)> {
    let told = event.changes.iter_mut().flat_map(|change| [&mut change.old, &mut change.new]);
    told.filter_map(|told| match told {
        Some(Told::Client(id, name)) => Some((&*id, name)),
        _ => None,
    })
}

/// Amounts tell their currency themselves.
fn currency(before: &Deal, after: &Deal) -> Option<Change> {
    let told = |deal: &Deal| Some(Told::Text(deal.currency.to_string()));
    let is_bare = before.budget.is_none() && after.budget.is_none();
    Change::of("currency", told(before), told(after)).filter(|_| is_bare)
}

fn budget(deal: &Deal) -> Option<Told> {
    deal.money().map(Told::Money)
}
